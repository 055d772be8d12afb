/** Every door of the server that the page uses, one function each. */
import type {
  Alarm, Availability, BookingChannel, ConsentItem, ConsentMethod, Consult, ConsultRequest, ConsultRow, CopyDraft,
  CopyText, Count, Dependant, Gains, Glass, Guardian, GuestConsult, GuestKind, ImportResult, Institution, JoinPermit,
  KeptLine, LibraryCopy, LibraryPage, Me, NewFactor, NewGuestLink, Ordered, Overview, Payer, Places, Point, Preview,
  Recording, RecordingState, RetentionClass, Sample, Service, SiteHistory, SiteLink, SiteProbe, Slip, TwoPersonStep,
} from './contracts';
import { command, get, post, put, remove, upload } from './http';

export const signIn = (user: string, password: string, code?: string) =>
  post<Me>('/api/session', code ? { user, password, code } : { user, password });
export const beginFactor = (password: string) => post<NewFactor>('/api/me/second-factor', { password });
export const confirmFactor = (code: string) => post<Me>('/api/me/second-factor/confirm', { code });
export const endFactor = (password: string, code: string) => post<void>('/api/me/second-factor/end', { password, code });
export const importNetwork = (parts: Record<string, unknown>, dryRun: boolean) =>
  post<ImportResult>('/api/network/import', { ...parts, dryRun });
export const signOut = () => remove('/api/session');
export const me = () => get<Me>('/api/me');
export const services = () => get<Service[]>('/api/services');

export const availability = () => get<{ me: Availability | null; others: Availability[] }>('/api/availability');
export const setAvailable = (available: boolean) => put<Availability>('/api/availability/me', { available });

export const consults = (view: 'mine' | 'queue') => get<ConsultRow[]>(`/api/consults?view=${view}`);
export const consult = (id: string) => get<Consult>(consultPath(id));
export const chat = (id: string) => get<KeptLine[]>(consultPath(id, 'chat'));
export const createConsult = (request: ConsultRequest) => post<Consult>('/api/consults', request);
export const saveDraft = (id: string, request: ConsultRequest) => put<Consult>(consultPath(id, 'draft'), request);
export const submit = (id: string) => command<Consult>(consultPath(id, 'submit'));
export const cancel = (id: string, reason: string) => command<Consult>(consultPath(id, 'cancel'), { reason });
export const redispatch = (id: string) => command<Consult>(consultPath(id, 'redispatch'));
export const accept = (id: string, offerId: string) => command<Consult>(consultPath(id, 'accept'), { offerId });
export const decline = (id: string, offerId: string, reason: string) =>
  command<Consult>(consultPath(id, 'decline'), { offerId, reason });
export const end = (id: string) => command<Consult>(consultPath(id, 'end'));
export const close = (id: string) => command<Consult>(consultPath(id, 'close'));
export const proceedUnrecorded = (id: string, reason: string) =>
  command<Consult>(consultPath(id, 'proceed-unrecorded'), { reason });
export const draftOpinion = (id: string, findings: string, advice: string) =>
  command<Consult>(consultPath(id, 'opinion'), { findings, advice });
export const signOpinion = (id: string, password: string) => command<Consult>(consultPath(id, 'sign'), { password });
export const acknowledge = (id: string, adopted: boolean, note: string) =>
  command<Consult>(consultPath(id, 'acknowledge'), note ? { adopted, note } : { adopted });

export interface ConsentRequest {
  item: ConsentItem;
  subject: 'patient' | 'participant';
  granted: boolean;
  method: ConsentMethod;
  witness?: string;
  textVersion: string;
  language: string;
  guardian?: Guardian;
}
export const consent = (id: string, request: ConsentRequest) =>
  command<Consult>(consultPath(id, 'consents'), request);

export const breakGlass = (id: string, reason: string) => command<Consult>(consultPath(id, 'break-glass'), { reason });
export const glasses = () => get<Glass[]>('/api/glasses');
export const reviewGlass = (glass: Glass, justified: boolean) =>
  command<Glass>('/api/glasses/review', { consult: glass.consult, person: glass.person.id, at: glass.at, justified });
