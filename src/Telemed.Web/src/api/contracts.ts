/** The shapes of docs/contracts.md, as the page reads them. Instants are ISO 8601 UTC; durations end in `Ms`. */

export type Instant = string;
export interface Name {
  zh: string;
  en: string;
}

export type RoleName =
  | 'requestingDoctor'
  | 'specialist'
  | 'nurse'
  | 'dispatcher'
  | 'recordsOfficer'
  | 'administrator'
  | 'operator'
  | 'qualityReviewer'
  | 'interpreter'
  | 'trainee'
  | 'regulator'
  | 'privacyOfficer';

export interface Me {
  id: string;
  user: string;
  name: Name;
  title: Name;
  roles: RoleName[];
  institution: { id: string; name: Name; level: string };
  services: string[];
  serverTime: Instant;
  /** A second factor is on. */
  secondFactor: boolean;
  /** Nothing can be done until one is. */
  secondFactorMissing: boolean;
}

export interface NewFactor {
  secret: string;
  uri: string;
  qr: string;
}

export interface NetworkFault {
  part: string;
  id: string;
  field: string;
  code: string;
}

export interface ImportResult {
  done: boolean;
  institutions: number;
  people: number;
  faults: NetworkFault[];
}

export interface Service {
  code: string;
  name: Name;
  /** A reviewer reads a request before it is dispatched. */
  reviewed: boolean;
  /** It can be asked for a read without a room. */
  read: boolean;
}

export type AvailabilityState = 'off' | 'onCall' | 'available' | 'ringing' | 'inConsult' | 'wrapUp' | 'away';

export interface Availability {
  personId: string;
  name: Name;
  title: Name;
  institution: Name;
  services: string[];
  /** Of two of one person the one with the lesser is the older, however late it comes. */
  version: number;
  state: AvailabilityState;
  /** What it will be once they are bound to no consult. */
  whenFree: 'off' | 'onCall' | 'available' | 'away';
  until: Instant | null;
}

export interface Person {
  id: string;
  name: Name;
  title: Name;
  institution: Name;
}

export const consultStates = [
  'draft', 'submitted', 'underReview', 'returned', 'rejected', 'dispatching', 'offered', 'unstaffed', 'accepted',
  'scheduled', 'ready', 'inSession', 'interrupted', 'sessionEnded', 'opinionPending', 'opinionSigned', 'acknowledged',
  'closed', 'archived', 'cancelled', 'noShow', 'convertedToTransfer',
] as const;
export type ConsultState = (typeof consultStates)[number];

export type Urgency = 'emergency' | 'urgent' | 'ordinary';
export type Sex = 'male' | 'female' | 'other';

export interface Identifier {
  system: string;
  value: string;
}

export interface Patient {
  name?: string | null;
  sex?: Sex | null;
  ageYears?: number | null;
  identifiers?: Identifier[] | null;
}

export interface Clock {
  kind: string;
  dueAt: Instant;
}

export type Awaited = 'reply' | 'appointment' | 'session' | 'opinion';

export interface ConsultRow {
  id: string;
  version: number;
  state: ConsultState;
  lane: 'emergency' | 'planned' | 'asynchronous';
  service: string;
  urgency: Urgency;
  summaryLine: string | null;
  /** Null where the person may not see it. */
  patientLabel: string | null;
  requester: Person;
  specialist: Person | null;
  createdAt: Instant;
  submittedAt: Instant | null;
  stateSince: Instant;
  clock: Clock | null;
  /** When the appointment is. */
  startsAt: Instant | null;
  /** What it waits for longer than it should. */
  overdue: Awaited[];
  actions: string[];
  mine: 'requester' | 'specialist' | 'expert' | 'interpreter' | 'observer' | 'other';
}

export type OfferStatus = 'offered' | 'accepted' | 'declined' | 'expired' | 'withdrawn' | 'released';
export type ExpertStatus = 'offered' | 'accepted' | 'declined' | 'expired' | 'joined' | 'signed' | 'removed';

export interface Expert {
  person: Person;
  status: ExpertStatus;
  notifiedAt: Instant;
  until: Instant;
  respondedAt: Instant | null;
  joinedAt: Instant | null;
  signedAt: Instant | null;
  declineReason: string | null;
}

export interface Guardian {
  name: string;
  relation: string;
  identifier: Identifier;
}

