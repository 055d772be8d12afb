import { signal } from '@preact/signals';
import type { FileView, Point, Presentation } from '../api/contracts';
import { wholePage } from '../files/view';

type Shown = Pick<Presentation, 'file' | 'view' | 'pointer'>;
type Send = (shown: Shown & { revision: number; start: boolean }) => Promise<void>;

/** Between two of the looks that go out: more than the eye follows would only queue. */
const everyMs = 60;

/**
 * What this person shows, as they see it themselves: at once, without asking the room. Of what they do only the latest
 * goes out, one after the other.
 */
export class Presenter {
  readonly shown = signal<Shown | null>(null);
  readonly #send: Send;
  #revision = 0;
  #waiting = false;
  #sending = false;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Shows a file from its first page on; told when the room has taken it. */
  async start(file: string): Promise<void> {
    const shown = { file, view: wholePage, pointer: null };
    await this.#send({ ...shown, revision: ++this.#revision, start: true });
    this.shown.value = shown;
  }

  look(view: FileView): void {
    this.#change({ view });
  }

  point(pointer: Point | null): void {
    const before = this.shown.value?.pointer ?? null;
    if (pointer?.[0] === before?.[0] && pointer?.[1] === before?.[1]) return;
    this.#change({ pointer });
  }

  /** The room still has this person's file, after a break or a page that was loaded anew: it hears how it is seen now. */
  goOn(kept: Presentation): void {
    this.#revision = Math.max(this.#revision, kept.revision);
    if (this.shown.value?.file === kept.file) this.#change({});
    else this.shown.value = { file: kept.file, view: kept.view, pointer: null };
  }

  end(): void {
    this.shown.value = null;
    this.#waiting = false;
  }

  #change(part: Partial<Shown>): void {
    const now = this.shown.value;
    if (!now) return;
    this.shown.value = { ...now, ...part };
    this.#waiting = true;
    void this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#waiting && this.shown.value) {
      this.#waiting = false;
      // What is lost on the way is overtaken by the next look, or sent again after the way back into the room.
      const isTold = await this.#send({ ...this.shown.value, revision: ++this.#revision, start: false }).then(() => true, () => false);
      if (!isTold) break;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    this.#sending = false;
  }
}
