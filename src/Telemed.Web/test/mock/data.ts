import type { Alarm, Attachment, ChatLine, Consult, Count, HistoryRow, Me, Name, Overview, Person, Places, Recording, Service, Site, SiteHistory } from '../../src/api/contracts';

const n = (zh: string, en: string): Name => ({ zh, en });

export const services: Service[] = [
  { code: 'cardiology', name: n('心血管内科', 'Cardiology'), reviewed: false, read: false },
  { code: 'neurology', name: n('神经内科', 'Neurology'), reviewed: false, read: true },
  { code: 'paediatrics', name: n('儿科', 'Paediatrics'), reviewed: true, read: false },
];

const clinic = { id: 'clinic', name: n('阿克托别镇卫生院', 'Aktobe Township Clinic'), level: 'township' };
const hospital = { id: 'hospital', name: n('州人民医院', 'Prefecture People’s Hospital'), level: 'prefecture' };

export const people: Record<string, Omit<Me, 'serverTime' | 'secondFactor' | 'secondFactorMissing'>> = {
  ayse: {
    id: 'p-ayse', user: 'ayse', name: n('阿依谢·买买提', 'Ayshe Memet'), title: n('主治医师', 'Attending physician'),
    roles: ['requestingDoctor'], institution: clinic, services: [],
  },
  liwei: {
    id: 'p-liwei', user: 'liwei', name: n('李伟', 'Li Wei'), title: n('主任医师', 'Chief physician'),
    roles: ['specialist'], institution: hospital, services: ['cardiology'],
  },
  hana: {
    id: 'p-hana', user: 'hana', name: n('哈娜', 'Hana'), title: n('调度员', 'Dispatcher'),
    roles: ['dispatcher'], institution: hospital, services: [],
  },
  zhou: {
    id: 'p-zhou', user: 'zhou', name: n('周丽', 'Zhou Li'), title: n('质控医师', 'Quality reviewer'),
    roles: ['qualityReviewer'], institution: hospital, services: [],
  },
  guo: {
    id: 'p-guo', user: 'guo', name: n('郭斌', 'Guo Bin'), title: n('系统管理员', 'Administrator'),
    roles: ['administrator', 'operator'], institution: hospital, services: [],
  },
  tang: {
    id: 'p-tang', user: 'tang', name: n('唐欣', 'Tang Xin'), title: n('隐私专员', 'Privacy officer'),
    roles: ['privacyOfficer', 'regulator'], institution: hospital, services: [],
  },
  mai: {
    id: 'p-mai', user: 'mai', name: n('买明', 'Mai Ming'), title: n('翻译', 'Interpreter'),
    roles: ['interpreter'], institution: hospital, services: [],
  },
  ding: {
    id: 'p-ding', user: 'ding', name: n('丁燕', 'Ding Yan'), title: n('规培医师', 'Resident in training'),
    roles: ['trainee'], institution: hospital, services: [],
  },
  zhao: {
    id: 'p-zhao', user: 'zhao', name: n('赵敏', 'Zhao Min'), title: n('副主任医师', 'Associate chief physician'),
    roles: ['specialist'], institution: hospital, services: ['cardiology', 'neurology'],
  },
};

export const institutions = [
  { id: 'hospital', name: hospital.name, level: 'prefecture' },
  { id: 'county', name: n('县人民医院', 'County People’s Hospital'), level: 'county' },
  { id: 'clinic', name: clinic.name, level: 'township' },
];

export const counts: Count[] = [
  { institution: 'clinic', service: 'cardiology', lane: 'emergency', state: 'closed', count: 41 },
  { institution: 'clinic', service: 'neurology', lane: 'asynchronous', state: 'opinionPending', count: 3 },
];

export function personOf(user: string): Person {
  const me = people[user];
  if (!me) throw new Error(`no such person: ${user}`);
  return { id: me.id, name: me.name, title: me.title, institution: me.institution.name };
}

export const iso = (ms: number) => new Date(ms).toISOString();

