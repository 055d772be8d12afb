import { effect, signal } from '@preact/signals';
import type { Feed, JoinPermit, LinkMode, LinkQuality, SoundMix, StillWanted } from '../api/contracts';
import { Problem, problemFromHub } from '../api/problem';
import * as api from '../api/telemed';
import { consentTextVersion } from '../consult/consentText';
import { language, nameOf, t, tryT } from '../i18n';
import { Climb } from '../rtc/climb';
import { LocalMedia } from '../rtc/localMedia';
import type { LinkVerdict } from '../rtc/linkCheck';
import { ModeChooser, type SendMode } from '../rtc/modes';
import { cameraBitrate, kindOf, Peer, type MoreFeed } from '../rtc/peer';
import { photoOf } from '../rtc/photo';
import { untilReachable } from '../rtc/reach';
import { RepetitionWait } from '../rtc/repetition';
import { judge, readStats, wayOf, type LinkView, type Reading } from '../rtc/stats';
import { Stills } from '../rtc/stills';
import { VoiceChooser } from '../rtc/voice';
import { Watchdog } from '../rtc/watchdog';
import { within } from '../rtc/within';
import { attempt, toast } from '../ui/toasts';
import { Instruments } from './instruments';
import { Line } from './line';
import { Presenter } from './presenter';
import { apply, asksForRecording, fromReply, isBesidePatient, isHolding, ownParticipant, type RoomEvent, type RoomState } from './state';

/**
 * idle → joining → live ⇄ reconnecting → left
 *           └ failed (may be tried again)
 */
export type Phase = 'idle' | 'joining' | 'live' | 'reconnecting' | 'failed' | 'left';

/** How long a stroke over a picture stays. */
const strokeMs = 10_000;
const pollMs = 400;
/** When nothing came since the last look, the next is sooner. */
const soonMs = 150;
/** How long the hub connection that is there gets to bring media back once the server is known to answer. */
const sameLineMs = 2_500;
/** How often the connection that fell silent looks for paths anew, beside whatever else is tried. */
const searchEveryMs = 4_000;
/** Longer than any join takes on a link that is of use: 600 ms round trip, 64 kbit/s. */
const joinLimitMs = 12_000;
/** How long a transport may take to come up before it is given up; the browser takes 15 to 30 s. */
const connectLimitMs = 8_000;
/** Who sits in a room asks for nothing else; whichever server they signed in at hears that they are still there. */
const stayMs = 50_000;
const retryWaitsMs = [100, 250, 400, 600];
/** A refusal of these kinds will not change by trying again. */
const final: ReadonlySet<string> = new Set(['forbidden', 'not-found', 'room-closed', 'refused', 'signed-out', 'invalid']);
/** What is sent while the own link is weak: the sound keeps its rate, the picture gets small. */
const limits = {
  full: { bitrate: cameraBitrate, scaleDownBy: 1, framesPerSecond: null, keepsSize: false },
  weak: { bitrate: 220_000, scaleDownBy: 2, framesPerSecond: 12, keepsSize: false },
  photo: { bitrate: 60_000, scaleDownBy: 1, framesPerSecond: null, keepsSize: true },
} as const;

