import { signal } from '@preact/signals';

/**
 * The server's time. The page never trusts the clinic computer's clock: it measures the offset whenever the server
 * tells its time, and keeps the measurement that took the shortest round trip.
 */
let offsetMs = 0;
let bestRoundTripMs = Number.POSITIVE_INFINITY;

/** Server time in milliseconds since 1970. */
export function now(): number {
  return Date.now() + offsetMs;
}

/** Learns from one answer: asked and answered are local, in milliseconds; serverTime is what the answer said. */
export function learn(serverTime: string, askedMs: number, answeredMs: number): void {
  const told = Date.parse(serverTime);
  if (Number.isNaN(told)) return;
  const roundTripMs = Math.max(0, answeredMs - askedMs);
  const measured = told - (askedMs + answeredMs) / 2;
  // A large change means that the local clock was set: the old best measurement is worth nothing then.
  if (roundTripMs > bestRoundTripMs && Math.abs(measured - offsetMs) < 2000) return;
  offsetMs = measured;
  bestRoundTripMs = roundTripMs;
}

/** Grows each second while the page is open; clocks read it so that they are drawn again. */
export const second = signal(0);
setInterval(() => {
  second.value += 1;
}, 1000);

/** Milliseconds from now until an instant; negative when past. */
export function until(instant: string): number {
  return Date.parse(instant) - now();
}
