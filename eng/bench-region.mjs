// Takes nodes away from under a room and measures how long its people are out of it: node bench-region.mjs CLUSTER_DIR TARGET ROUNDS
// The people are hub connections without media; what browsers see is asserted by media-tests/Telemed.Cluster.Tests.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const { WebSocket } = createRequire(join(root, 'src/Telemed.Web/package.json'))('ws');
const [directory, target, rounds] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const setting = (name) => readFileSync(join(directory, name), 'utf8').trim();
const front = `http://127.0.0.1:${setting('port')}`;
/** Not awaited by blocking: the people have to go on meanwhile. */
const cluster = (...words) => new Promise((done, failed) => {
  spawn(join(root, 'eng/cluster'), words, { stdio: ['ignore', 'ignore', 'inherit'] })
    .on('error', failed)
    .on('close', (code) => (code === 0 ? done() : failed(new Error(`eng/cluster ${words.join(' ')} ended with ${code}.`))));
});
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const end = '\u001e';

class Person {
  joins = [];
  states = [];
  #done = false;

  static async signIn(user) {
    const person = new Person();
    const answer = await fetch(`${front}/api/session`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-telemed': '1' }, body: JSON.stringify({ user, password: setting('password') }),
    });
    if (!answer.ok) throw new Error(`${user}: ${answer.status} ${await answer.text()}`);
    person.cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).filter((one) => one.startsWith('telemed.')).join('; ');
    return person;
  }

  async ask(method, path, body) {
    const answer = await fetch(front + path, {
      method, headers: { 'content-type': 'application/json', 'x-telemed': '1', cookie: this.cookie }, body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  command(path, more = {}) {
    return this.ask('POST', path, { commandId: randomUUID(), ...more });
  }

  /** At the desk, again and again: that is what counts as being there. */
  sitAtDesk() {
    const socket = new WebSocket(`${front.replace('http', 'ws')}/hubs/desk`, { headers: { cookie: this.cookie } });
    socket.on('open', () => socket.send(`{"protocol":"json","version":1}${end}`));
    const ping = setInterval(() => socket.readyState === 1 && socket.send(`{"type":6}${end}`), 5_000);
    socket.on('error', () => undefined);
    socket.on('close', () => { clearInterval(ping); if (!this.#done) setTimeout(() => this.sitAtDesk(), 200); });
  }

  /** In the room, and back in it after every break, as the page does. */
  async stayIn(consult) {
    while (!this.#done) {
      try {
        const permit = await this.ask('POST', `/api/consults/${consult}/join`, { device: 'bench' });
        await this.#visit(permit);
      } catch {
        await sleep(200);
      }
    }
  }

  leave() {
    this.#done = true;
    this.socket?.close();
  }

  /** Resolves when the room was left again, or is run elsewhere now. */
  #visit(permit) {
    return new Promise((resolve, reject) => {
      const url = new URL(permit.hubUrl, front);
      url.searchParams.set('access_token', permit.token);
      const socket = new WebSocket(String(url).replace('http', 'ws'), { handshakeTimeout: 5_000 });
      const ping = setInterval(() => socket.readyState === 1 && socket.send(`{"type":6}${end}`), 5_000);
      socket.on('open', () => {
        socket.send(`{"protocol":"json","version":1}${end}`);
        socket.send(JSON.stringify({ type: 1, invocationId: '1', target: 'Join', arguments: [{ messageId: randomUUID(), offerSdp: offer, device: 'bench' }] }) + end);
      });
      socket.on('message', (data) => {
        for (const message of String(data).split(end).filter(Boolean).map((text) => JSON.parse(text))) {
          if (message.type === 3 && message.error) reject(new Error(message.error));
          else if (message.type === 3) this.#entered(socket);
          else if (message.target === 'Moved') resolve();
          else if (message.target === 'ConsultChanged') this.states.push(message.arguments[0].state);
        }
      });
      socket.on('error', reject);
      socket.on('close', () => { clearInterval(ping); resolve(); });
    });
  }

  #entered(socket) {
    const before = this.socket;
    this.socket = socket;
    this.joins.push(performance.now());
    before?.close();
  }
}

const lines = ['audio sendonly', 'video sendonly', ...Array(3).fill('audio recvonly'), ...Array(6).fill('video recvonly')];
const offer = ['v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${lines.map((_, mid) => mid).join(' ')}`, 'a=msid-semantic: WMS',
  ...lines.flatMap((line, mid) => {
    const [kind, direction] = line.split(' ');
    const codecs = kind === 'audio'
      ? ['a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1']
      : ['a=rtpmap:96 VP8/90000', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli'];
    return [`m=${kind} 9 UDP/TLS/RTP/SAVPF ${kind === 'audio' ? 111 : 96}`, 'c=IN IP4 0.0.0.0', 'a=ice-ufrag:Ufr4', 'a=ice-pwd:abcdefghijklmnopqrstuvwx',
      `a=fingerprint:sha-256 ${[...Array(32).keys()].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')}`, 'a=setup:actpass', `a=mid:${mid}`,
      'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid', `a=${direction}`, 'a=rtcp-mux', ...codecs,
      ...(direction === 'sendonly' ? [`a=msid:- track-${mid}`, `a=ssrc:${1000 + mid} cname:bench`] : [])];
  }), ''].join('\r\n');

async function until(holds, limitMs = 60_000) {
  const limit = performance.now() + limitMs;
  while (!await holds()) {
    if (performance.now() > limit) throw new Error('It did not come about within a minute.');
    await sleep(20);
  }
}

const doctor = await Person.signIn('liu.min');
const specialist = await Person.signIn('zhao.wei');
specialist.sitAtDesk();
await until(async () => (await specialist.ask('PUT', '/api/availability/me', { available: true }).catch(() => null)) !== null);
const { id } = await doctor.command('/api/consults', {
  service: 'cardiology', urgency: 'emergency', summary: 'bench', patient: { name: 'bench', sex: 'female', ageYears: 60, identifiers: [] },
});
await doctor.command(`/api/consults/${id}/submit`);
await doctor.command(`/api/consults/${id}/consents`, {
  item: 'consult', subject: 'patient', granted: true, method: 'spoken', witness: 'bench', textVersion: '1', language: 'en',
});
let ring;
await until(async () => (ring = (await doctor.ask('GET', `/api/consults/${id}`)).offers.find((one) => one.status === 'offered')));
await specialist.command(`/api/consults/${id}/accept`, { offerId: ring.id });
const people = [doctor, specialist];
const stays = people.map((one) => one.stayIn(id));
await until(() => people.every((one) => one.joins.length > 0));

/** The node that runs the room. */
const runs = async () => String.fromCharCode(96 + Number(new URL((await doctor.ask('POST', `/api/consults/${id}/join`, { device: 'bench' })).hubUrl, front).port) - Number(setting('port')));

/** Milliseconds until everybody was in the room again after what was done to its node. */
async function away(what) {
  const node = await runs();
  const before = people.map((one) => one.joins.length);
  const from = performance.now();
  const going = cluster('node', directory, node, what);
  await until(() => people.every((one, index) => one.joins.length > before[index]));
  const back = Math.max(...people.map((one, index) => one.joins[before[index]])) - from;
  await going;
  await cluster('node', directory, node, 'start');
  return back;
}

const killed = [];
for (let round = 0; round < rounds; round++) killed.push(await away('kill'));
const states = people.map((one) => one.states.length);
const stopped = [];
for (let round = 0; round < rounds; round++) stopped.push(await away('stop'));
const interrupted = people.flatMap((one, index) => one.states.slice(states[index])).filter((state) => state === 'interrupted').length;
people.forEach((one) => one.leave());
await Promise.all(stays);

const rows = [];
const add = (name, value, unit, goal, holds, spread = null) => rows.push({ name, value: Math.round(value * 100) / 100, unit, goal, holds, spread });
const at = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const spread = (times) => `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms, ${times.length} times`;
add('a node is killed: everybody in the room again, p50', at(killed, 0.5) / 1000, 's', null, true, spread(killed));
add('a node is killed: everybody in the room again, p99', at(killed, 0.99) / 1000, 's', '<= 10', at(killed, 0.99) <= 10_000, spread(killed));
add('a node is stopped: everybody in its next room, p50', at(stopped, 0.5) / 1000, 's', null, true, spread(stopped));
add('a node is stopped: everybody in its next room, p99', at(stopped, 0.99) / 1000, 's', null, true, spread(stopped));
add('a node is stopped: sessions that counted as interrupted', interrupted, 'times', '0', interrupted === 0);
writeFileSync(target, `${JSON.stringify(rows, null, 2)}\n`);
process.exit(0);