export interface Offer {
  id: string;
  specialist: Person;
  status: OfferStatus;
  hop: number;
  notifiedAt: Instant;
  respondedAt: Instant | null;
  joinedAt: Instant | null;
  declineReason: string | null;
  reason: string | null;
}

export type ConsentItem = 'consult' | 'recording' | 'teaching' | 'library';
export type ConsentMethod = 'spoken' | 'signature' | 'paper' | 'click';

export interface Consent {
  item: ConsentItem;
  subject: 'patient' | 'participant';
  person: Person | null;
  granted: boolean;
  method: ConsentMethod;
  witness: string | null;
  textVersion: string;
  language: string;
  at: Instant;
  guardian: Guardian | null;
}

export type RecordingPhase = 'off' | 'awaitingConsent' | 'on' | 'paused' | 'failed' | 'finalizing' | 'sealed'
  | 'onHold' | 'destroyed';

export interface RecordingState {
  id: string | null;
  state: RecordingPhase;
  since: Instant;
  recordedMs: number;
  waitingFor: string[];
  /** The patient was never asked whether they may be recorded. */
  waitsForPatient: boolean;
  progress: number | null;
}

export interface Mark {
  atMs: number;
  label: string;
}

export interface RecordingRow {
  id: string;
  state: RecordingPhase;
  startedAt: Instant;
  recordedMs: number;
  sizeBytes: number;
  marks: Mark[];
  progress: number | null;
}

export interface Recording extends RecordingRow {
  consultId: string;
  tracks: { participant: Name; kind: string; feed: string; fromMs: number; toMs: number }[];
  gaps: { fromMs: number; toMs: number; cause: string }[];
  chapters: { atMs: number; title: string }[];
  video: { width: number; height: number; durationMs: number; contentType: string } | null;
  speech: { participant: string; name: Name; fromMs: number; toMs: number }[];
  hasPreview: boolean;
  /** For the archive only. */
  keeping: Keeping | null;
}

export type RetentionClass = 'consult' | 'outpatient' | 'inpatient';
export type TwoPersonStep = 'hold' | 'release' | 'destroy';

export interface Keeping {
  class: RetentionClass;
  keptUntil: Instant;
  pending: { step: TwoPersonStep; by: string; name: Name; at: Instant; reason: string | null } | null;
}

/** What is drawn beside the video: `levels` is base64, one byte for each of as many equal stretches. */
export interface Preview {
  durationMs: number;
  people: { participant: string; levels: string }[];
  film: { stepMs: number; count: number; columns: number; width: number; height: number } | null;
  /** Strokes, in pixels of the composed picture. A recording of earlier versions has none. */
  drawings?: { fromMs: number; toMs: number; by: string; points: number[] }[];
}

export interface Opinion {
  findings: string;
  advice: string;
  author: Person;
  draftedAt: Instant;
  signedAt: Instant | null;
  addenda: { text: string; author: Person; at: Instant }[];
}

export interface Consult extends ConsultRow {
  summary: string | null;
  patient: Patient | null;
  offers: Offer[];
  consents: Consent[];
  recordings: RecordingRow[];
  opinion: Opinion | null;
  acknowledgement: { adopted: boolean; note: string | null; at: Instant; by: Person } | null;
  timeline: { at: Instant; code: string; actor: Name | null }[];
  phoneInstead: string | null;
  /** Whom to phone once nobody is left to ring. */
  phones: readonly { institution: Name; number: string }[];
  /** While it runs, for those who take part. */
  session: SessionState | null;
  experts: Expert[];
  review: { by: Person; at: Instant; verdict: 'approved' | 'returned' | 'rejected' | 'noted'; note: string | null } | null;
  override: {
    first: Person;
    firstAt: Instant;
    second: Person | null;
    secondAt: Instant | null;
    completeBy: Instant | null;
    owed: boolean;
    overdue: boolean;
    reason: string | null;
  } | null;
  identity: { by: Person; at: Instant; kinds: string[] } | null;
  arrivedAt: Instant | null;
  needsGuardian: boolean;
  /** Until when the viewer, who has no part in the case, has opened it. */
  glassUntil: Instant | null;
  appointed: readonly Appointed[];
  orders: PlayOrder[];
  playRequests: PlayRequest[];
  guests: GuestRow[];
  /** What was written in the room: how many lines, and the last of them. */
  chat: { count: number; latest: KeptLine[] };
  aftermath: Aftermath | null;
  attachments: Attachment[];
  /** The case of which this is the follow-up. */
  follows: string | null;
  /** The interpreter who was asked for last. */
  interpretation: Interpretation | null;
  /** BCP 47 tags of the languages that somebody of the network interprets, for those who may ask. */
  /** Who opened the room to those who look on to learn. */
  teaching: { by: Person; at: Instant } | null;
  interpretedLanguages: string[];
  /** The copy for the case library, for those who see the case and for who releases it. */
  copy: CaseCopy | null;
}

