/** A hand that shakes hides a code for a moment; one that takes it away does so for longer. */
const awayMs = 1_000;

/** What is held before the camera: each code is told once, and again when it was taken away and is held there anew. */
export class Held {
  #told: string | null = null;
  /** Since when looks have not found what was told. */
  #goneAt: number | null = null;

  /** The code of a look, unless it was told and has been there since; the time is in milliseconds. */
  fresh(code: string | null, at: number): string | null {
    if (code !== this.#told) {
      this.#goneAt ??= at;
      return code;
    }
    const isBack = this.#goneAt !== null && at - this.#goneAt >= awayMs;
    this.#goneAt = null;
    return isBack ? code : null;
  }

  told(code: string): void {
    [this.#told, this.#goneAt] = [code, null];
  }
}
