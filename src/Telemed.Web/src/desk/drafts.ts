import type { ConsultRequest, Sex, Urgency } from '../api/contracts';
import { forget, remembered, store } from '../app/preferences';

/** What a person has typed into the new-consult sheet. Kept per person in this browser until it is sent. */
export interface Draft {
  service: string;
  urgency: Urgency;
  summary: string;
  patientName: string;
  sex: Sex | '';
  ageYears: string;
  identifierSystem: string;
  identifier: string;
  wishedSpecialist: string;
  read: boolean;
}

/** A request that could not be sent, with what was to happen to it. */
export interface Waiting {
  commandId: string;
  request: ConsultRequest;
  submit: boolean;
  queuedAt: number;
  /** The draft's id on the server, once that much has succeeded: it is then never created twice. */
  consultId: string | null;
}

/** An emergency that was held up longer than this is not rung by itself: a person must send it again. */
export const staleEmergencyMs = 15 * 60_000;

export const emptyDraft: Readonly<Draft> = {
  service: '',
  urgency: 'ordinary',
  summary: '',
  patientName: '',
  sex: '',
  ageYears: '',
  identifierSystem: 'resident-id',
  identifier: '',
  wishedSpecialist: '',
  read: false,
};

export function loadDraft(personId: string): Draft | null {
  const found = remembered<Partial<Draft>>(`draft.${personId}`);
  return found ? { ...emptyDraft, ...found } : null;
}

export function keepDraft(personId: string, draft: Draft): void {
  store(`draft.${personId}`, JSON.stringify(draft));
}

export function dropDraft(personId: string): void {
  forget(`draft.${personId}`);
}

export function loadOutbox(personId: string): Waiting[] {
  return remembered<Waiting[]>(`outbox.${personId}`) ?? [];
}

export function keepOutbox(personId: string, waiting: readonly Waiting[]): void {
  store(`outbox.${personId}`, JSON.stringify(waiting));
}

/** True when a held-up request may still be submitted without asking anybody. */
export function maySubmitAlone(waiting: Waiting, nowMs: number): boolean {
  return waiting.submit && (waiting.request.urgency !== 'emergency' || nowMs - waiting.queuedAt <= staleEmergencyMs);
}

export function requestOf(draft: Draft, commandId: string): ConsultRequest {
  const age = Number.parseInt(draft.ageYears, 10);
  return {
    commandId,
    service: draft.service,
    urgency: draft.urgency,
    summary: draft.summary.trim(),
    patient: {
      name: draft.patientName.trim() || null,
      sex: draft.sex || null,
      ageYears: Number.isNaN(age) ? null : age,
      identifiers: draft.identifier.trim()
        ? [{ system: draft.identifierSystem, value: draft.identifier.trim() }]
        : [],
    },
    wishedSpecialist: draft.wishedSpecialist || null,
    ...(draft.read ? { read: true } : {}),
  };
}

/** The sheet's fields for a request that was queued and is to be looked at again. */
export function draftOf(request: ConsultRequest): Draft {
  const { patient } = request;
  const identifier = patient.identifiers?.[0];
  return {
    service: request.service,
    urgency: request.urgency,
    summary: request.summary,
    patientName: patient.name ?? '',
    sex: patient.sex ?? '',
    ageYears: patient.ageYears == null ? '' : String(patient.ageYears),
    identifierSystem: identifier?.system ?? emptyDraft.identifierSystem,
    identifier: identifier?.value ?? '',
    wishedSpecialist: request.wishedSpecialist ?? '',
    read: request.read ?? false,
  };
}

/** The fields that must be mended before a request can be sent. */
export function faultsOf(draft: Draft): Partial<Record<keyof Draft, 'required' | 'age'>> {
  const faults: Partial<Record<keyof Draft, 'required' | 'age'>> = {};
  if (!draft.service) faults.service = 'required';
  if (!draft.summary.trim()) faults.summary = 'required';
  if (draft.ageYears && !/^(?:\d{1,2}|1[0-4]\d)$/.test(draft.ageYears.trim())) faults.ageYears = 'age';
  return faults;
}