/** What a copy of a case says in words. */
export interface CopyText {
  title: string;
  summary: string;
  findings: string;
  advice: string;
}

export type CopyPart = keyof CopyText;

export interface CopyFile {
  id: string;
  mediaType: string;
}

/** What is told of a case beside the words. */
export interface CopyFacts {
  service: string;
  level: 'region' | 'prefecture' | 'county' | 'township' | 'village';
  sex: Sex | null;
  ageBand: string | null;
}

export interface CaseCopy extends CopyFacts {
  status: 'proposed' | 'returned' | 'released' | 'withdrawn';
  authors: Person[];
  at: Instant;
  text: CopyText | null;
  files: CopyFile[];
  reviewedBy: Person | null;
  reviewedAt: Instant | null;
  reason: string | null;
  end: 'consentTakenBack' | 'takenOut' | null;
  /** Which one of the library it is, while it is in it. */
  released: string | null;
}

export type FindingKind = 'name' | 'institution' | 'identifier' | 'number' | 'date' | 'age' | 'contact' | 'address';

/** Something that was taken out of a copy's words, and where what took its place stands. */
export interface Taken {
  field: CopyPart;
  start: number;
  length: number;
  kind: FindingKind;
  was: string;
}

export interface CopyDraft extends CopyFacts {
  text: CopyText;
  taken: Taken[];
  files: CopyFile[];
}

export interface LibraryRow extends CopyFacts {
  id: string;
  title: string;
  pictures: number;
}

export interface LibraryPage {
  items: LibraryRow[];
  next: string | null;
}

export interface LibraryCopy extends CopyFacts {
  id: string;
  text: CopyText;
  files: (CopyFile & { size: number })[];
}

export interface Interpretation {
  language: string;
  status: 'asked' | 'found' | 'declined' | 'expired' | 'ended';
  by: Person;
  at: Instant;
  until: Instant;
  interpreter: Person | null;
}

/** A point of a page: x and y in ten-thousandths of its width and height. */
export type Point = readonly [number, number];

/** What of a file is seen: the page, how near, what of it stands in the middle; the grey values, or the paper in mm/s and mm/mV with what is measured on it, where it has them. */
export interface FileView {
  page: number;
  zoom: number;
  x: number;
  y: number;
  center: number | null;
  width: number | null;
  speed: number | null;
  gain: number | null;
  /** Two points, each across and down. */
  calipers: readonly [number, number, number, number] | null;
}

/** A file that somebody shows to the others, as they look at it now. */
export interface Presentation {
  participant: string;
  file: string;
  view: FileView;
  pointer: Point | null;
  revision: number;
}

/** How a listener hears the interpreter beside the others. */
export type SoundMix = 'both' | 'over' | 'interpreter' | 'original';

export interface Attachment {
  id: string;
  name: string | null;
  mediaType: string;
  size: number;
  sha256: string;
  scanned: boolean;
  by: Person;
  at: Instant;
  /** Of which camera it is a still. */
  still: { feed: Feed; of: Person; askedBy: Person; withCard: boolean } | null;
  card: (Gains & { by: Person; at: Instant; x: number; y: number }) | null;
}

/** What each colour is multiplied by, so that the grey of a colour card is grey. */
export interface Gains {
  red: number;
  green: number;
  blue: number;
}

/** The page is to take a still of a picture, and to file it under the id. */
export interface StillWanted {
  still: string;
  publication: string;
  by: string;
  withCard: boolean;
}

export type Payer = 'self' | 'basicInsurance' | 'commercial' | 'programme' | 'institution';

/** What follows from a signed opinion. */
export type ContractStatus = 'offered' | 'inForce' | 'declined' | 'ended' | 'expired';

