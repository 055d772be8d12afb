import { effect, signal } from '@preact/signals';
import type { LinkQuality } from '../api/contracts';
import { Problem, problemFromHub } from '../api/problem';
import * as api from '../api/telemed';
import { consentTextVersion } from '../consult/consentText';
import { language, nameOf } from '../i18n';
import { LocalMedia } from '../rtc/localMedia';
import { cameraBitrate, Peer } from '../rtc/peer';
import { judge, readStats, type LinkView, type Reading } from '../rtc/stats';
import { Watchdog } from '../rtc/watchdog';
import { Line } from './line';
import { apply, fromReply, isBesidePatient, ownParticipant, type RoomEvent, type RoomState } from './state';

/**
 * idle → joining → live ⇄ reconnecting → left
 *           └ failed (may be tried again)
 */
export type Phase = 'idle' | 'joining' | 'live' | 'reconnecting' | 'failed' | 'left';

const pollMs = 400;
const retryWaitsMs = [150, 400, 800, 1200, 1500];
/** A refusal of these kinds will not change by trying again. */
const final: ReadonlySet<string> = new Set(['forbidden', 'not-found', 'room-closed', 'refused', 'signed-out', 'invalid']);
/** What is sent while the own link is weak: the sound keeps its rate, the picture gets small. */
const savingLimit = { bitrate: 220_000, scaleDownBy: 2, framesPerSecond: 12 };
const fullLimit = { bitrate: cameraBitrate, scaleDownBy: 1, framesPerSecond: null };
const weakReadings = 6;
const goodReadings = 20;

/** One person's stay in one room: own media, the connection to the relay, the hub, and what they tell. */
export class RoomSession {
  readonly consultId: string;
  readonly media = new LocalMedia();
  readonly phase = signal<Phase>('idle');
  readonly state = signal<RoomState | null>(null);
  readonly peer = signal<Peer | null>(null);
  readonly fault = signal<Problem | null>(null);
  readonly link = signal<LinkView | null>(null);
  readonly saving = signal(false);
  readonly screen = signal<MediaStreamTrack | null>(null);
  readonly soundBlocked = signal(false);
  /** What stands in the chat box; it outlives every reconnection. */
  readonly chatDraft = signal('');
  readonly #watchdog = new Watchdog();
  #line: Line | null = null;
  #readyLine: Promise<Line> | null = null;
  #readyPeer: Promise<Peer> | null = null;
  #poll: ReturnType<typeof setInterval> | undefined;
  #renew: ReturnType<typeof setInterval> | undefined;
  #before: Reading | null = null;
  #weakCount = 0;
  #goodCount = 0;
  #rejoining = false;
  #stopEffects: (() => void)[] = [];

  constructor(consultId: string) {
    this.consultId = consultId;
    this.#stopEffects = [
      effect(() => this.#attach('audio', this.media.audio.value)),
      effect(() => this.#attach('video', this.media.video.value)),
    ];
  }

  /** Opens the devices, and makes the offer and the connection before anybody clicks. */
  prepare(): void {
    void this.media.open();
    this.#readyPeer = this.#freshPeer();
    // A permit grows old while somebody looks at their picture; a hidden page does not ask for new ones.
    this.#renew = setInterval(() => {
      if (this.phase.value === 'idle' && this.#readyLine && !document.hidden) this.prepareLine();
    }, 40_000);
  }

  /** Gets a permit and connects; a refusal is kept for the click. */
  prepareLine(): void {
    if (this.phase.value !== 'idle') return;
    const old = this.#readyLine;
    const fresh = Line.open(this.consultId);
    fresh.then(
      () => { this.fault.value = null; },
      (error: unknown) => { this.fault.value = problemFromHub(error); },
    );
    this.#readyLine = fresh;
    void old?.then((line) => line.hub.dispose()).catch(() => undefined);
  }