export const counts = (from: string, until: string) =>
  get<Count[]>(`/api/counts?from=${encodeURIComponent(from)}&until=${encodeURIComponent(until)}`);
export const countsTable = '/api/counts/days.csv';
export const overview = () => get<Overview>('/api/operator/overview');
export const alarms = () => get<Alarm[]>('/api/operator/alarms');
export const acknowledgeAlarm = (id: string, note: string) =>
  post<Alarm>(`/api/operator/alarms/${encodeURIComponent(id)}/acknowledge`, note ? { note } : {});
export const siteHistory = (id: string, from: string, until: string) =>
  get<SiteHistory>(`${sitePath(id)}/history?${spanOf(from, until)}`);
export const siteHistoryTable = (id: string, from: string, until: string) => `${sitePath(id)}/history.csv?${spanOf(from, until)}`;
export const ringsTable = '/api/operator/rings.csv';
export const institutions = () => get<Institution[]>('/api/institutions');
export const startReview = (id: string) => command<Consult>(consultPath(id, 'review'));
export const decideReview = (id: string, verdict: 'approve' | 'return' | 'reject' | 'note-review', note: string) =>
  command<Consult>(consultPath(id, verdict), note ? { note } : {});
export const assign = (id: string, specialist: string) => command<Consult>(consultPath(id, 'assign'), { specialist });
export const reassign = (id: string, reason: string) => command<Consult>(consultPath(id, 'reassign'), { reason });
export const schedule = (id: string, startsAt: string, via: BookingChannel, specialist: string | null, resources: readonly string[]) =>
  command<Consult>(consultPath(id, 'schedule'), { startsAt, via, ...(specialist ? { specialist } : {}), resources });
export const places = (id: string) => get<Places>(consultPath(id, 'places'));
export const slip = (id: string) => get<Slip>(consultPath(id, 'slip'));
export const arrive = (id: string) => command<Consult>(consultPath(id, 'arrive'));
export const identify = (id: string, kinds: readonly string[]) => command<Consult>(consultPath(id, 'identify'), { kinds });
export const overrideConsent = (id: string, reason: string) => command<Consult>(consultPath(id, 'override-consent'), { reason });
export const invite = (id: string, specialist: string) => command<Consult>(consultPath(id, 'invite'), { specialist });
export const answerInvitation = (id: string, accepted: boolean, reason: string) =>
  command<Consult>(consultPath(id, 'answer-invitation'), accepted ? { accepted } : { accepted, reason });
export const handOver = (id: string, specialist: string) => command<Consult>(consultPath(id, 'hand-over'), { specialist });
export const askInterpreter = (id: string, language: string) => command<Consult>(consultPath(id, 'interpreter'), { language });
export const answerInterpreting = (id: string, accepted: boolean) => command<Consult>(consultPath(id, 'answer-interpreting'), { accepted });
export const endInterpreter = (id: string) => command<Consult>(consultPath(id, 'end-interpreter'));
export const teach = (id: string, open: boolean) => command<Consult>(consultPath(id, 'teaching'), { open });
export const copyDraft = (id: string) => get<CopyDraft>(consultPath(id, 'copy'));
export const copyFilePath = (id: string, file: string) => `${consultPath(id, 'copy')}/files/${encodeURIComponent(file)}`;
export const proposeCopy = (id: string, text: CopyText, files: readonly string[]) =>
  command<Consult>(consultPath(id, 'propose-copy'), { ...text, files });
export const returnCopy = (id: string, reason: string) => command<void>(consultPath(id, 'return-copy'), { reason });
export const releaseCopy = (id: string) => command<void>(consultPath(id, 'release-copy'));
export const withdrawCopy = (id: string) => command<Consult>(consultPath(id, 'withdraw-copy'));
/** Words travel in the body: addresses are logged. */
export const searchLibrary = (service: string, words: string, after: string | null) =>
  post<LibraryPage>('/api/library/search', { ...(service ? { service } : {}), ...(words ? { words } : {}), ...(after ? { after } : {}) });
