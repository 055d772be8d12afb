import type { Availability, ConsultRow, ConsultState } from '../api/contracts';
import { services } from '../app/session';
import { nameOf, t, tryT } from '../i18n';
import type { Tone } from '../ui/Badge';
import { isCalling, isJoinable } from './order';

export function stateWords(row: Pick<ConsultRow, 'state' | 'mine'>): string {
  return tryT(`state.${row.state}.${row.mine}`) ?? t(`state.${row.state}`);
}

/** What a consult is called in lists and above its page; who may not see the case is told its service alone. */
export function titleOf(row: Pick<ConsultRow, 'mine' | 'service' | 'summaryLine'>): string {
  if (row.mine === 'interpreter') return t('interpreter.title');
  return row.summaryLine === null ? t('row.hidden', { service: serviceWords(row.service) }) : row.summaryLine || t('row.untitled');
}

export function stateTone(state: ConsultState): Tone {
  if (state === 'unstaffed' || state === 'rejected') return 'alarm';
  if (state === 'interrupted' || state === 'returned' || state === 'noShow') return 'warn';
  if (isCalling(state)) return 'accent';
  if (isJoinable(state) || state === 'opinionSigned') return 'good';
  return 'neutral';
}

/** Whether somebody is rung as soon as they are bound to no consult: what their switch says. */
export const isOn = (one: Availability | null): boolean => one?.whenFree === 'available' || one?.whenFree === 'onCall';

/** What a specialist's state means for who rings them, now and afterwards. */
export function availabilityMeaning(one: Availability | null): string {
  const word = isOn(one) ? 'on' : 'off';
  if (one?.state === 'inConsult' || one?.state === 'ringing') return t(`availability.${word}.busy`);
  if (one?.state === 'wrapUp') return t(`availability.${word}.wrapUp`);
  return t(one?.whenFree === 'onCall' ? 'availability.onCall.meaning' : `availability.${word}.meaning`);
}

/** The patient as far as they are known, a question mark for somebody of whom nothing is; nothing for who may not know. */
export function patientWords(label: string | null): string | null {
  return label === null || label !== '?' ? label : t('row.noPatient');
}

export function serviceWords(code: string): string {
  const service = services.value.find((one) => one.code === code);
  return service ? nameOf(service.name) : code;
}

export function clockWords(kind: string): string {
  return tryT(`clock.${kind}`) ?? t('clock.due');
}
