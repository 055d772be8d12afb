/**
 * Sees that media has died before the browser does (which takes 6 to 18 s). It is told how many packets have come in all
 * and whether any were to be expected; it bites once when none came for the limit, and must be fed before it bites again.
 */
export class Watchdog {
  readonly #limitMs: number;
  #packets = -1;
  #aliveAt = 0;
  #watchedAt = 0;
  #bitten = false;

  constructor(limitMs = 1_300) {
    this.#limitMs = limitMs;
  }

  /** True when the connection should be given up. Times are monotonic milliseconds. */
  observe(atMs: number, packets: number, expected: boolean): boolean {
    // A page that was asleep knows nothing about the time it slept.
    const slept = atMs - this.#watchedAt > this.#limitMs;
    this.#watchedAt = atMs;
    if (packets !== this.#packets || !expected || slept) {
      if (packets !== this.#packets) this.#bitten = false;
      this.#packets = packets;
      this.#aliveAt = atMs;
      return false;
    }
    if (this.#bitten || atMs - this.#aliveAt < this.#limitMs) return false;
    this.#bitten = true;
    return true;
  }
}