export const libraryCopy = (id: string) => get<LibraryCopy>(`/api/library/${encodeURIComponent(id)}`);
export const libraryFilePath = (id: string, file: string) => `/api/library/${encodeURIComponent(id)}/files/${encodeURIComponent(file)}`;
export const wrongPatient = (id: string, reason: string) => command<Consult>(consultPath(id, 'wrong-patient'), { reason });
export const transfer = (id: string, reason: string) => command<Consult>(consultPath(id, 'transfer'), { reason });
export const coSign = (id: string, password: string) => command<Consult>(consultPath(id, 'co-sign'), { password });
export const join = (id: string) => post<JoinPermit>(consultPath(id, 'join'), { device: 'browser' });
export const inviteGuest = (id: string, kind: GuestKind, name: string, reads = false) =>
  command<NewGuestLink>(consultPath(id, 'guests'), { kind, ...(name ? { name } : {}), ...(reads ? { reads } : {}) });
export const enterOrder = (id: string, order: { authority: string; number: string; reason: string; until: string }) =>
  command<Consult>(consultPath(id, 'enter-order'), order);
export const orderStep = (id: string, order: string, step: 'confirm-order' | 'end-order') => command<Consult>(consultPath(id, step), { id: order });
export const orders = () => get<Ordered[]>('/api/orders');
export const samples = () => get<Sample[]>('/api/samples');
export const answerPlay = (id: string, recording: string, granted: boolean, reason: string) =>
  command<Consult>(consultPath(id, 'answer-play'), { recording, granted, reason });
export const withdrawGuest = (id: string, guest: string) =>
  command<Consult>(`${consultPath(id, 'guests')}/${encodeURIComponent(guest)}/withdraw`);
export const bindDependant = (id: string, guest: string, adult: Guardian, textVersion: string, language: string, witness: string) =>
  command<Consult>(`${consultPath(id, 'guests')}/${encodeURIComponent(guest)}/bind`, {
    adult, method: witness ? 'paper' : 'signature', textVersion, language, ...(witness ? { witness } : {}),
  });
export const unbindDependant = (id: string, guest: string, reason: string) =>
  command<Consult>(`${consultPath(id, 'guests')}/${encodeURIComponent(guest)}/unbind`, { reason });
export const dependants = () => get<Dependant[]>('/api/guest/dependants');
export const switchDependant = (consult: string) => post<GuestConsult>('/api/guest/switch', { consult });
export const guestUnbind = (reason: string) => command<GuestConsult>('/api/guest/unbind', { reason });
export const openGuestLink = (link: string, name: string, identifier: string) =>
  post<GuestConsult>('/api/guest/session', { link, name, identifier });
export const guest = () => get<GuestConsult>('/api/guest');
export const guestConsent = (item: ConsentItem, granted: boolean, textVersion: string, language: string, guardian?: Guardian) =>
  command<GuestConsult>('/api/guest/consents', { item, granted, textVersion, language, ...(guardian ? { guardian } : {}) });
export const guestAskToPlay = (recording: string) =>
  command<GuestConsult>(`/api/guest/recordings/${encodeURIComponent(recording)}/ask`);
export const guestVideo = (recording: string) => `/api/guest/recordings/${encodeURIComponent(recording)}/video`;
export const guestPlaces = () => get<Places>('/api/guest/places');
export const guestSchedule = (startsAt: string, specialist: string | null) =>
  command<GuestConsult>('/api/guest/schedule', specialist ? { startsAt, specialist } : { startsAt });
export const guestJoin = () => post<JoinPermit>('/api/guest/join', {});
export const planFollowUp = (id: string, dueAt: string, note: string) =>
  command<Consult>(consultPath(id, 'follow-up'), note ? { dueAt, note } : { dueAt });
export const refer = (id: string, direction: 'up' | 'down', to: string, reason: string) =>
  command<Consult>(consultPath(id, 'refer'), { direction, to, reason });
export const answerReferral = (id: string, accepted: boolean, note: string) =>
  command<Consult>(consultPath(id, 'answer-referral'), note ? { accepted, note } : { accepted });
export const orderVisit = (id: string, nurse: string, plannedAt: string, task: string) =>
  command<Consult>(consultPath(id, 'order-visit'), task ? { nurse, plannedAt, task } : { nurse, plannedAt });
