import type { Attachment, Consult, Count, Me, Name, Person, Places, Recording, Service } from '../../src/api/contracts';

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
    startsAt: null,
    experts: [],
    review: null,
    override: null,
    identity: null,
    arrivedAt: null,
    needsGuardian: false,
    glassUntil: null,
    guests: [],
    appointed: [],
    aftermath: null,
    attachments: [],
    follows: null,
    interpretation: null,
    interpretedLanguages: [],
    teaching: null,
    ...part,
  };
}

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
