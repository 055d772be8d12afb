// The relay's hot loops written in C, as a measure: what OpenSSL and the kernel cost when nothing stands between.
//
//   as a program:  twin relay PORT ROOMS VIEWERS SECONDS      receive, decrypt, then copy, rewrite, encrypt and send to each viewer
//                  twin load PORT ROOMS VIEWERS BITRATE SECONDS   one publisher a room (30 frames/s and 20 ms sound), all viewers
//   as a library:  twin_protect, twin_unprotect: nanoseconds a packet over a ring of packets
//
// No NACK cache, no reports, no pacing, no rooms that change: the product does more and may cost at most twice as much.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, SLOT = 1600, TAG = 16, HEADER = 12, PAYLOAD = 1160, FANOUT = 1024 };

static const uint8_t KEY[16] = "telemed-twin-key", SALT[12] = "twin-salt-12";

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static EVP_CIPHER_CTX *context(int encrypt) {
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
  EVP_CipherInit_ex(ctx, EVP_aes_128_gcm(), NULL, KEY, NULL, encrypt);
  return ctx;
}

// RFC 7714 section 8.1: 00 00 | SSRC | ROC | SEQ, XOR salt; the rollover counter stays 0 here.
static void iv_of(uint8_t *iv, const uint8_t *p) {
  memcpy(iv, SALT, 12);
  for (int i = 0; i < 4; i++) iv[2 + i] ^= p[8 + i];
  iv[10] ^= p[2];
  iv[11] ^= p[3];
}

static int protect(EVP_CIPHER_CTX *ctx, uint8_t *p, int length) {
  uint8_t iv[12];
  int n;
  iv_of(iv, p);
  EVP_CipherInit_ex(ctx, NULL, NULL, NULL, iv, -1);
  EVP_CipherUpdate(ctx, NULL, &n, p, HEADER);
  EVP_CipherUpdate(ctx, p + HEADER, &n, p + HEADER, length - HEADER);
  EVP_CipherFinal_ex(ctx, p + length, &n);
  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, p + length);
  return length + TAG;
}

static int unprotect(EVP_CIPHER_CTX *ctx, uint8_t *p, int length) {
  uint8_t iv[12];
  int n;
  if (length < HEADER + TAG) return -1;
  iv_of(iv, p);
  EVP_CipherInit_ex(ctx, NULL, NULL, NULL, iv, -1);
  EVP_CipherUpdate(ctx, NULL, &n, p, HEADER);
  EVP_CipherUpdate(ctx, p + HEADER, &n, p + HEADER, length - HEADER - TAG);
  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, p + length - TAG);
  return EVP_CipherFinal_ex(ctx, p, &n) == 1 ? length - TAG : -1;
}

static void header(uint8_t *p, uint16_t sequence, uint32_t ssrc) {
  p[0] = 0x80;
  p[1] = 96;
  p[2] = sequence >> 8;
  p[3] = sequence;
  memset(p + 4, 0, 4);
  ssrc = htonl(ssrc);
  memcpy(p + 8, &ssrc, 4);
}

// As the managed benchmark does: a packet is copied from the ring into one slot, then protected there.
double twin_protect(int packets, int length) {
  EVP_CIPHER_CTX *ctx = context(1);
  uint8_t *source = calloc(1, SLOT), *slot = aligned_alloc(64, SLOT);
  int64_t from = now_ns();
  for (int i = 0; i < packets; i++) {
    memcpy(slot, source, length);
    header(slot, i, 1);
    protect(ctx, slot, length);
  }
  double each = (double)(now_ns() - from) / packets;
  EVP_CIPHER_CTX_free(ctx);
  free(source);
  free(slot);
  return each;
}