export const finishVisit = (id: string, report: string) => command<Consult>(consultPath(id, 'finish-visit'), { report });
export const offerContract = (id: string, until: string) => command<Consult>(consultPath(id, 'offer-contract'), { until });
export const answerContract = (id: string, signed: boolean, witness: string) =>
  command<Consult>(consultPath(id, 'answer-contract'), { signed, method: 'paper', ...(witness ? { witness } : {}) });
export const endContract = (id: string, reason: string) => command<Consult>(consultPath(id, 'end-contract'), { reason });
export const answerAlert = (id: string, answer: string) => command<Consult>(consultPath(id, 'answer-alert'), { answer });
export const guestContract = (signed: boolean) => command<GuestConsult>('/api/guest/contract', { signed });
export const guestAlert = (text: string) => command<GuestConsult>('/api/guest/alert', { text });
export const settle = (id: string, payer: Payer, amountFen: number) => command<Consult>(consultPath(id, 'settle'), { payer, amountFen });
export const settlementsTable = '/api/settlements.csv';
export const attach = (id: string, file: File) => upload<Consult>(consultPath(id, 'attachments'), file, file.name);
export const attachStill = (id: string, picture: Blob, name: string, still: string) =>
  upload<Consult>(consultPath(id, 'attachments'), picture, name, { 'X-Telemed-Still': still });
export const markColourCard = (id: string, file: string, at: Point, gains: Gains) =>
  command<Consult>(`${attachmentPath(id, file)}/colour-card`, { x: at[0], y: at[1], ...gains });
export const attachmentPath = (id: string, file: string) => `${consultPath(id, 'attachments')}/${encodeURIComponent(file)}`;
export const siteProbes = () => get<SiteProbe[]>('/api/sites/probes');
export const reportProbe = (id: string, link: SiteLink) => command<Consult>(consultPath(id, 'probe'), { link });
export const openCheck = () => post<{ id: string; iceServers: RTCIceServer[] }>('/api/check');
export const offerCheck = (id: string, side: 'up' | 'down', offerSdp: string) =>
  post<{ answerSdp: string }>(`/api/check/${encodeURIComponent(id)}/offer`, { side, offerSdp });
export const closeCheck = (id: string) => remove(`/api/check/${encodeURIComponent(id)}`);
export const record = (id: string, verb: 'start' | 'pause' | 'resume' | 'stop' | 'mark', label?: string) =>
  command<RecordingState>(consultPath(id, `recording/${verb}`), label ? { label } : {});

export const recording = (id: string) => get<Recording>(`/api/recordings/${encodeURIComponent(id)}`);
export const recordingVideo = (id: string) => `/api/recordings/${encodeURIComponent(id)}/video`;

export const recordingPreview = (id: string) => get<Preview>(`${recordingPath(id)}/preview.json`);
export const recordingFilm = (id: string) => `${recordingPath(id)}/filmstrip.jpg`;
export const recordingCaptions = (id: string) => `${recordingPath(id)}/captions.vtt`;
export const recordingExport = (id: string) => `${recordingPath(id)}/export`;
export const recordingStep = (id: string, step: TwoPersonStep, reason: string) =>
  command<unknown>(`${recordingPath(id)}/${step}`, { reason });
export const takeBackStep = (id: string) => command<unknown>(`${recordingPath(id)}/take-back`);
export const fileRecording = (id: string, retention: RetentionClass) =>
  command<unknown>(`${recordingPath(id)}/file`, { class: retention });

/** Whether the server refuses to play it because it is not as it was sealed. */
export const isRecordingDamaged = async (id: string) => {
  try {
    const answer = await fetch(recordingVideo(id), { headers: { Range: 'bytes=0-0' } });
    return answer.status === 409 && ((await answer.json()) as { reason?: string }).reason === 'damaged';
  } catch {
    return false;
  }
};

const sitePath = (id: string) => `/api/operator/sites/${encodeURIComponent(id)}`;
const spanOf = (from: string, until: string) => `from=${encodeURIComponent(from)}&until=${encodeURIComponent(until)}`;

const recordingPath = (id: string) => `/api/recordings/${encodeURIComponent(id)}`;

export function consultPath(id: string, verb?: string): string {
  const path = `/api/consults/${encodeURIComponent(id)}`;
  return verb ? `${path}/${verb}` : path;
}
