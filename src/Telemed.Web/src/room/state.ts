import type {
  Audience, ChatLine, ConsultState, JoinReply, LinkQuality, Participant, Presentation, Publication, RecordingAsk, RecordingState, SessionState, Slot, SoundMix,
} from '../api/contracts';
import type { RoomEventName } from '../rtc/roomHub';

/** A line over a picture: x and y in turn, in ten-thousandths of the picture's width and height. */
export interface Stroke {
  number: number;
  publication: string;
  points: readonly number[];
}

/** Everything the room shows that comes from the server. Immutable: an event makes the next one. */
export interface RoomState {
  self: string;
  consultId: string;
  sequence: number;
  participants: readonly Participant[];
  publications: readonly Publication[];
  slots: readonly Slot[];
  recording: RecordingState;
  /** Whether somebody asks for it to run or to rest. */
  recordingAsk: RecordingAsk | null;
  chat: readonly ChatLine[];
  /** How this person hears the interpreter. */
  mix: SoundMix;
  strokes: readonly Stroke[];
  /** The file that somebody shows. */
  presentation: Presentation | null;
  /** Those who look on, as far as this person may know them. */
  audience: Audience;
  speakers: readonly string[];
  links: Readonly<Record<string, LinkQuality>>;
  consult: { state: ConsultState; version: number } | null;
  /** How the session stands: how long it is, and the telephone beside it. */
  session: SessionState | null;
  ended: string | null;
  /** Who removed this person, if somebody did. */
  endedBy: string | null;
}

export interface RoomEvent {
  name: RoomEventName;
  body: Record<string, unknown>;
}

/** The room as `Join` answered it. A chat that was already on the page keeps the lines that the answer lacks. */
export function fromReply(reply: JoinReply, before: RoomState | null): RoomState {
  return {
    self: reply.self,
    consultId: reply.consultId,
    sequence: reply.sequence,
    participants: reply.participants,
    publications: reply.publications,
    slots: reply.slots,
    recording: reply.recording,
    recordingAsk: reply.recordingAsk,
    chat: mergeChat(before?.chat ?? [], reply.chat),
    mix: reply.mix,
    strokes: before?.strokes ?? [],
    presentation: reply.presentation,
    audience: reply.audience,
    speakers: [],
    links: {},
    consult: before?.consult ?? null,
    session: reply.session,
    ended: null,
    endedBy: null,
  };
}

const personal: ReadonlySet<RoomEventName> = new Set(['SlotAssigned', 'StillWanted', 'Muted', 'AudienceChanged', 'Ended']);

/** The next state; the same object when the event is old or says nothing new. */
export function apply(state: RoomState, event: RoomEvent): RoomState {
  const sequence = typeof event.body['sequence'] === 'number' ? event.body['sequence'] : state.sequence;
  // What is told to this page alone carries the latest number of the room, not one of its own.
  const stale = personal.has(event.name) ? sequence < state.sequence : sequence <= state.sequence && hasOwnNumber(event);
  if (stale) return state;
  const next = change(state, event);
  return next === state && sequence === state.sequence ? state : { ...next, sequence: Math.max(sequence, state.sequence) };
}

function hasOwnNumber(event: RoomEvent): boolean {
  return typeof event.body['sequence'] === 'number' && event.name !== 'LinkQuality' && event.name !== 'Speakers';
}

function change(state: RoomState, { name, body }: RoomEvent): RoomState {
  switch (name) {
    case 'ParticipantJoined':
    case 'ParticipantChanged':
      return { ...state, participants: upsert(state.participants, body['participant'] as Participant) };
    case 'ParticipantLeft':
      return withoutParticipant(state, body['participantId'] as string);
    case 'PublicationAdded':
    case 'PublicationChanged':
      return { ...state, publications: upsert(state.publications, body['publication'] as Publication) };
    case 'PublicationRemoved':
      return { ...state, publications: state.publications.filter((one) => one.id !== body['publicationId']) };
    case 'SlotAssigned':
      return assign(state, body['mid'] as string, (body['publication'] as string | null) ?? null);
    case 'Speakers':
      return { ...state, speakers: body['participants'] as string[] };
    case 'LinkQuality':
      return { ...state, links: { ...state.links, [body['participantId'] as string]: body as unknown as LinkQuality } };
    case 'RecordingChanged':
      return { ...state, recording: body['recording'] as RecordingState };
    case 'RecordingAsked':
      return { ...state, recordingAsk: (body['ask'] as RecordingAsk | null | undefined) ?? null };
    case 'ConsentChanged':
      return consent(state, body);
    case 'Chat':
      return { ...state, chat: mergeChat(state.chat, [body['line'] as ChatLine]) };
    case 'Draw':
      return draw(state, body);
    case 'Presented':
      return { ...state, presentation: (body['presentation'] as Presentation | null | undefined) ?? null };
    case 'AudienceChanged':
      return { ...state, audience: body['audience'] as Audience };
    case 'ConsultChanged':
      return { ...state, consult: { state: body['state'] as ConsultState, version: body['version'] as number } };
    case 'SessionChanged':
      return { ...state, session: body['session'] as SessionState };
    case 'Ended':
      return { ...state, ended: (body['reason'] as string | undefined) ?? 'ended', endedBy: (body['by'] as string | null | undefined) ?? null };
    case 'StillWanted':
    case 'StillTaken':
    case 'Muted':
    case 'Moved':
      return state;
  }
}

