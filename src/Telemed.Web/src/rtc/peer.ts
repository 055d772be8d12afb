import { preferCodecs } from './offer';
import { leadSound, openSoundWay, repeatFar } from './soundWay';
import type { Feed } from '../api/contracts';
import { plainVoice, thinBitrate, wholeBitrate, wholeThinBitrate, withVoice, withWholeSound, type Voice } from './voice';

export const audioSlots = 3;
export const videoSlots = 6;
/** Highest rate of the camera, bit/s; of the shared screen. */
export const cameraBitrate = 1_200_000;
const screenBitrate = 2_000_000;
const instrumentBitrate = 2_500_000;
export const audioBitrate = 40_000;
/** A picture that is asked for so small gets no smaller where it does not fit: some of its frames are left out. */
const leastHeight = 180;

/** What a connection sends: sound and picture, the sound alone, or nothing. */
export type Sends = 'all' | 'voice' | 'nothing';

export interface LocalTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

/** What else a page sends beside face and voice: a screen or an instrument, each on a line of its own. */
export type MoreFeed = Exclude<Feed, 'face' | 'voice'>;

export const kindOf = (feed: Feed): 'audio' | 'video' => (feed === 'voice' || feed === 'stethoscope' ? 'audio' : 'video');

/** What stands still is sent sharp, with fewer pictures a second where the way is narrow. */
const sharpFeeds: ReadonlySet<Feed> = new Set(['screen', 'ecg', 'microscope']);

/** How much of the camera is sent; layered where more than one other watches, so that the relay can leave half of it out for one of them. */
export interface VideoLimit {
  bitrate: number;
  scaleDownBy: number;
  framesPerSecond: number | null;
  /** Whether it may get no smaller where it does not fit. */
  keepsSize: boolean;
  isLayered: boolean;
}

/**
 * One PeerConnection to the relay: sending audio and video, then the receive-only slots. The page always offers.
 * The offer is made before the person clicks, so that joining costs one round trip and the transport's set-up.
 */
export class Peer {
  readonly pc: RTCPeerConnection;
  readonly #audio: RTCRtpTransceiver | null;
  readonly #video: RTCRtpTransceiver | null;
  readonly #stream = new MediaStream();
  readonly #more = new Map<MoreFeed, RTCRtpTransceiver>();
  #negotiation: Promise<void> = Promise.resolve();
  #answer: string | null = null;
  #voice = plainVoice;
  #wantedVoice = plainVoice;
  #wait: number | null = null;