double twin_unprotect(int packets, int length) {
  EVP_CIPHER_CTX *seal = context(1), *open = context(0);
  uint8_t *ring = aligned_alloc(64, (size_t)packets * SLOT), *slot = aligned_alloc(64, SLOT);
  int bad = 0;
  for (int i = 0; i < packets; i++) {
    memset(ring + (size_t)i * SLOT, 0x55, length);
    header(ring + (size_t)i * SLOT, i, 1);
    protect(seal, ring + (size_t)i * SLOT, length);
  }
  int64_t from = now_ns();
  for (int i = 0; i < packets; i++) {
    memcpy(slot, ring + (size_t)i * SLOT, length + TAG);
    bad += unprotect(open, slot, length + TAG) < 0;
  }
  double each = (double)(now_ns() - from) / packets;
  EVP_CIPHER_CTX_free(seal);
  EVP_CIPHER_CTX_free(open);
  free(ring);
  free(slot);
  return bad ? -1 : each;
}

static int udp(int port) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), size = 4 << 20;
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(fd, (struct sockaddr *)&a, sizeof a)) {
    perror("bind");
    exit(1);
  }
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  return fd;
}

static void lay(struct mmsghdr *m, struct iovec *v, uint8_t *slots, int count) {
  memset(m, 0, sizeof *m * count);
  for (int i = 0; i < count; i++) {
    v[i].iov_base = slots + (size_t)i * SLOT;
    v[i].iov_len = SLOT;
    m[i].msg_hdr.msg_iov = v + i;
    m[i].msg_hdr.msg_iovlen = 1;
  }
}