/** One person's stay in one room: own media, the connection to the relay, the hub, and what they tell. */
export class RoomSession {
  readonly consultId: string;
  readonly media = new LocalMedia();
  readonly phase = signal<Phase>('idle');
  readonly state = signal<RoomState | null>(null);
  readonly peer = signal<Peer | null>(null);
  readonly fault = signal<Problem | null>(null);
  readonly link = signal<LinkView | null>(null);
  /** How much of the own picture is sent. */
  readonly mode = signal<SendMode>('full');
  readonly screen = signal<MediaStreamTrack | null>(null);
  /** The instruments at this computer that are shown to the room. */
  readonly instruments = new Instruments((feed, track) => this.#publish(feed, track));
  readonly soundBlocked = signal(false);
  /** Whether the pen is in the hand: then moving over a picture draws. */
  readonly drawing = signal(false);
  /** A still with a colour card that the room wants of this page: somebody has to hold the card first. */
  /** Whom this person is about to remove. */
  readonly removing = signal<{ id: string; name: string } | null>(null);
  readonly stillWanted = signal<StillWanted | null>(null);
  /** The file that this person shows, as they see it themselves. */
  readonly presenter = new Presenter((shown) => this.#hub().present(shown));
  /** What stands in the chat box; it outlives every reconnection. */
  readonly chatDraft = signal('');
  /** The line that was sent and not answered yet. */
  #unanswered: { text: string; messageId: string } | null = null;
  readonly #ask: () => Promise<JoinPermit>;
  readonly #isGuest: boolean;
  readonly #watchdog = new Watchdog();
  #climb = new Climb();
  #enteredAt = 0;
  #isSilent = false;
  #line: Line | null = null;
  #readyLine: Promise<Line> | null = null;
  #readyPeer: Promise<Peer> | null = null;
  #poll: ReturnType<typeof setTimeout> | undefined;
  #renew: ReturnType<typeof setInterval> | undefined;
  #stay: ReturnType<typeof setInterval> | undefined;
  #before: Reading | null = null;
  #chooser = new ModeChooser();
  #voice = new VoiceChooser();
  #repetition = new RepetitionWait();
  #beginAs: SendMode = 'full';
  #stills: Stills | null = null;
  /** Whether there are more than two in the room, as far as the camera is told. */
  #isCrowd = false;
  #rejoining = false;
  /** Whether who looks on has the word. */
  #speaks = false;
  readonly #watches: boolean;
  #stopEffects: (() => void)[] = [];

  /** Whoever came by a link asks for their permit at another door; who only looks on opens no camera. */
  constructor(consultId: string, ask?: () => Promise<JoinPermit>, watches = false) {
    this.consultId = consultId;
    this.#isGuest = ask !== undefined;
    this.#ask = ask ?? (() => api.join(consultId));
    this.#watches = watches;
    this.#stopEffects = [
      effect(() => this.#attach('audio', this.media.audio.value)),
      effect(() => this.#attach('video', this.media.video.value)),
    ];
  }

  /** Begins the room as a measurement of the link advises; what the link turns out to be decides from then on. */
  beginAs(verdict: LinkVerdict): void {
    this.#beginAs = verdict === 'weak' || verdict === 'photo' ? verdict : 'full';
    if (verdict === 'audio') void this.media.setVideoMuted(true);
  }

  /** Opens the devices, and makes the offer and the connection before anybody clicks. */
  prepare(): void {
    if (!this.#watches) void this.media.open();
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
    const fresh = Line.open(this.#ask);
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
      await this.#enterWhereItIs(peer, line);
    } catch (error) {
      if (this.#isLeft()) return;
      this.fault.value = problemFromHub(error);
      this.phase.value = 'failed';
    }
  }

  /** Where a permit is older than the room, somebody else may have opened it at another server meanwhile: a new one names that. */
  async #enterWhereItIs(peer: Peer, line: Line): Promise<void> {
    try {
      await this.#enter(peer, line, null);
    } catch (error) {
      if (problemFromHub(error).code !== 'room-elsewhere') throw error;
      const [other, there] = await Promise.all([this.#freshPeer(), Line.open(this.#ask)]);
      await this.#enter(other, there, null);
    }
  }

  async leave(): Promise<void> {
    if (this.phase.value === 'left') return;
    this.phase.value = 'left';
    clearTimeout(this.#poll);
    clearInterval(this.#renew);
    clearInterval(this.#stay);
    this.#stopEffects.forEach((stop) => stop());
    this.screen.value?.stop();
    this.instruments.close();
    this.#stills?.stop();
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
      await this.#publish('screen', track);
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
    await this.#publish('screen', null);
  }

  /** Where the recording stands is told by the room's events alone: they come in order, and the answer may come after a later one. */
  async record(verb: 'start' | 'pause' | 'resume' | 'stop'): Promise<void> {
    await api.record(this.consultId, verb);
  }

  /** Asks who switches the recording that it run, or rest. */
  askRecording(on: boolean): Promise<void> {
    return this.#hub().askRecording(on);
  }

  /** Does what is asked for, or says not now. */
  answerRecording(on: boolean, granted: boolean): Promise<void> {
    return this.#hub().answerRecording(on, granted);
  }

  /** How this person hears the interpreter; the relay sends what is chosen. */
  async setMix(mix: SoundMix): Promise<void> {
    await this.#hub().setMix(mix);
    const now = this.state.value;
    if (now) this.state.value = { ...now, mix };
  }

  raiseHand(raised: boolean): Promise<void> {
    return this.#hub().raiseHand(raised);
  }

  /** Gives somebody who looks on the word for a while; to nobody takes it back. */
  giveWord(participant: string | null, seconds: number): Promise<void> {
    return this.#hub().giveWord(participant, seconds);
  }

  /** Mutes somebody else's voice; they may speak again when they like. */
  mute(participant: string): Promise<void> {
    return this.#hub().mute(participant);
  }

  /** Removes somebody else, or a device; they are let in no more. */
  remove(participant: string): Promise<void> {
    return this.#hub().remove(participant);
  }

  /** Holds the call for this person, or goes on with it. */
  hold(on: boolean): Promise<void> {
    return this.#hub().hold(on);
  }

  /** A stroke over a picture; without points the picture is wiped. */
  draw(publication: string, points: readonly number[] | null): Promise<void> {
    return this.#hub().draw(publication, points);
  }

  askStill(publication: string, withCard: boolean): Promise<void> {
    return this.#hub().still(publication, withCard);
  }

  /** Takes the still that the room wants of this page, of the own camera or of what was received, and files it. */
  async takeStill(wanted: StillWanted): Promise<void> {
    this.stillWanted.value = null;
    const shown = this.state.value?.publications.find((one) => one.id === wanted.publication);
    const own = shown?.participant === this.state.value?.self
      ? this.ownTrack(shown?.feed ?? 'face')
      : this.peer.value?.slotTrack(this.state.value?.slots.find((one) => one.publication === wanted.publication)?.mid ?? '');
    if (!own) throw new Problem('no-such-publication', 404, '');
    const photo = await photoOf(own);
    const name = `${t(`feed.${shown?.feed ?? 'face'}`)}.${photo.type === 'image/png' ? 'png' : 'jpg'}`;
    await api.attachStill(this.consultId, photo, name, wanted.still);
  }

  /** What this page sends as this feed. */
  ownTrack(feed: Feed): MediaStreamTrack | null {
    return feed === 'screen' ? this.screen.value : feed === 'face' ? this.media.video.value : this.instruments.trackOf(feed);
  }

  async endPresenting(): Promise<void> {
    this.presenter.end();
    await this.#hub().presentNothing();
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

  /** Writes a line. A second try goes under the same name, so that a line whose answer was lost does not stand there twice. */
  async sendChat(text: string): Promise<void> {
    if (this.#unanswered?.text !== text) this.#unanswered = { text, messageId: crypto.randomUUID() };
    const { messageId } = this.#unanswered;
    await this.#hub().chat(text, messageId);
    if (this.#unanswered?.messageId === messageId) this.#unanswered = null;
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
    const sends = !this.#watches ? 'all' : this.#speaks ? 'voice' : 'nothing';
    return Peer.create({ audio: this.media.audio.peek(), video: this.media.video.peek() }, iceServers, sends);
  }

  async #takeLine(): Promise<Line> {
    const ready = this.#readyLine;
    this.#readyLine = null;
    const line = await ready?.catch(() => null);
    if (line?.usable) return line;
    void line?.hub.dispose();
    return Line.open(this.#ask);
  }

  /** The one way in, the first time and after every break. */
  async #enter(offered: Peer, line: Line, resumeFrom: number | null, isOver = () => false): Promise<void> {
    let peer = offered;
    if (line.permit.iceServers.length > 0 && !offered.hasServers) {
      offered.close();
      peer = await this.#freshPeer(line.permit.iceServers);
    }
    try {
      // Devices may have come while the offer was being made.
      await Promise.all([peer.sendAudio(this.media.audio.peek()), this.#sendPicture(peer)]);
      const held = isHolding(this.state.peek());
      const reply = await line.join(peer.offerSdp, resumeFrom);
      // Another node knows of no hold: it is asked for again before anything is sent, so that nobody is heard who does not know of it.
      if (held && !isHolding(fromReply(reply, null))) await line.hub.hold(true);
      await peer.accept(reply.answerSdp);
      if (this.#isLeft() || isOver()) throw new Problem('room-closed', 0, '');
      this.#takeOver(peer, line);
      this.state.value = fromReply(reply, this.state.value);
      this.#setHeld(held || isHolding(this.state.value));
      if (reply.presentation?.participant === reply.self) this.presenter.goOn(reply.presentation);
      else this.presenter.end();
    } catch (error) {
      peer.close();
      void line.hub.dispose();
      throw error;
    }
    line.release((event) => this.#hear(line, event), () => this.#lineClosed(line));
    this.phase.value = 'live';
    if (!this.#isGuest) this.#stay ??= setInterval(() => void api.me().catch(() => undefined), stayMs);
    // And once more: a camera that opened while the relay answered is on no connection yet.
    this.#attach('audio', this.media.audio.peek());
    this.#attach('video', this.media.video.peek());
    if (this.screen.value) void this.#publish('screen', this.screen.value).catch(() => undefined);
    this.instruments.publishAll();
  }

  #takeOver(peer: Peer, line: Line): void {
    const oldPeer = this.peer.value;
    const oldLine = this.#line;
    this.peer.value = peer;
    this.#line = line;
    this.#climb = new Climb();
    this.#enteredAt = performance.now();
    this.#before = null;
    this.#chooser = new ModeChooser(this.#beginAs, performance.now());
    this.#voice = new VoiceChooser();
    this.#repetition = new RepetitionWait();
    this.#isCrowd = false;
    this.mode.value = 'full';
    if (this.#beginAs !== 'full') void this.#setMode(this.#beginAs);
    oldPeer?.close();
    if (oldLine !== line) void oldLine?.hub.dispose();
    peer.pc.addEventListener('connectionstatechange', () => {
      if (this.peer.value === peer && peer.pc.connectionState === 'failed') void this.#rejoin();
    });
    clearTimeout(this.#poll);
    this.#lookAfter(peer, pollMs);
  }

  #attach(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    const send = (peer: Peer) => (kind === 'audio' ? peer.sendAudio(track) : this.#sendPicture(peer));
    const live = this.peer.peek();
    if (live) void send(live).then(() => this.#tell(kind)).catch(() => undefined);
    void this.#readyPeer?.then(send).catch(() => undefined);
  }

  async #tell(kind: 'audio' | 'video'): Promise<void> {
    const peer = this.peer.peek();
    if (!peer || !this.#line) return;
    const { media } = this;
    if (kind === 'audio') {
      if (peer.audioMid === null) return;
      await this.#line.hub.setPublication(peer.audioMid, 'audio', 'voice', '', media.audioMuted.peek() || !media.audio.peek());
    } else {
      this.#tellMode();
      if (peer.videoMid === null) return;
      await this.#line.hub.setPublication(peer.videoMid, 'video', 'face', '', media.videoMuted.peek() || !media.video.peek());
    }
  }

  /** A screen or an instrument on a line of its own; what cannot be told now is told on the next way in. */
  async #publish(feed: MoreFeed, track: MediaStreamTrack | null): Promise<void> {
    const peer = this.peer.value;
    const line = this.#line;
    if (!peer || !line) return;
    await peer.publish(feed, track, (offer) => line.hub.negotiate(offer));
    const mid = peer.midOf(feed);
    if (mid) await line.hub.setPublication(mid, kindOf(feed), feed, '', !track);
  }

  /** This page's own return ends its earlier connection as being elsewhere; any other end of it is the room's word. */
  #hear(line: Line, event: RoomEvent): void {
    const isOwnReturn = this.#rejoining && event.name === 'Ended' && event.body['reason'] === 'elsewhere';
    if (this.#line === line && !isOwnReturn) this.#receive(event);
  }

  #receive(event: RoomEvent): void {
    const state = this.state.value;
    if (!state) return;
    if (event.name === 'Moved') {
      void this.#rejoin({ elsewhere: true });
      return;
    }
    const next = apply(state, event);
    this.state.value = next;
    this.#setHeld(isHolding(next));
    if (event.name === 'StillWanted') this.#wantStill(event.body as unknown as StillWanted);
    if (event.name === 'Muted') void this.#hearMuted(event.body['by'] as string);
    if (event.name === 'RecordingAsked' && event.body['answer'] === 'declined' && asksForRecording(next)) toast(t('room.recordingAsk.declined'));
    if (event.name === 'StillTaken') toast(t('still.taken', { feed: tryT(`feed.${event.body['feed'] as string}`) ?? '' }));
    if (event.name === 'Presented' && next.presentation?.participant !== next.self) this.presenter.end();
    if (event.name === 'Draw') this.#fade(next.strokes.at(-1)?.number);
    if (event.name === 'LinkQuality' && event.body['participantId'] === state.self) this.#ownLink(event.body as unknown as LinkQuality);
    if (event.name === 'AudienceChanged') this.#hearWord(next);
    if (next.ended !== null) void this.leave();
  }

  #setHeld(held: boolean): void {
    this.media.setHeld(held);
    this.instruments.setHeld(held);
  }

  /** The word was given or taken: the connection that sends as much as is allowed now takes the place of the other. */
  #hearWord(state: RoomState): void {
    const speaks = state.audience.word?.participant === state.self;
    if (!this.#watches || speaks === this.#speaks) return;
    this.#speaks = speaks;
    void this.#changeVoice(speaks);
  }

  /** Who was away may have lost the word, and an offer with a voice would be refused for good: who has it still is told so. */
  #lookOn(): void {
    if (!this.#speaks) return;
    this.#speaks = false;
    this.media.closeSound();
  }

  async #changeVoice(speaks: boolean): Promise<void> {
    if (speaks) await this.media.openSound();
    else this.media.closeSound();
    // The word may have ended while the browser asked for the microphone.
    if (!this.#speaks) this.media.closeSound();
    if (this.#isLeft() || speaks !== this.#speaks) return;
    if (!(await this.#returnOnSameLine())) void this.#rejoin();
  }

  /** Without a card nothing has to be got ready. */
  /** The relay forwards this voice no more; the microphone follows, and its person sees why. */
  async #hearMuted(by: string): Promise<void> {
    if (this.media.audioMuted.peek()) return;
    const name = nameOf(this.state.value?.participants.find((one) => one.id === by)?.person.name);
    toast(t('room.muted', { name }));
    await this.setAudioMuted(true);
  }

  #wantStill(wanted: StillWanted): void {
    if (wanted.withCard) this.stillWanted.value = wanted;
    else void attempt(() => this.takeStill(wanted));
  }

  #fade(number: number | undefined): void {
    setTimeout(() => {
      const state = this.state.peek();
      if (state) this.state.value = { ...state, strokes: state.strokes.filter((one) => one.number !== number) };
    }, strokeMs);
  }

  #ownLink(quality: LinkQuality): void {
    this.link.value = { word: quality.word, score: quality.score };
  }

  #lineClosed(line: Line): void {
    if (this.#line === line) void this.#rejoin();
  }

  #lookAfter(peer: Peer, waitMs: number): void {
    this.#poll = setTimeout(() => {
      void this.#look(peer).finally(() => {
        if (this.peer.value === peer && !this.#isLeft()) this.#lookAfter(peer, this.#isSilent ? soonMs : pollMs);
      });
    }, waitMs);
  }

  /** Twice a second or so: is media alive, and how good is the link. */
  async #look(peer: Peer): Promise<void> {
    const reading = await readStats(peer.pc, peer.audioMid).catch(() => null);
    if (!reading || this.peer.value !== peer || this.#isLeft()) return;
    this.#countHeads(peer);
    const before = this.#before;
    this.#isSilent = reading.packetsReceived === before?.packetsReceived;
    this.#before = reading;
    if (before) {
      this.#judge(before, reading);
      peer.awaitRepetition(this.#repetition.observe(before, reading, this.#isNarrow()));
      void peer.setVoice(this.#voice.observe(this.#isNarrow(), reading.soundLost, this.#lostBeyond())).catch(() => undefined);
    }
    const now = performance.now();
    const connected = peer.pc.connectionState === 'connected' || peer.pc.connectionState === 'disconnected';
    // While we send, the relay's feedback comes several times a second even if everybody else is silent.
    const expected = connected && (this.media.audio.value !== null || this.#hearsSomebody());
    const late = !connected && now - this.#enteredAt > connectLimitMs;
    if (this.#watchdog.observe(now, reading.packetsReceived, expected, before?.roundTripMs) || late) void this.#rejoin();
    else if (this.#climb.observe(now, reading.protocol)) void this.#climbToUdp(peer);
  }

  /** Media goes by TCP, which stalls at each loss: is UDP there again? */
  async #climbToUdp(peer: Peer): Promise<void> {
    const line = this.#line;
    if (line?.isOpen) await peer.restartIce((offer) => line.hub.negotiate(offer)).catch(() => undefined);
  }

  /** Whether the own way is narrow, or in a room of two the other's: nobody else then hears what sound is spared them. */
  #isNarrow(): boolean {
    return this.mode.value !== 'full' || this.#othersLink()?.word === 'weak';
  }

  #lostBeyond(): number | null {
    const link = this.#othersLink();
    return link ? link.lossPercent / 100 : null;
  }

  /** The link of the only other one in the room; null with more. */
  #othersLink(): LinkQuality | null {
    const state = this.state.value;
    if (!state || state.participants.length > 2) return null;
    const other = state.participants.find(({ id }) => id !== state.self);
    return (other && state.links[other.id]) ?? null;
  }

  #hearsSomebody(): boolean {
    const state = this.state.value;
    const carried = new Set(state?.slots.map((slot) => slot.publication));
    return state?.publications.some((one) => !one.muted && one.kind === 'audio' && carried.has(one.id)) ?? false;
  }

  #judge(before: Reading, after: Reading): void {
    const seen = judge(before, after);
    const told = this.state.value?.links[this.state.value.self];
    if (!told) this.link.value = seen;
    const mode = this.#chooser.observe(performance.now(), told ? wayOf(told) : seen.word, after.outgoingBitrate);
    if (mode !== this.mode.value) void this.#setMode(mode);
  }

  async #setMode(mode: SendMode): Promise<void> {
    this.mode.value = mode;
    const peer = this.peer.value;
    if (!peer) return;
    await this.#sendPicture(peer).catch(() => undefined);
    this.#tellMode();
  }

  #limitPicture(peer: Peer): Promise<void> {
    return peer.limitVideo({ ...limits[this.mode.peek()], isLayered: this.#isCrowd });
  }

  /** Between two people the other's link alone says what is sent; with more, what one cannot take must be left out for them alone. */
  #countHeads(peer: Peer): void {
    const isCrowd = (this.state.value?.participants.length ?? 0) > 2;
    if (isCrowd === this.#isCrowd) return;
    this.#isCrowd = isCrowd;
    void this.#limitPicture(peer).catch(() => undefined);
  }

  /** The camera as it is, or stills of it, and then its limits, which follow from its size; the track that is not sent any more is ended. */
  async #sendPicture(peer: Peer): Promise<void> {
    const camera = this.media.video.peek();
    const old = this.#stills;
    this.#stills = camera && this.mode.peek() === 'photo' ? new Stills(camera) : null;
    await peer.sendVideo(this.#stills?.track ?? camera);
    old?.stop();
    if (peer === this.peer.peek()) await this.#limitPicture(peer).catch(() => undefined);
  }

  #tellMode(): void {
    const mode: LinkMode = this.media.video.peek() ? this.mode.peek() : 'audio';
    void this.#line?.hub.setMode(mode).catch(() => undefined);
  }

  /**
   * A fresh PeerConnection beside the dead one; nothing else brings Chromium back so soon. Where the room has moved, the old
   * one is alive and stays until the new one is in.
   */
  async #rejoin({ elsewhere = false } = {}): Promise<void> {
    if (this.#rejoining || this.#isLeft()) return;
    this.#rejoining = true;
    this.#lookOn();
    if (!elsewhere) this.#isAway();
    const silent = this.peer.value;
    const search = setInterval(() => {
      if (this.#isSilent) void silent?.searchOn().catch(() => undefined);
    }, searchEveryMs);
    try {
      if (!elsewhere && await this.#returnOnSameLine()) return;
      for (let attempt = 0; !this.#isLeft(); attempt++) {
        try {
          await this.#returnOnNewLine();
          return;
        } catch (error) {
          if (this.#isLeft()) return;
          const problem = problemFromHub(error);
          if (final.has(problem.code)) {
            this.fault.value = problem;
            this.phase.value = 'failed';
            return;
          }
          this.#isAway();
        }
        // Not all at the same moment: after a restart everybody comes back.
        const wait = retryWaitsMs[Math.min(attempt, retryWaitsMs.length - 1)] ?? 0;
        await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
      }
    } finally {
      clearInterval(search);
      this.#rejoining = false;
    }
  }

  #isAway(): void {
    this.phase.value = 'reconnecting';
    this.link.value = { word: 'lost', score: 0 };
  }

  /** Only media has died, as when a firewall closes on UDP: one question on the hub connection that is there. */
  async #returnOnSameLine(): Promise<boolean> {
    const line = this.#line;
    if (!line?.isOpen) return false;
    let over = false;
    const back = this.#freshPeer(line.permit.iceServers)
      .then((peer) => this.#enter(peer, line, this.state.value?.sequence ?? null, () => over))
      .then(() => true, () => false);
    const given = Promise.all([
      untilReachable(() => over || this.#isLeft()),
      new Promise((resolve) => setTimeout(resolve, sameLineMs)),
    ]).then(() => false);
    const isBack = await Promise.race([back, given]);
    over = true;
    return isBack;
  }

  /** The link itself was gone, or the server: a fresh permit and a fresh hub connection too. */
  async #returnOnNewLine(): Promise<void> {
    await untilReachable(() => this.#isLeft());
    if (this.#isLeft()) return;
    let over = false;
    const entering = async () => {
      const [peer, line] = await Promise.all([this.#freshPeer(), Line.open(this.#ask)]);
      await this.#enter(peer, line, this.state.value?.sequence ?? null, () => over);
    };
    try {
      await within(joinLimitMs, entering());
    } finally {
      over = true;
    }
  }
}