  async join(): Promise<void> {
    if (this.phase.value !== 'idle' && this.phase.value !== 'failed') return;
    this.phase.value = 'joining';
    this.fault.value = null;
    clearInterval(this.#renew);
    try {
      const [peer, line] = await Promise.all([this.#takePeer(), this.#takeLine()]);
      await this.#enter(peer, line, null);
    } catch (error) {
      if (this.#isLeft()) return;
      this.fault.value = problemFromHub(error);
      this.phase.value = 'failed';
    }
  }

  async leave(): Promise<void> {
    if (this.phase.value === 'left') return;
    this.phase.value = 'left';
    clearInterval(this.#poll);
    clearInterval(this.#renew);
    this.#stopEffects.forEach((stop) => stop());
    this.screen.value?.stop();
    this.media.close();
    this.peer.value?.close();
    void this.#readyPeer?.then((peer) => peer.close()).catch(() => undefined);
    void this.#readyLine?.then((line) => line.hub.dispose()).catch(() => undefined);
    // A room that has ended closes the line itself; saying goodbye would only try to open it again.
    if (this.state.value?.ended) await this.#line?.hub.dispose();
    else await this.#line?.hub.leave();
  }

  async setAudioMuted(muted: boolean): Promise<void> {
    this.media.setAudioMuted(muted);
    await this.#tell('audio');
  }

  async setVideoMuted(muted: boolean): Promise<void> {
    // The word goes first when the camera stops, and last when it starts: nobody looks at a frozen picture.
    if (muted) await Promise.all([this.media.setVideoMuted(true), this.#tell('video')]);
    else {
      await this.media.setVideoMuted(false);
      await this.#tell('video');
    }
  }

  async shareScreen(): Promise<void> {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 10, max: 15 } }, audio: false });
    const track = stream.getVideoTracks()[0];
    if (!track) return;
    track.addEventListener('ended', () => void this.stopSharing());
    this.screen.value = track;
    try {
      await this.#publishScreen();
    } catch (error) {
      track.stop();
      this.screen.value = null;
      throw error;
    }
  }

  async stopSharing(): Promise<void> {
    const track = this.screen.value;
    if (!track) return;
    track.stop();
    this.screen.value = null;
    await this.#publishScreen();
  }

  async record(verb: 'start' | 'pause' | 'resume' | 'stop'): Promise<void> {
    const recording = await api.record(this.consultId, verb);
    const state = this.state.value;
    if (state) this.state.value = { ...state, recording };
  }

  mark(label: string): Promise<void> {
    return this.#hub().mark(label);
  }

  /**
   * The own answer. Beside a patient it stands for the patient too, who is in the same picture: agreeing records the
   * patient's spoken consent first, refusing the own one first, so that nobody is recorded between the two.
   */
  async consentToRecording(granted: boolean): Promise<void> {
    const state = this.state.value;
    const patient = isBesidePatient(state) ? () => this.#consentForPatient(granted) : null;
    if (granted) await patient?.();
    await this.#hub().consent('recording', granted, consentTextVersion.recording, language.value === 'zh' ? 'zh' : 'en');
    if (!granted) await patient?.();
    const now = this.state.value ?? state;
    if (!now) return;
    const recordingConsent = granted ? 'granted' : 'refused';
    this.state.value = {
      ...now,
      participants: now.participants.map((one) => (one.id === now.self ? { ...one, recordingConsent } : one)),
    };
  }

  async #consentForPatient(granted: boolean): Promise<void> {
    const self = ownParticipant(this.state.value);
    await api.consent(this.consultId, {
      item: 'recording',
      subject: 'patient',
      granted,
      method: 'spoken',
      ...(self ? { witness: nameOf(self.person.name) } : {}),
      textVersion: consentTextVersion.recording,
      language: language.value === 'zh' ? 'zh' : 'en',
    });
  }

  async sendChat(text: string, messageId: string): Promise<void> {
    await this.#hub().chat(text, messageId);
  }

  #hub() {
    if (!this.#line) throw new Problem('offline', 0, '');
    return this.#line.hub;
  }

  #isLeft(): boolean {
    return this.phase.value === 'left';
  }

  async #takePeer(): Promise<Peer> {
    const ready = this.#readyPeer;
    this.#readyPeer = null;
    return (await ready?.catch(() => null)) ?? this.#freshPeer();
  }

  #freshPeer(iceServers: RTCIceServer[] = []): Promise<Peer> {
    return Peer.create({ audio: this.media.audio.peek(), video: this.media.video.peek() }, iceServers);
  }

