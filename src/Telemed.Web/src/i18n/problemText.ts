import { Problem, problemFromHub } from '../api/problem';
import { t, tryT } from '.';

/** What happened, what was kept and what to do, for a refusal or a lost connection. */
export function problemText(error: unknown): string {
  const problem = error instanceof Problem ? error : problemFromHub(error);
  if (problem.reason) {
    const reason = tryT(`reason.${problem.reason}`);
    if (reason) return reason;
  }
  if (problem.code === 'locked-out') return lockedOut(problem);
  // A hub's refusal has one code, which may be the case's own.
  return tryT(`error.${problem.code}`) ?? tryT(`reason.${problem.code}`) ?? t('error.unknown');
}

function lockedOut(problem: Problem): string {
  const seconds = problem.retryAfterSeconds ?? 900;
  return seconds > 90
    ? t('error.locked-out.minutes', { minutes: Math.ceil(seconds / 60) })
    : t('error.locked-out.seconds', { seconds });
}
