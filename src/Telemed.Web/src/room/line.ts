import type { JoinPermit, JoinReply } from '../api/contracts';
import { RoomHub } from '../rtc/roomHub';
import type { RoomEvent } from './state';

/** A permit is good for 60 s and for one join; one that is older than this is thrown away. */
export const permitLifeMs = 50_000;

/**
 * A connection to the consult hub with its permit, before and after its one `Join`. Events that overtake the answer to
 * `Join` are held back until the answer has been taken in.
 */
export class Line {
  readonly hub: RoomHub;
  readonly permit: JoinPermit;
  readonly openedAt = performance.now();
  #held: RoomEvent[] | null = [];
  #deliver: (event: RoomEvent) => void = () => {};
  #onClosed: () => void = () => {};
  #closed = false;

  private constructor(hub: RoomHub, permit: JoinPermit) {
    this.hub = hub;
    this.permit = permit;
  }

  static async open(ask: () => Promise<JoinPermit>): Promise<Line> {
    const permit = await ask();
    let line: Line | null = null;
    const hub = await RoomHub.open(permit, {
      event: (name, body) => line?.receive({ name, body }),
      closed: () => line?.closed(),
    });
    line = new Line(hub, permit);
    return line;
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  get usable(): boolean {
    return !this.#closed && performance.now() - this.openedAt < permitLifeMs;
  }

  join(offerSdp: string, resumeFrom: number | null): Promise<JoinReply> {
    // On the second and later joins too: what overtakes the answer is newer than it.
    this.#held ??= [];
    return this.hub.join(offerSdp, resumeFrom);
  }

  /** From now on events are delivered, the held ones first. */
  release(deliver: (event: RoomEvent) => void, onClosed: () => void): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.#deliver = deliver;
    this.#onClosed = onClosed;
    held.forEach(deliver);
    if (this.#closed) onClosed();
  }

  receive(event: RoomEvent): void {
    if (this.#held) this.#held.push(event);
    else this.#deliver(event);
  }

  closed(): void {
    this.#closed = true;
    this.#onClosed();
  }
}