function upsert<T extends { id: string }>(list: readonly T[], item: T): readonly T[] {
  const at = list.findIndex((one) => one.id === item.id);
  return at < 0 ? [...list, item] : list.with(at, item);
}

function assign(state: RoomState, mid: string, publication: string | null): RoomState {
  const slots = state.slots.map((slot) => (slot.mid === mid ? { ...slot, publication } : slot));
  return { ...state, slots };
}

function withoutParticipant(state: RoomState, id: string): RoomState {
  return {
    ...state,
    participants: state.participants.filter((one) => one.id !== id),
    publications: state.publications.filter((one) => one.participant !== id),
    speakers: state.speakers.filter((one) => one !== id),
  };
}

/** A stroke more, or a picture without any. */
function draw(state: RoomState, body: Record<string, unknown>): RoomState {
  const publication = body['publication'] as string;
  const points = body['points'] as number[];
  const stroke = { number: body['sequence'] as number, publication, points };
  const strokes = points.length > 0 ? [...state.strokes, stroke] : state.strokes.filter((one) => one.publication !== publication);
  return { ...state, strokes };
}

function consent(state: RoomState, body: Record<string, unknown>): RoomState {
  if (body['item'] !== 'recording') return state;
  const answer = body['granted'] === true ? 'granted' : 'refused';
  return {
    ...state,
    participants: state.participants.map((one) =>
      one.id === body['participantId'] ? { ...one, recordingConsent: answer } : one),
  };
}

function mergeChat(before: readonly ChatLine[], more: readonly ChatLine[]): readonly ChatLine[] {
  const known = new Set(more.map((line) => line.id));
  return [...before.filter((line) => !known.has(line.id)), ...more].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The person whose page this is. */
export const ownParticipant = (state: RoomState | null): Participant | undefined =>
  state?.participants.find((one) => one.id === state.self);

/** Whether the person whose page this is may draw over pictures. */
export const mayDraw = (state: RoomState | null): boolean =>
  ['requester', 'specialist', 'expert'].includes(ownParticipant(state)?.role ?? '');

/** Whether the person whose page this is may mute the others: the doctor beside the patient, and who leads. */
export const mayMute = (state: RoomState | null): boolean => ['requester', 'specialist'].includes(ownParticipant(state)?.role ?? '');

/** Whether they may remove another: not who leads, asked, is the patient or is beside them. */
export const mayRemove = (state: RoomState | null, other: Participant): boolean =>
  mayMute(state) && (Boolean(other.device) || ['expert', 'interpreter', 'observer'].includes(other.role));

/** Whether they switch the recording: who leads, and further experts. */
export const switchesRecording = (state: RoomState | null): boolean => ['specialist', 'expert'].includes(ownParticipant(state)?.role ?? '');

/** Whether they ask those to: who asked for the consult. */
export const asksForRecording = (state: RoomState | null): boolean => ownParticipant(state)?.role === 'requester';

/** Whether this person holds the call. */
export const isHolding = (state: RoomState | null): boolean => Boolean(ownParticipant(state)?.heldSince);

/** Whether this person is here to interpret: nothing is shown to them but the talk, and they steer nothing. */
export const isInterpreter = (state: RoomState | null): boolean => ownParticipant(state)?.role === 'interpreter';

/** Whether somebody is not shown to this person: who looks on sees nobody who came by a link, and knows them by what they are here. */
export const isHidden = (state: RoomState | null, other: Participant): boolean =>
  ownParticipant(state)?.role === 'observer' && (other.role === 'patient' || other.role === 'proxy');

/** Whether there is an interpreter whom this person can mix in. */
export const hasInterpreter = (state: RoomState | null): boolean =>
  !isInterpreter(state) && (state?.participants.some((one) => one.role === 'interpreter' && one.connected) ?? false);

/** How loud the others are while the interpreter speaks over them. */
const under = 0.2;

/** How loud a slot plays, of 1: the others step back where the interpreter is to be heard over them. */
export function gainOf(state: RoomState, mid: string): number {
  if (state.mix !== 'over' || !hasInterpreter(state)) return 1;
  const carried = state.slots.find((slot) => slot.mid === mid)?.publication;
  const owner = state.publications.find((one) => one.id === carried)?.participant;
  return state.participants.find((one) => one.id === owner)?.role === 'interpreter' ? 1 : under;
}

/** Whether the own camera shows the patient: the requesting side answers for both. */
export const isBesidePatient = (state: RoomState | null): boolean =>
  ['requester', 'bedside'].includes(ownParticipant(state)?.role ?? '');