/** A consult in a given state, as the requester sees it, with everything that this state has. */
export function consultOf(part: Partial<Consult> & { id: string }): Consult {
  const now = Date.now();
  return {
    version: 1,
    state: 'draft',
    lane: 'emergency',
    service: 'cardiology',
    urgency: 'emergency',
    summaryLine: '男，58 岁，突发胸痛两小时，向左肩放射',
    patientLabel: '艾**，男，58 岁',
    requester: personOf('ayse'),
    specialist: null,
    createdAt: iso(now - 300_000),
    submittedAt: iso(now - 240_000),
    stateSince: iso(now - 60_000),
    clock: null,
    actions: [],
    mine: 'requester',
    summary:
      '男，58 岁，突发胸痛两小时，向左肩放射，伴大汗。血压 150/95 mmHg，心率 96 次/分。心电图 V1–V4 ST 段抬高。\n' +
      '已予阿司匹林 300 mg 嚼服、吸氧。\n请问：是否立即溶栓？转运时机？',
    patient: { name: '艾山江', sex: 'male', ageYears: 58, identifiers: [{ system: 'resident-id', value: '653021196801010011' }] },
    offers: [],
    consents: [],
    recordings: [],
    opinion: null,
    acknowledgement: null,
    timeline: [
      { at: iso(now - 300_000), code: 'draftSaved', actor: people['ayse']?.name ?? null },
      { at: iso(now - 240_000), code: 'requestSubmitted', actor: people['ayse']?.name ?? null },
      { at: iso(now - 239_000), code: 'offerMade', actor: null },
    ],
    phoneInstead: '0908-4221120',
    phones: [],
    startsAt: null,
    overdue: [],
    experts: [],
    review: null,
    override: null,
    identity: null,
    arrivedAt: null,
    needsGuardian: false,
    glassUntil: null,
    orders: [],
    playRequests: [],
    guests: [],
    appointed: [],
    chat: { count: 0, latest: [] },
    aftermath: null,
    attachments: [],
    follows: null,
    interpretation: null,
    interpretedLanguages: [],
    session: null,
    copy: null,
    teaching: null,
    ...part,
  };
}

/** The room's lines as the case keeps them. */
export const keptOf = (lines: readonly ChatLine[]): Consult['chat'] => ({
  count: lines.length,
  latest: lines.map(({ participant, ...line }) => ({ ...line, by: participant, setApart: false })),
});

/** Four half hours of tomorrow's morning, the second for walk-ins, each with these people. */
export function placesOf(users: readonly string[], resources: Places['resources']): Places {
  const morning = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 3_600_000;
  const able = users.map(personOf);
  return {
    places: [0, 1, 2, 3].map((index) => ({
      startsAt: iso(morning + index * 1_800_000), walkIn: index === 1, with: able.map((one) => one.id),
    })),
    people: able,
    resources,
  };
}

/** The consult room of the asking house. */
export const consultRoom: Places['resources'] = [
  { id: 'r-1', kind: 'room', name: n('会诊室', 'Consult room'), institution: clinic.name, taken: [] },
];

export function fileOf(id: string, part: Partial<Attachment> = {}): Attachment {
  return {
    id, name: `${id}.dcm`, mediaType: 'application/dicom', size: 9, sha256: '', scanned: true, by: personOf('ayse'), at: iso(Date.now()), still: null, card: null,
    ...part,
  };
}

export function recordingOf(id: string, consultId: string, video: Recording['video']): Recording {
  return {
    id, consultId, state: 'sealed', startedAt: iso(Date.now() - 900_000), recordedMs: 12_000, sizeBytes: 1_830_000, progress: null,
    marks: [{ atMs: 4_000, label: '心电图 V2–V4' }, { atMs: 9_000, label: '标记' }],
    chapters: [{ atMs: 0, title: '会诊开始' }, { atMs: 4_000, title: '心电图 V2–V4' }],
    gaps: [{ fromMs: 6_000, toMs: 6_800, cause: 'network' }],
    tracks: [
      { participant: n('阿依谢·买买提', 'Ayshe Memet'), kind: 'audio', feed: 'voice', fromMs: 0, toMs: 12_000 },
      { participant: n('阿依谢·买买提', 'Ayshe Memet'), kind: 'video', feed: 'face', fromMs: 200, toMs: 12_000 },
      { participant: n('李伟', 'Li Wei'), kind: 'audio', feed: 'voice', fromMs: 0, toMs: 6_000 },
      { participant: n('李伟', 'Li Wei'), kind: 'video', feed: 'face', fromMs: 300, toMs: 12_000 },
    ],
    video,
    speech: [
      { participant: 'ayse', name: n('阿依谢·买买提', 'Ayshe Memet'), fromMs: 500, toMs: 3_200 },
      { participant: 'li', name: n('李伟', 'Li Wei'), fromMs: 3_400, toMs: 5_900 },
      { participant: 'ayse', name: n('阿依谢·买买提', 'Ayshe Memet'), fromMs: 7_000, toMs: 11_000 },
    ],
    hasPreview: false,
    keeping: null,
  };
}