/** The family doctor's contract. */
export interface Contract {
  doctor: Person;
  at: Instant;
  until: Instant;
  status: ContractStatus;
  answeredAt: Instant | null;
  method: ConsentMethod | null;
}

/** A call of the patient from home. */
export interface HomeAlert {
  at: Instant;
  by: Person;
  text: string | null;
  answeredBy: Person | null;
  answeredAt: Instant | null;
  answer: string | null;
  /** When the dispatchers were told that nobody of the house had answered. */
  escalatedAt: Instant | null;
}

export interface Aftermath {
  followUp: { dueAt: Instant; by: Person; note: string | null; draft: string | null } | null;
  referral: {
    direction: 'up' | 'down';
    to: Name;
    status: 'asked' | 'accepted' | 'declined';
    by: Person;
    at: Instant;
    reason: string | null;
    answeredBy: Person | null;
    note: string | null;
  } | null;
  visits: { nurse: Person; plannedAt: Instant; doneAt: Instant | null; task: string | null; report: string | null }[];
  settlement: { payer: Payer; amountFen: number; by: Person; at: Instant } | null;
  contract: Contract | null;
  alerts: HomeAlert[];
  nurses: Person[];
}

export type GuestKind = 'patient' | 'proxy';

export interface GuestRow {
  id: string;
  kind: GuestKind;
  name: string | null;
  state: 'open' | 'used' | 'expired' | 'spent' | 'withdrawn';
  until: Instant;
  usedAt: Instant | null;
  binding: Binding | null;
  reads: boolean;
}

/** An adult bound to the patient as their dependant. */
export interface Binding {
  at: Instant;
  name: string | null;
  relation: string | null;
  endedAt: Instant | null;
}

/** A dependant's case on the adult's phone. */
export interface Dependant {
  consult: string;
  self: string;
  patientLabel: string | null;
  institution: Name;
  state: ConsultState;
}

export interface NewGuestLink {
  guest: string;
  url: string;
  qr: string;
  until: Instant;
  view: Consult;
}

/** How an appointment was asked for. */
export type BookingChannel = 'desk' | 'phone' | 'online' | 'proxy';

/** A half hour in which these people are free; one for walk-ins is not booked online. */
export interface Place {
  startsAt: Instant;
  walkIn: boolean;
  with: readonly string[];
}

export type ResourceKind = 'room' | 'device';

/** A room or a device of an appointment. */
export interface Appointed {
  id: string;
  kind: ResourceKind;
  name: Name;
  institution: Name;
}

/** What can be booked in the next days: of the lead, or of all who may be asked. */
export interface Places {
  places: readonly Place[];
  people: readonly Person[];
  resources: readonly (Appointed & { taken: readonly Instant[] })[];
}

/** What is printed for a patient without a phone. */
export interface Slip {
  startsAt: Instant;
  service: string;
  specialist: Person | null;
  appointed: readonly Appointed[];
  qr: string;
}

/** A consult as the patient, or who speaks for them, sees it on a phone. */
export interface GuestConsult {
  consult: string;
  self: string;
  kind: GuestKind;
  state: ConsultState;
  service: string;
  requester: Person;
  specialist: Person | null;
  startsAt: Instant | null;
  consentConsult: boolean | null;
  consentRecording: boolean | null;
  consentLibrary: boolean | null;
  needsGuardian: boolean;
  mayJoin: boolean;
  mayBook: boolean;
  contract: Contract | null;
  alert: HomeAlert | null;
  mayCall: boolean;
  /** The patient is this person's dependant. */
  binding: Binding | null;
  phoneInstead: string | null;
  /** They came to read the opinion; what follows is theirs then. */
  reads: boolean;
  opinion: Opinion | null;
  recordings: GuestRecording[];
}

/** A recording of their case, as the patient sees it. */
export interface GuestRecording {
  id: string;
  startedAt: Instant | null;
  recordedMs: number;
  askedAt: Instant | null;
  until: Instant | null;
  refused: string | null;
}

/** That the patient asked to play a recording, and what a records officer said. */
export interface PlayRequest {
  by: Person;
  recording: string;
  at: Instant;
  answeredBy: Person | null;
  answeredAt: Instant | null;
  until: Instant | null;
  reason: string | null;
}

