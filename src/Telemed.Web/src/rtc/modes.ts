import type { LinkWord } from '../api/contracts';

export type SendMode = 'full' | 'weak' | 'photo';

/** Readings in a row, each some 400 ms. */
const weakReadings = 6;
const goodReadings = 20;
const starvedReadings = 8;
/** Below this a moving picture is none: bit/s that the browser believes to get through, sound included. */
const leastForVideo = 90_000;
/** So much that a picture fits with room to spare. A browser believes in no more than half as much again as got through, which 64 kbit/s cannot reach. */
const ampleForVideo = 140_000;
const ampleReadings = 5;
/** Of the time after which a picture is tried whatever gets through. */
const ampleShare = 1 / 6;
const firstPhotoMs = 30_000;
const longestPhotoMs = 240_000;
/** A picture that lasts this long was worth the try. */
const settledMs = 30_000;

/**
 * What to send over the own link: all, a small picture, or stills. Down as soon as the link is known to be weak, up
 * slowly. From stills a picture is tried again after 30 s, then after twice as long; six times as soon where what gets
 * through of the stills shows that it fits.
 */
export class ModeChooser {
  mode: SendMode;
  #weak = 0;
  #good = 0;
  #starved = 0;
  #ample = 0;
  #since: number;
  #photoMs = firstPhotoMs;

  /** Begins with a mode, at a time. */
  constructor(mode: SendMode = 'full', atMs = 0) {
    this.mode = mode;
    this.#since = atMs;
  }

  /** The mode from now on. Times are monotonic milliseconds. */
  observe(atMs: number, word: LinkWord, outgoingBitrate: number | null): SendMode {
    const weak = word === 'weak' || word === 'lost';
    this.#weak = weak ? this.#weak + 1 : 0;
    this.#good = weak ? 0 : this.#good + 1;
    // What is not known at a time says nothing against what was known before.
    if (outgoingBitrate !== null) {
      this.#starved = outgoingBitrate < leastForVideo ? this.#starved + 1 : 0;
      this.#ample = outgoingBitrate >= ampleForVideo ? this.#ample + 1 : 0;
    }
    if (this.mode === 'full' && (this.#weak >= weakReadings || this.#starved >= starvedReadings)) this.#change('weak', atMs);
    else if (this.mode === 'weak') this.#fromWeak(atMs);
    else if (this.mode === 'photo' && atMs - this.#since >= (this.#ample >= ampleReadings ? this.#photoMs * ampleShare : this.#photoMs)) this.#change('weak', atMs);
    return this.mode;
  }

  #fromWeak(atMs: number): void {
    if (this.#starved >= starvedReadings) {
      const tried = atMs - this.#since < settledMs;
      this.#photoMs = tried ? Math.min(this.#photoMs * 2, longestPhotoMs) : firstPhotoMs;
      this.#change('photo', atMs);
    } else if (this.#good >= goodReadings) this.#change('full', atMs);
  }

  #change(mode: SendMode, atMs: number): void {
    this.mode = mode;
    this.#since = atMs;
    this.#weak = 0;
    this.#good = 0;
    this.#starved = 0;
    this.#ample = 0;
  }
}