  async #takeLine(): Promise<Line> {
    const ready = this.#readyLine;
    this.#readyLine = null;
    const line = await ready?.catch(() => null);
    if (line?.usable) return line;
    void line?.hub.dispose();
    return Line.open(this.consultId);
  }

  /** The one way in, the first time and after every break. */
  async #enter(offered: Peer, line: Line, resumeFrom: number | null): Promise<void> {
    let peer = offered;
    if (line.permit.iceServers.length > 0) {
      offered.close();
      peer = await this.#freshPeer(line.permit.iceServers);
    }
    try {
      // Devices may have come while the offer was being made.
      await Promise.all([peer.sendAudio(this.media.audio.peek()), peer.sendVideo(this.media.video.peek())]);
      const reply = await line.join(peer.offerSdp, resumeFrom);
      await peer.accept(reply.answerSdp);
      if (this.#isLeft()) throw new Problem('room-closed', 0, '');
      this.#takeOver(peer, line);
      this.state.value = fromReply(reply, this.state.value);
    } catch (error) {
      peer.close();
      void line.hub.dispose();
      throw error;
    }
    line.release((event) => this.#receive(event), () => this.#lineClosed(line));
    this.phase.value = 'live';
    // And once more: a camera that opened while the relay answered is on no connection yet.
    this.#attach('audio', this.media.audio.peek());
    this.#attach('video', this.media.video.peek());
    if (this.screen.value) void this.#publishScreen().catch(() => undefined);
  }

  #takeOver(peer: Peer, line: Line): void {
    const oldPeer = this.peer.value;
    const oldLine = this.#line;
    this.peer.value = peer;
    this.#line = line;
    this.#before = null;
    this.saving.value = false;
    oldPeer?.close();
    void oldLine?.hub.dispose();
    peer.pc.addEventListener('connectionstatechange', () => {
      if (this.peer.value === peer && peer.pc.connectionState === 'failed') void this.#rejoin();
    });
    clearInterval(this.#poll);
    this.#poll = setInterval(() => void this.#look(peer), pollMs);
  }

  #attach(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    const send = (peer: Peer) => (kind === 'audio' ? peer.sendAudio(track) : peer.sendVideo(track));
    const live = this.peer.peek();
    if (live) void send(live).then(() => this.#tell(kind)).catch(() => undefined);
    void this.#readyPeer?.then(send).catch(() => undefined);
  }

  async #tell(kind: 'audio' | 'video'): Promise<void> {
    const peer = this.peer.peek();
    if (!peer || !this.#line) return;
    const { media } = this;
    if (kind === 'audio') {
      await this.#line.hub.setPublication(peer.audioMid, 'audio', 'voice', '', media.audioMuted.peek() || !media.audio.peek());
    } else {
      await this.#line.hub.setPublication(peer.videoMid, 'video', 'face', '', media.videoMuted.peek() || !media.video.peek());
    }
  }

  async #publishScreen(): Promise<void> {
    const peer = this.peer.value;
    const line = this.#line;
    if (!peer || !line) return;
    const track = this.screen.value;
    await peer.shareScreen(track, (offer) => line.hub.negotiate(offer));
    if (peer.screenMid) await line.hub.setPublication(peer.screenMid, 'video', 'screen', '', !track);
  }

  #receive(event: RoomEvent): void {
    const state = this.state.value;
    if (!state) return;
    if (event.name === 'Moved') {
      void this.#rejoin();
      return;
    }
    const next = apply(state, event);
    this.state.value = next;
    if (event.name === 'LinkQuality' && event.body['participantId'] === state.self) this.#ownLink(event.body as unknown as LinkQuality);
    if (next.ended !== null) void this.leave();
  }

  #ownLink(quality: LinkQuality): void {
    this.link.value = { word: quality.word, score: quality.score };
  }

  #lineClosed(line: Line): void {
    if (this.#line === line) void this.#rejoin();
  }

  /** Twice a second or so: is media alive, and how good is the link. */
  async #look(peer: Peer): Promise<void> {
    const reading = await readStats(peer.pc).catch(() => null);
    if (!reading || this.peer.value !== peer || this.#isLeft()) return;
    const before = this.#before;
    this.#before = reading;
    if (before) this.#judge(before, reading);
    // While we send, the relay's feedback comes several times a second even if everybody else is silent.
    const expected = peer.pc.connectionState === 'connected' && (this.media.audio.value !== null || this.#hearsSomebody());
    if (this.#watchdog.observe(performance.now(), reading.packetsReceived, expected)) void this.#rejoin();
  }

  #hearsSomebody(): boolean {
    const state = this.state.value;
    const carried = new Set(state?.slots.map((slot) => slot.publication));
    return state?.publications.some((one) => !one.muted && one.kind === 'audio' && carried.has(one.id)) ?? false;
  }

  #judge(before: Reading, after: Reading): void {
    const seen = judge(before, after);
    const self = this.state.value?.self ?? '';
    if (!this.state.value?.links[self]) this.link.value = seen;
    const word = this.link.value?.word ?? seen.word;
    const weak = word === 'weak' || word === 'lost';
    this.#weakCount = weak ? this.#weakCount + 1 : 0;
    this.#goodCount = weak ? 0 : this.#goodCount + 1;
    if (!this.saving.value && this.#weakCount >= weakReadings) void this.#save(true);
    else if (this.saving.value && this.#goodCount >= goodReadings) void this.#save(false);
  }

  async #save(on: boolean): Promise<void> {
    this.saving.value = on;
    await this.peer.value?.limitVideo(on ? savingLimit : fullLimit).catch(() => undefined);
  }

  /** A fresh permit, a fresh connection and a fresh PeerConnection; nothing else brings Chromium back so soon. */
  async #rejoin(): Promise<void> {
    if (this.#rejoining || this.#isLeft()) return;
    this.#rejoining = true;
    this.phase.value = 'reconnecting';
    this.link.value = { word: 'lost', score: 0 };
    try {
      for (let attempt = 0; !this.#isLeft(); attempt++) {
        try {
          const [peer, line] = await Promise.all([this.#freshPeer(), Line.open(this.consultId)]);
          await this.#enter(peer, line, this.state.value?.sequence ?? null);
          return;
        } catch (error) {
          if (this.#isLeft()) return;
          const problem = problemFromHub(error);
          if (final.has(problem.code)) {
            this.fault.value = problem;
            this.phase.value = 'failed';
            return;
          }
        }
        // Not all at the same moment: after a restart everybody comes back.
        const wait = retryWaitsMs[Math.min(attempt, retryWaitsMs.length - 1)] ?? 0;
        await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
      }
    } finally {
      this.#rejoining = false;
    }
  }
}