static double cpu_s(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void flush(int fd, struct mmsghdr *m, int count, long *sent) {
  for (int done = 0; done < count;) {
    int n = sendmmsg(fd, m + done, count - done, MSG_DONTWAIT);
    if (n <= 0) return; // a full buffer: dropped, as the product does
    done += n;
    *sent += n;
  }
}

static int relay(int port, int rooms, int viewers, int seconds) {
  static struct mmsghdr in[BATCH], out[BATCH];
  static struct iovec in_v[BATCH], out_v[BATCH];
  int fd = udp(port), people = rooms * viewers, queued = 0;
  uint8_t *in_slots = aligned_alloc(64, BATCH * SLOT), *out_slots = aligned_alloc(64, BATCH * SLOT);
  struct sockaddr_in *to = calloc(people, sizeof *to);
  EVP_CIPHER_CTX **opens = calloc(rooms, sizeof *opens), **seals = calloc(people, sizeof *seals);
  for (int i = 0; i < rooms; i++) opens[i] = context(0);
  for (int i = 0; i < people; i++) {
    seals[i] = context(1);
    to[i] = (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port + 1 + i), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  }
  lay(in, in_v, in_slots, BATCH);
  lay(out, out_v, out_slots, BATCH);
  long received = 0, sent = 0;
  double cpu = -1;
  int64_t end = 0;
  for (;;) {
    int n = recvmmsg(fd, in, BATCH, MSG_DONTWAIT, NULL);
    if (n <= 0) {
      struct pollfd p = {.fd = fd, .events = POLLIN};
      if (end && now_ns() > end) break;
      poll(&p, 1, 100);
      continue;
    }
    if (cpu < 0) {
      cpu = cpu_s();
      end = now_ns() + seconds * 1000000000LL;
    }
    for (int i = 0; i < n; i++) {
      uint8_t *p = in_v[i].iov_base;
      uint32_t room;
      memcpy(&room, p + 8, 4);
      room = ntohl(room);
      int length = room < (uint32_t)rooms ? unprotect(opens[room], p, in[i].msg_len) : -1;
      if (length < 0) continue;
      received++;
      for (int v = 0; v < viewers; v++) {
        int who = room * viewers + v;
        uint8_t *slot = out_v[queued].iov_base;
        memcpy(slot, p, length);
        header(slot, (uint16_t)(p[2] << 8 | p[3]), 1000 + who);
        out_v[queued].iov_len = protect(seals[who], slot, length);
        out[queued].msg_hdr.msg_name = to + who;
        out[queued].msg_hdr.msg_namelen = sizeof *to;
        if (++queued == BATCH) {
          flush(fd, out, queued, &sent);
          queued = 0;
        }
      }
    }
    flush(fd, out, queued, &sent);
    queued = 0;
  }
  double used = cpu_s() - cpu;
  printf("{\"packetsIn\":%ld,\"packetsOut\":%ld,\"cpuPerPacketUs\":%.3f,\"processors\":%.3f}\n", received, sent,
    used * 1e6 / (sent ? sent : 1), used / seconds);
  return 0;
}

static long drain(int epoll, struct mmsghdr *m) {
  struct epoll_event ready[256];
  long count = 0;
  int n = epoll_wait(epoll, ready, 256, 1);
  for (int i = 0; i < n; i++) {
    int got;
    while ((got = recvmmsg(ready[i].data.fd, m, BATCH, MSG_DONTWAIT, NULL)) > 0) {
      count += got;
      if (got < BATCH) break;
    }
  }
  return count;
}

static int load(int port, int rooms, int viewers, int bitrate, int seconds) {
  static struct mmsghdr in[BATCH];
  static struct iovec in_v[BATCH];
  int people = rooms * viewers, epoll = epoll_create1(0), frame = bitrate / 8 / 30;
  lay(in, in_v, aligned_alloc(64, BATCH * SLOT), BATCH);
  for (int i = 0; i < people; i++) {
    struct epoll_event e = {.events = EPOLLIN, .data.fd = udp(port + 1 + i)};
    epoll_ctl(epoll, EPOLL_CTL_ADD, e.data.fd, &e);
  }
  EVP_CIPHER_CTX **seals = calloc(rooms, sizeof *seals);
  int *fds = calloc(rooms, sizeof *fds);
  int64_t *frame_at = calloc(rooms, sizeof *frame_at), *sound_at = calloc(rooms, sizeof *sound_at);
  uint16_t *sequence = calloc(rooms, sizeof *sequence);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  srand(1);
  int64_t begin = now_ns();
  for (int r = 0; r < rooms; r++) {
    seals[r] = context(1);
    fds[r] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    connect(fds[r], (struct sockaddr *)&to, sizeof to);
    frame_at[r] = begin + rand() % 33333333;
    sound_at[r] = begin + rand() % 20000000;
  }
  long received = 0, sent = 0;
  uint8_t slot[SLOT] = {0};
  while (now_ns() < begin + seconds * 1000000000LL) {
    int64_t now = now_ns();
    for (int r = 0; r < rooms; r++) {
      if (sound_at[r] <= now) {
        header(slot, sequence[r]++, r);
        send(fds[r], slot, protect(seals[r], slot, HEADER + 80), MSG_DONTWAIT);
        sound_at[r] += 20000000;
        sent++;
      }
      if (frame_at[r] <= now) {
        int size = frame * (70 + rand() % 61) / 100, packets = (size + PAYLOAD - 1) / PAYLOAD;
        for (int i = 0; i < packets; i++) {
          header(slot, sequence[r]++, r);
          send(fds[r], slot, protect(seals[r], slot, HEADER + size / packets), MSG_DONTWAIT);
          sent++;
        }
        frame_at[r] += 33333333;
      }
    }
    received += drain(epoll, in);
  }
  received += drain(epoll, in);
  printf("{\"sent\":%ld,\"received\":%ld,\"lossPercent\":%.4f}\n", sent, received,
    100.0 * (1 - (double)received / ((double)sent * viewers)));
  return 0;
}

int main(int count, char **word) {
  if (count == 6 && !strcmp(word[1], "relay")) return relay(atoi(word[2]), atoi(word[3]), atoi(word[4]), atoi(word[5]));
  if (count == 7 && !strcmp(word[1], "load"))
    return load(atoi(word[2]), atoi(word[3]), atoi(word[4]), atoi(word[5]), atoi(word[6]));
  fprintf(stderr, "twin relay PORT ROOMS VIEWERS SECONDS | twin load PORT ROOMS VIEWERS BITRATE SECONDS\n");
  return 2;
}