/** An order by which a regulator plays the recording of one case. */
export interface PlayOrder {
  id: string;
  authority: string | null;
  number: string | null;
  reason: string | null;
  until: Instant;
  enteredBy: Person;
  enteredAt: Instant;
  confirmedBy: Person | null;
  confirmedAt: Instant | null;
  endedBy: Person | null;
  endedAt: Instant | null;
}

/** A recording that somebody may play who knows nothing else of its case. */
export interface Playable {
  id: string;
  startedAt: Instant | null;
  recordedMs: number;
}

/** An order in force, as the regulator sees it. */
export interface Ordered {
  authority: string | null;
  number: string | null;
  until: Instant;
  recordings: Playable[];
}

/** A case that was drawn for the quality sample. */
export interface Sample {
  service: string;
  drawnAt: Instant;
  until: Instant;
  recordings: Playable[];
}

export interface Glass {
  consult: string;
  person: Person;
  at: Instant;
  until: Instant;
  reason: string | null;
  reviewedBy: Person | null;
  reviewedAt: Instant | null;
  justified: boolean | null;
  overdue: boolean;
}

export interface Count {
  institution: string;
  service: string;
  lane: ConsultRow['lane'];
  state: ConsultState;
  count: number;
}

export interface Institution {
  id: string;
  name: Name;
  level: string;
}

export interface ConsultRequest {
  commandId: string;
  service: string;
  urgency: Urgency;
  summary: string;
  patient: Patient;
  wishedSpecialist?: string | null;
  read?: boolean;
}

export interface JoinPermit {
  token: string;
  hubUrl: string;
  room: string;
  iceServers: RTCIceServer[];
  role: 'requester' | 'specialist' | 'expert' | 'observer' | 'bedside' | 'patient' | 'proxy' | 'interpreter';
}

export interface Participant {
  id: string;
  person: Person;
  role: string;
  recordingConsent: 'unanswered' | 'granted' | 'refused';
  joinedAt: Instant;
  connected: boolean;
  /** What kind of device it is; null for a person. */
  device?: string | null;
  /** Since when they hold the call; null while they do not. */
  heldSince?: Instant | null;
}

export type MediaKind = 'audio' | 'video';
export type Feed =
  | 'face' | 'voice' | 'screen' | 'exam' | 'ultrasound' | 'microscope' | 'endoscope' | 'ecg' | 'stethoscope';

export interface Publication {
  id: string;
  participant: string;
  mid: string;
  kind: MediaKind;
  feed: Feed;
  label: string | null;
  muted: boolean;
}

/** A line of the chat as the case keeps it. */
export interface KeptLine {
  id: string;
  by: string;
  name: Name;
  at: Instant;
  /** Null once the case's key was destroyed, and when it was set apart. */
  text: string | null;
  /** Written about another patient. */
  setApart: boolean;
}

export interface ChatLine {
  id: string;
  participant: string;
  name: Name;
  text: string;
  at: Instant;
}

export interface Slot {
  mid: string;
  kind: MediaKind;
  publication: string | null;
}

/** How a session stands, for everybody in the room. */
export interface SessionState {
  startedAt: Instant | null;
  /** How long a session should be; nobody is cut off. */
  limitMs: number | null;
  ranLong: boolean;
  /** The number to go on by while the link is down. */
  phone: string | null;
  /** How long after an interruption it is offered. */
  phoneAfterMs: number;
  phoneOffered: boolean;
}

/** What a house's link is good for. */
export type SiteLinkMode = 'full' | 'weak' | 'photo' | 'audio' | 'phone';

export interface SiteLink {
  mode: SiteLinkMode;
  upKbps: number | null;
  downKbps: number | null;
  lossPercent: number | null;
  roundTripMs: number | null;
  jitterMs: number | null;
  path: 'udp' | 'tcp' | null;
}

/** A house's link before an appointment. */
export interface SiteProbe {
  consult: string;
  institution: Name;
  startsAt: Instant;
  askedAt: Instant;
  outcome: 'waiting' | 'measured' | 'notReached';
  score: number | null;
  link: SiteLink | null;
}

export interface JoinReply {
  answerSdp: string;
  self: string;
  participants: Participant[];
  publications: Publication[];
  slots: Slot[];
  recording: RecordingState;
  recordingAsk: RecordingAsk | null;
  sequence: number;
  consultId: string;
  chat: ChatLine[];
  mix: SoundMix;
  presentation: Presentation | null;
  session: SessionState | null;
  audience: Audience;
}