  private constructor(iceServers: RTCIceServer[], sends: Sends) {
    this.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers });
    this.#audio = sends === 'nothing' ? null : this.#send('audio', audioBitrate);
    if (this.#audio) leadSound(this.#audio.sender);
    this.#video = sends === 'all' ? this.#send('video', cameraBitrate) : null;
    for (let i = 0; i < audioSlots; i++) preferCodecs(this.pc.addTransceiver('audio', { direction: 'recvonly' }), 'audio');
    for (let i = 0; i < videoSlots; i++) preferCodecs(this.pc.addTransceiver('video', { direction: 'recvonly' }), 'video');
  }

  #send(kind: 'audio' | 'video', maxBitrate: number): RTCRtpTransceiver {
    const line = this.pc.addTransceiver(kind, { direction: 'sendonly', streams: [this.#stream], sendEncodings: [{ maxBitrate }] });
    preferCodecs(line, kind);
    return line;
  }

  /** Whether it was made with ICE servers beside the relay. */
  get hasServers(): boolean {
    return (this.pc.getConfiguration().iceServers?.length ?? 0) > 0;
  }

  /** Makes the connection and its offer. No candidate is waited for: the relay learns our address from its checks. */
  static async create(tracks: LocalTracks, iceServers: RTCIceServer[] = [], sends: Sends = 'all'): Promise<Peer> {
    if (sends !== 'nothing') await openSoundWay();
    const peer = new Peer(iceServers, sends);
    try {
      await Promise.all([peer.sendAudio(tracks.audio), peer.sendVideo(tracks.video)]);
      await peer.pc.setLocalDescription(await peer.pc.createOffer());
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  get offerSdp(): string {
    return this.pc.localDescription?.sdp ?? '';
  }

  /** The lines of the own sound and picture; null where this connection sends none. */
  get audioMid(): string | null {
    return this.#audio && (this.#audio.mid ?? '0');
  }

  get videoMid(): string | null {
    return this.#video && (this.#video.mid ?? '1');
  }

  /** The line of a screen or an instrument; null before it was first sent. */
  midOf(feed: MoreFeed): string | null {
    return this.#more.get(feed)?.mid ?? null;
  }

  async accept(answerSdp: string): Promise<void> {
    await this.pc.setRemoteDescription({ type: 'answer', sdp: this.#wished(answerSdp) });
    this.#answer = answerSdp;
  }

  /** The answer as it is to be obeyed: the voice as the way allows, an instrument's sound whole. */
  #wished(answer: string): string {
    const voiced = this.audioMid === null ? answer : withVoice(answer, this.audioMid, this.#voice);
    return [...this.#more].reduce(
      (text, [feed, { mid }]) => (kindOf(feed) === 'audio' && mid !== null ? withWholeSound(text, mid, this.#instrumentRate) : text), voiced);
  }

  get #instrumentRate(): number {
    return this.#voice.thin ? wholeThinBitrate : wholeBitrate;
  }

  /** Sends sound otherwise from now on, without asking the relay: the last answer holds for the same offer once more. */
  setVoice(voice: Voice): Promise<void> {
    if (voice === this.#wantedVoice) return Promise.resolve();
    this.#wantedVoice = voice;
    repeatFar(voice.far);
    const turn = this.#negotiation.then(async () => {
      if (this.#answer === null || voice !== this.#wantedVoice) return;
      this.#voice = voice;
      const answer = this.#answer;
      await this.#limitSound(this.#audio, voice.thin ? thinBitrate : audioBitrate);
      for (const [feed, line] of this.#more) if (kindOf(feed) === 'audio') await this.#limitSound(line, this.#instrumentRate);
      await this.#exchange(await this.pc.createOffer(), () => Promise.resolve(answer));
    });
    this.#negotiation = turn.catch(() => undefined);
    return turn;
  }

  /** Where a line has a bound of its own, as ours, Chromium heeds that alone and not the description's `maxaveragebitrate`. */
  async #limitSound(line: RTCRtpTransceiver | null, bitrate: number): Promise<void> {
    const parameters = line?.sender.getParameters();
    const encoding = parameters?.encodings?.[0];
    if (!line || !parameters || !encoding) return;
    encoding.maxBitrate = bitrate;
    await line.sender.setParameters(parameters);
  }

  async sendAudio(track: MediaStreamTrack | null): Promise<void> {
    if (this.#audio && this.#audio.sender.track !== track) await this.#audio.sender.replaceTrack(track);
  }

  /**
   * Sends a picture, moving or stills. Of stills nothing is said that would make Chromium take them for a screen: between a screen's pictures
   * it fills the way up to 100 kbit/s with nothing.
   */
  async sendVideo(track: MediaStreamTrack | null): Promise<void> {
    if (track) track.contentHint = 'motion';
    if (this.#video && this.#video.sender.track !== track) await this.#video.sender.replaceTrack(track);
  }

  /**
   * Bounds what the camera sends, with every second frame in a layer of its own if so wanted. Takes effect at once and needs no
   * negotiation; what a browser does not know it does without.
   */
  async limitVideo(limit: VideoLimit): Promise<void> {
    const height = this.#video?.sender.track?.getSettings().height;
    const keepsSize = limit.keepsSize || (height !== undefined && height / limit.scaleDownBy <= leastHeight);
    // Layers spare somebody half of the picture: they are given up last.
    await this.#limitVideo({ ...limit, keepsSize })
      .catch(() => this.#limitVideo({ ...limit, keepsSize: false }))
      .catch(() => this.#limitVideo({ ...limit, keepsSize: false, isLayered: false }));
  }

  async #limitVideo(limit: VideoLimit): Promise<void> {
    const parameters = this.#video?.sender.getParameters();
    const encoding = parameters?.encodings?.[0];
    if (!this.#video || !parameters || !encoding) return;
    encoding.maxBitrate = limit.bitrate;
    encoding.scaleResolutionDownBy = limit.scaleDownBy;
    if (limit.framesPerSecond === null) delete encoding.maxFramerate;
    else encoding.maxFramerate = limit.framesPerSecond;
    const wishes = parameters as { degradationPreference?: string };
    if (limit.keepsSize) wishes.degradationPreference = 'maintain-framerate-and-resolution';
    else delete wishes.degradationPreference;
    if (limit.isLayered) encoding.scalabilityMode = 'L1T2';
    else delete encoding.scalabilityMode;
    await this.#video.sender.setParameters(parameters);
  }

  /**
   * Adds or takes away a screen or an instrument by a further offer. The m-line, once there, is used again and never stopped.
   * Offers follow one another; two at once would be refused by the browser.
   */
  publish(feed: MoreFeed, track: MediaStreamTrack | null, exchange: (offerSdp: string) => Promise<string>): Promise<void> {
    const turn = this.#negotiation.then(() => this.#publish(feed, track, exchange));
    this.#negotiation = turn.catch(() => undefined);
    return turn;
  }

  async #publish(feed: MoreFeed, track: MediaStreamTrack | null, exchange: (offerSdp: string) => Promise<string>): Promise<void> {
    const line = this.#more.get(feed) ?? (track && this.#open(feed));
    if (!line) return;
    if (track) track.contentHint = kindOf(feed) === 'audio' ? 'music' : sharpFeeds.has(feed) ? 'detail' : 'motion';
    try {
      await line.sender.replaceTrack(track);
      line.direction = track ? 'sendonly' : 'inactive';
      await this.#exchange(await this.pc.createOffer(), exchange);
    } catch (error) {
      // A line that was refused at its first offer would go with the next one, whatever that is about.
      if (line.mid === null) {
        this.#more.delete(feed);
        if (this.pc.signalingState !== 'closed') line.stop();
      }
      throw error;
    }
  }

  /** An instrument goes before the face where the way is narrow: it is what the other side is asked about. */
  #open(feed: MoreFeed): RTCRtpTransceiver {
    const kind = kindOf(feed);
    const maxBitrate = kind === 'audio' ? this.#instrumentRate : feed === 'screen' ? screenBitrate : instrumentBitrate;
    const line = this.pc.addTransceiver(kind, {
      direction: 'sendonly', streams: [new MediaStream()], sendEncodings: [{ maxBitrate, priority: feed === 'screen' ? 'low' : 'high' }],
    });
    preferCodecs(line, kind);
    this.#more.set(feed, line);
    return line;
  }

  /**
   * Looks for paths anew while media goes on by the one there is (ICE restart, RFC 8445 section 9): the way back from TCP
   * to UDP. An answer that does not come leaves everything as it was.
   */
  restartIce(exchange: (offerSdp: string) => Promise<string>): Promise<void> {
    const turn = this.#negotiation.then(async () => this.#exchange(await this.pc.createOffer({ iceRestart: true }), exchange));
    this.#negotiation = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Looks for paths anew without a word to the relay, which knows who asks by its own password and takes them on the
   * transport that is there. For as long as the link is gone: the browser itself gives up after 17 s, and a link that
   * returns after that would find nobody looking.
   */
  searchOn(): Promise<void> {
    const answer = this.#answer;
    return answer === null ? Promise.resolve() : this.restartIce(() => Promise.resolve(answer));
  }

  async #exchange(offer: RTCSessionDescriptionInit, exchange: (offerSdp: string) => Promise<string>): Promise<void> {
    await this.pc.setLocalDescription(offer);
    try {
      await this.accept(await exchange(offer.sdp ?? ''));
    } catch (error) {
      await this.pc.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
      throw error;
    }
  }

  /** Lets sound wait for its repetition. A browser that cannot wait plays what it has. */
  awaitRepetition(waitMs: number | null): void {
    if (waitMs === this.#wait) return;
    this.#wait = waitMs;
    for (const { receiver } of this.pc.getTransceivers()) {
      if (receiver.track.kind === 'audio' && 'jitterBufferTarget' in receiver) receiver.jitterBufferTarget = waitMs;
    }
  }

  /** The track that a slot receives, by the m-line's id. It exists from the first offer on, with or without media. */
  slotTrack(mid: string): MediaStreamTrack | null {
    return this.pc.getTransceivers().find((one) => one.mid === mid)?.receiver.track ?? null;
  }

  close(): void {
    this.pc.close();
  }
}
