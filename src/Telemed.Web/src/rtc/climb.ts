const firstMs = 15_000;
const longestMs = 120_000;

/**
 * When to try UDP again while media goes by TCP: after 15 s, then after twice as long each time, at most every two
 * minutes. Times are monotonic milliseconds.
 */
export class Climb {
  #dueAt: number | null = null;
  #waitMs = firstMs;

  /** True when it is time for an ICE restart. */
  observe(atMs: number, protocol: 'udp' | 'tcp' | null): boolean {
    if (protocol === 'udp') {
      this.#dueAt = null;
      this.#waitMs = firstMs;
    }
    if (protocol !== 'tcp') return false;
    this.#dueAt ??= atMs + this.#waitMs;
    if (atMs < this.#dueAt) return false;
    this.#waitMs = Math.min(this.#waitMs * 2, longestMs);
    this.#dueAt = atMs + this.#waitMs;
    return true;
  }
}
