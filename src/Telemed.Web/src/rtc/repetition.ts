import type { Reading } from './stats';

const fromShare = 0.06;
const belowShare = 0.02;
/** What is kept of the count with each reading, of which there are two or three a second: five seconds count. */
const memory = 0.92;
const waitMs = 140;
const thinWaitMs = 320;

/**
 * How long sound waits for its repetition: the relay repeats each packet three and six packets later (of thin sound five), and what
 * comes after its turn is not played. It goes by what the page itself misses. What the relay says of the link comes by TCP, which
 * stands still on just the links that lose much.
 */
export class RepetitionWait {
  #received = 0;
  #missing = 0;
  #waits = false;

  /** Milliseconds from now on; null for none. */
  observe(before: Reading, after: Reading, thin: boolean): number | null {
    this.#received = this.#received * memory + Math.max(0, after.soundPackets - before.soundPackets);
    this.#missing = this.#missing * memory + Math.max(0, after.soundMissing - before.soundMissing);
    const all = this.#received + this.#missing;
    const share = all > 0 ? this.#missing / all : 0;
    this.#waits = this.#waits ? share >= belowShare : share >= fromShare;
    if (!this.#waits) return null;
    return thin ? thinWaitMs : waitMs;
  }
}
