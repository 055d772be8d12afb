import type { ConsultRow, ConsultState } from '../api/contracts';

/** What a person is asked to do next with a consult; `look` when it waits for somebody else. */
export type NextStep =
  | 'alert' | 'review' | 'arrange' | 'finish' | 'answer' | 'watch' | 'lookOn' | 'phone' | 'enter' | 'return' | 'writeOpinion' | 'readOpinion' | 'close' | 'look';

const joinable: ReadonlySet<ConsultState> = new Set(['accepted', 'scheduled', 'ready', 'inSession', 'interrupted']);
const running: ReadonlySet<ConsultState> = new Set(['inSession', 'interrupted']);
const calling: ReadonlySet<ConsultState> = new Set(['submitted', 'underReview', 'dispatching', 'offered']);

export const isJoinable = (state: ConsultState): boolean => joinable.has(state);
export const isCalling = (state: ConsultState): boolean => calling.has(state);
export const isOver = (state: ConsultState): boolean =>
  ['closed', 'archived', 'cancelled', 'rejected', 'noShow', 'convertedToTransfer'].includes(state);

export function nextStep(row: Pick<ConsultRow, 'state' | 'mine' | 'actions'>): NextStep {
  if (row.actions.includes('answerAlert')) return 'alert';
  if (row.actions.includes('answerPlay')) return 'answer';
  if (row.mine === 'observer') return row.actions.includes('join') ? 'lookOn' : 'look';
  if (row.mine === 'other') return queueStep(row);
  if (row.mine === 'interpreter') return interpreterStep(row);
  if (row.actions.includes('answerInvitation')) return 'answer';
  if (row.state === 'scheduled') return 'look';
  if (running.has(row.state)) return 'return';
  if (joinable.has(row.state)) return 'enter';
  if (row.mine === 'expert') return 'look';
  return row.mine === 'requester' ? requesterStep(row.state) : specialistStep(row.state);
}

/** The room is theirs once they have taken it; before that there is a question to answer. */
function interpreterStep(row: Pick<ConsultRow, 'state' | 'actions'>): NextStep {
  if (row.actions.includes('join')) return running.has(row.state) ? 'return' : 'enter';
  return row.actions.includes('answerInterpreting') ? 'answer' : 'look';
}

function queueStep(row: Pick<ConsultRow, 'state' | 'actions'>): NextStep {
  if (row.actions.includes('review') || row.actions.includes('decide')) return 'review';
  return row.state === 'unstaffed' && row.actions.includes('assign') ? 'arrange' : 'look';
}

function requesterStep(state: ConsultState): NextStep {
  if (state === 'draft' || state === 'returned') return 'finish';
  if (calling.has(state)) return 'watch';
  if (state === 'unstaffed') return 'phone';
  if (state === 'opinionSigned') return 'readOpinion';
  return state === 'acknowledged' ? 'close' : 'look';
}

function specialistStep(state: ConsultState): NextStep {
  if (state === 'offered') return 'answer';
  return state === 'sessionEnded' || state === 'opinionPending' ? 'writeOpinion' : 'look';
}

const weight: Readonly<Record<NextStep, number>> = {
  alert: -1, answer: 0, review: 1, arrange: 1, return: 1, enter: 2, lookOn: 2, phone: 3, watch: 4, readOpinion: 5, writeOpinion: 5, finish: 6, close: 7, look: 8,
};
const urgencyWeight = { emergency: 0, urgent: 1, ordinary: 2 } as const;

/** Whether nothing more is to be done with it: a patient who calls from home brings a closed case back. */
export const isDone = (row: Pick<ConsultRow, 'state' | 'actions'>): boolean => isOver(row.state) && !row.actions.includes('answerAlert');

/** What needs me now comes first; then urgency, then the nearer clock, then the newest. */
export function byNeed(a: ConsultRow, b: ConsultRow): number {
  const over = Number(isDone(a)) - Number(isDone(b));
  if (over) return over;
  const need = weight[nextStep(a)] - weight[nextStep(b)];
  if (need) return need;
  const urgency = urgencyWeight[a.urgency] - urgencyWeight[b.urgency];
  if (urgency) return urgency;
  const due = (row: ConsultRow) => (row.clock ? Date.parse(row.clock.dueAt) : Number.POSITIVE_INFINITY);
  if (due(a) !== due(b)) return due(a) - due(b);
  return Date.parse(b.createdAt) - Date.parse(a.createdAt);
}
