/** So long no packet may come: a relay's feedback comes twenty times a second. */
const limitMs = 1_000;
/** A round trip more for packets that were asked for again, but not so much that a person hangs up. */
const mostTripMs = 750;

/**
 * Sees that media has died before the browser does (which takes 6 to 18 s). It is told how many packets have come in all
 * and whether any were to be expected; it bites once when none came for the limit, and must be fed before it bites again.
 */
export class Watchdog {
  #packets = -1;
  #aliveAt = 0;
  #watchedAt = 0;
  #bitten = false;

  /** True when the connection should be given up. Times are monotonic milliseconds. */
  observe(atMs: number, packets: number, expected: boolean, roundTripMs: number | null = null): boolean {
    const limit = limitMs + 2 * Math.min(roundTripMs ?? 0, mostTripMs);
    // A page that was asleep knows nothing about the time it slept.
    const slept = atMs - this.#watchedAt > limitMs;
    this.#watchedAt = atMs;
    if (packets !== this.#packets || !expected || slept) {
      if (packets !== this.#packets) this.#bitten = false;
      this.#packets = packets;
      this.#aliveAt = atMs;
      return false;
    }
    if (this.#bitten || atMs - this.#aliveAt < limit) return false;
    this.#bitten = true;
    return true;
  }
}
