const everyMs = 600;
const limitMs = 5_000;
const mostUnderway = 4;

/**
 * Resolves when the server answers again. A question every 600 ms, not waiting for the one before: one that was sent into
 * a dead link comes back only when TCP tries again, which may be many seconds after the link is back.
 * @param over says that nobody waits any more.
 */
export function untilReachable(over: () => boolean): Promise<void> {
  return new Promise<void>((resolve) => {
    let underway = 0;
    let done = false;
    const finish = () => {
      done = true;
      clearInterval(timer);
      removeEventListener('online', ask);
      resolve();
    };
    const ask = () => {
      if (over()) finish();
      if (done || underway >= mostUnderway) return;
      underway++;
      fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(limitMs) })
        .then((answer) => { if (answer.ok && !done) finish(); })
        .catch(() => undefined)
        .finally(() => { underway--; });
    };
    const timer = setInterval(ask, everyMs);
    addEventListener('online', ask);
    ask();
  });
}