const rowAt = (at: number, turn: number): HistoryRow => ({
  start: iso(at), looks: 1800, score: (42 - (turn % 5) * 4) / 10, scoreMedian: 4, scoreLow: turn % 5 === 4 ? 1 : 3,
  lossPercent: (4 + (turn % 5) * 10) / 10, lossP50: 0.5, lossP95: 2 + (turn % 5) * 4, tripMs: 90 + (turn % 7) * 20, tripP50: 100, tripP95: 200 + (turn % 7) * 40,
  jitterMs: 8, jitterP50: 10, jitterP95: 20 + (turn % 3) * 10,
});

const siteOf = (id: string, parent: string | null, level: string, name: Name, part: Partial<Site> = {}): Site => ({
  id, name, level, parent, state: 'silent', inRooms: 0, atDesk: 0, link: null, seenAt: null, lastScore: null, ...part,
});

export const alarmOf = (part: Partial<Alarm> = {}): Alarm => ({
  id: 'a-1', kind: 'siteUnreachable', subject: 'clinic', subjectName: clinic.name, severity: 'critical', value: 0,
  raisedAt: iso(Date.now() - 300_000), clearedAt: null, acknowledgedAt: null, acknowledgedBy: null, note: null, ...part,
});

/** A small network in which one clinic cannot be heard, one node is filling and one appointment is in doubt. */
export const overviewOf = (alarms: readonly Alarm[]): Overview => {
  const at = Date.now();
  const seenAt = iso(at - 5_000);
  return {
    at: iso(at),
    sites: [
      siteOf('hospital', null, 'prefecture', hospital.name, { state: 'good', inRooms: 2, atDesk: 3, seenAt, link: { lossPercent: 0.1, roundTripMs: 18, jitterMs: 2, score: 5 }, lastScore: rowAt(at, 0).score }),
      siteOf('county', 'hospital', 'county', n('县人民医院', 'County People’s Hospital'), { state: 'atDesk', atDesk: 1, seenAt: iso(at - 90_000_000), lastScore: rowAt(at, 1).score }),
      siteOf('clinic', 'county', 'township', clinic.name, { state: 'unreachable', inRooms: 1, seenAt, link: { lossPercent: 42.5, roundTripMs: null, jitterMs: 90, score: 0 }, lastScore: rowAt(at, 4).score }),
      siteOf('village', 'county', 'township', n('红柳沟村卫生室', 'Hongliugou Village Clinic'), { state: 'bad', inRooms: 1, seenAt, link: { lossPercent: 9.2, roundTripMs: 610, jitterMs: 40, score: 1 }, lastScore: rowAt(at, 3).score }),
      siteOf('quiet', 'county', 'township', n('西柳乡卫生院', 'Xiliu Township Clinic')),
    ],
    nodes: [
      { name: 'node-a', alive: true, draining: false, rooms: 3, participants: 7, percentBusy: 31, version: '0.1.0', seenAt, percentFull: 72, clockSkewMs: 3, faults: 0 },
      { name: 'node-b', alive: false, draining: false, rooms: 1, participants: 2, percentBusy: 12, version: '0.1.0', seenAt: iso(at - 60_000), percentFull: null, clockSkewMs: null, faults: null },
    ],
    waiting: [{ urgency: 'emergency', state: 'offered', count: 1, oldest: iso(at - 75_000) }, { urgency: 'ordinary', state: 'unstaffed', count: 2, oldest: iso(at - 7_200_000) }],
    rings: [0, 1, 2].map((back) => ({ day: iso(at - back * 86_400_000), accepted: 12, declined: 2, expired: back, medianSeconds: 9, p95Seconds: 24 })),
    recordings: { running: 2, failed: 1, finalizing: 1, oldestFinalizing: iso(at - 600_000) },
    alarms: alarms.filter((one) => one.clearedAt === null),
    planned: 5,
    today: [
      { startsAt: iso(at + 1_800_000), service: 'cardiology', site: 'quiet', reason: 'notSeen', medianScore: null },
      { startsAt: iso(at + 3_600_000), service: 'neurology', site: 'village', reason: 'badLink', medianScore: 2 },
    ],
  };
};

/** Hours, or days for spans longer than two weeks, with a pause in the middle. */
export function siteHistoryOf(site: string, from: string, until: string): SiteHistory {
  const long = Date.parse(until) - Date.parse(from) > 14 * 86_400_000;
  const grain = long ? 86_400_000 : 3_600_000;
  const count = Math.floor((Date.parse(until) - Date.parse(from)) / grain);
  const rows = Array.from({ length: count }, (_, turn) => rowAt(Date.parse(from) + turn * grain, turn)).filter((_, turn) => turn < count / 2 || turn > count * 0.6);
  return { site, grain: long ? 'day' : 'hour', from, until, rows };
}
