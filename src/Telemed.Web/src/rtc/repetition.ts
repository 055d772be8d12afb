import type { Reading } from './stats';

const fromShare = 0.06;
const belowShare = 0.02;
const madeUpFrom = 0.015;
/** Two seconds of sound. */
const leastPlayed = 96_000;
/** What is kept of the count with each reading, of which there are two or three a second: five seconds count. */
const memory = 0.92;
/** The farthest repetition comes eight packets later, 160 ms or 320 ms, and somewhat late on a link that is nearly full. */
const waitMs = 200;
const thinWaitMs = 420;

/**
 * How long sound waits for its repetition: the relay repeats each packet four and eight packets later, and what
 * comes after its turn is not played. It goes by what the page itself misses. What the relay says of the link comes by TCP, which
 * stands still on just the links that lose much. What the relay got back by repetition is missing nowhere, and may come too late all the same: that
 * shows in what had to be made up.
 */
export class RepetitionWait {
  #received = 0;
  #missing = 0;
  #played = 0;
  #madeUp = 0;
  #waits = false;

  /** Milliseconds from now on; null for none. */
  observe(before: Reading, after: Reading, thin: boolean): number | null {
    this.#received = this.#received * memory + Math.max(0, after.soundPackets - before.soundPackets);
    this.#missing = this.#missing * memory + Math.max(0, after.soundMissing - before.soundMissing);
    this.#played = this.#played * memory + Math.max(0, after.soundPlayed - before.soundPlayed);
    this.#madeUp = this.#madeUp * memory + Math.max(0, after.soundMadeUp - before.soundMadeUp);
    const all = this.#received + this.#missing;
    const share = all > 0 ? this.#missing / all : 0;
    // What comes again in time is not missing: while somebody's way is narrow, little that is missing is no reason not to wait.
    this.#waits = this.#waits ? thin || share >= belowShare : share >= fromShare || (thin && this.#madeUp > madeUpFrom * Math.max(this.#played, leastPlayed));
    if (!this.#waits) return null;
    return thin ? thinWaitMs : waitMs;
  }
}