/** The open question of who asked for the consult to who switches the recording: that it run, or that it rest. */
export interface RecordingAsk {
  by: string;
  on: boolean;
  at: Instant;
}

/** Those who look on to learn: how many, for everybody; who, for those who give the word; of the others each finds themselves. */
export interface Audience {
  count: number;
  hands: number;
  people: Viewer[];
  word: { participant: string; until: Instant } | null;
}

export interface Viewer {
  id: string;
  person: Person;
  handAt: Instant | null;
}

export type LinkWord = 'good' | 'fair' | 'weak' | 'lost';

/** What somebody sends: all; a small picture; a sharp still now and then; sound alone. */
export type LinkMode = 'full' | 'weak' | 'photo' | 'audio';

export interface LinkQuality {
  participantId: string;
  score: number;
  word: LinkWord;
  lossPercent: number;
  roundTripMs: number | null;
  jitterMs: number;
  upKbps: number;
  downKbps: number;
  path: 'udp' | 'tcp';
  mode: LinkMode;
}

export interface Ring {
  offer: Offer;
  consult: ConsultRow;
  summary: string;
  expiresAt: Instant;
}

export interface RingStopped {
  offerId: string;
  consultId: string;
  reason: 'accepted' | 'declined' | 'expired' | 'withdrawn' | 'cancelled';
}

export type SiteState = 'silent' | 'atDesk' | 'good' | 'fair' | 'bad' | 'unreachable';

/** A site's links within an hour or a day: means, and the edges of the steps that shares of the looks do not exceed. */
export interface HistoryRow {
  start: Instant;
  looks: number;
  score: number | null;
  scoreMedian: number | null;
  scoreLow: number | null;
  lossPercent: number | null;
  lossP50: number | null;
  lossP95: number | null;
  tripMs: number | null;
  tripP50: number | null;
  tripP95: number | null;
  jitterMs: number | null;
  jitterP50: number | null;
  jitterP95: number | null;
}

export interface SiteHistory {
  site: string;
  grain: 'hour' | 'day';
  from: Instant;
  until: Instant;
  rows: HistoryRow[];
}

export interface Site {
  id: string;
  name: Name;
  level: string;
  parent: string | null;
  state: SiteState;
  inRooms: number;
  atDesk: number;
  link: { lossPercent: number; roundTripMs: number | null; jitterMs: number; score: number } | null;
  seenAt: Instant | null;
  /** The mean of the last day on which its link was measured. */
  lastScore: number | null;
}

export type AlarmKind =
  | 'siteUnreachable' | 'siteBad' | 'diskFilling' | 'recordingFailed' | 'recordingUnfinished' | 'nodeLost' | 'queueLong' | 'clockSkew';

export interface Alarm {
  id: string;
  kind: AlarmKind;
  subject: string;
  subjectName: Name | null;
  severity: 'notice' | 'warning' | 'critical';
  value: number;
  raisedAt: Instant;
  clearedAt: Instant | null;
  acknowledgedAt: Instant | null;
  acknowledgedBy: Name | null;
  note: string | null;
}

export interface OperatorNode {
  name: string;
  alive: boolean;
  draining: boolean | null;
  rooms: number | null;
  participants: number | null;
  percentBusy: number | null;
  version: string | null;
  seenAt: Instant;
  percentFull: number | null;
  clockSkewMs: number | null;
  faults: number | null;
}

export interface RingDay {
  day: Instant;
  accepted: number;
  declined: number;
  expired: number;
  medianSeconds: number | null;
  p95Seconds: number | null;
}

export interface Risk {
  startsAt: Instant;
  service: string;
  site: string;
  reason: 'badLink' | 'unreachable' | 'notSeen' | 'neverMeasured';
  medianScore: number | null;
}

/** How the network is doing, without anything of a patient. */
export interface Overview {
  at: Instant;
  sites: Site[];
  nodes: OperatorNode[];
  waiting: { urgency: Urgency; state: ConsultState; count: number; oldest: Instant }[];
  rings: RingDay[];
  recordings: { running: number; failed: number; finalizing: number; oldestFinalizing: Instant | null };
  alarms: Alarm[];
  planned: number;
  today: Risk[];
}
