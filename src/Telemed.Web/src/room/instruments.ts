import { signal } from '@preact/signals';
import { store, stored } from '../app/preferences';
import { t } from '../i18n';
import type { MoreFeed } from '../rtc/peer';
import { attempt, toast } from '../ui/toasts';

/** What a device at this computer may be shown as (the record's names for feeds). */
export const instrumentFeeds = ['exam', 'ultrasound', 'microscope', 'endoscope', 'ecg', 'stethoscope'] as const;
export type InstrumentFeed = (typeof instrumentFeeds)[number];

export interface Instrument {
  feed: InstrumentFeed;
  track: MediaStreamTrack;
}

/** Which device was shown as this the last time, at this computer. */
export const rememberedDevice = (feed: InstrumentFeed): string | null => stored(`instrument.${feed}`);

/** The instruments at this computer that the room sees: each a feed of its own beside face and voice. */
export class Instruments {
  readonly shown = signal<readonly Instrument[]>([]);
  /** Whether the person is choosing one. */
  readonly choosing = signal(false);
  readonly #publish: (feed: MoreFeed, track: MediaStreamTrack | null) => Promise<void>;
  #held = false;

  constructor(publish: (feed: MoreFeed, track: MediaStreamTrack | null) => Promise<void>) {
    this.#publish = publish;
  }

  trackOf(feed: string | undefined): MediaStreamTrack | null {
    return this.shown.value.find((one) => one.feed === feed)?.track ?? null;
  }

  /** Shows a device to the room in place of what was shown as the same until now. A room that refuses it leaves nothing on. */
  async show(feed: InstrumentFeed, track: MediaStreamTrack): Promise<void> {
    this.#take(feed)?.stop();
    const device = track.getSettings().deviceId;
    if (device) store(`instrument.${feed}`, device);
    track.enabled = !this.#held;
    this.shown.value = [...this.shown.value, { feed, track }];
    track.addEventListener('ended', () => {
      if (this.trackOf(feed) === track) void this.#lose(feed);
    });
    try {
      await this.#publish(feed, track);
    } catch (error) {
      if (this.trackOf(feed) === track) {
        this.#take(feed)?.stop();
        // It may have been refused after the relay had the line already.
        void this.#publish(feed, null).catch(() => undefined);
      }
      throw error;
    }
  }

  async stop(feed: InstrumentFeed): Promise<void> {
    const track = this.#take(feed);
    if (!track) return;
    track.stop();
    await this.#publish(feed, null);
  }

  /** A new connection knows of none of them yet. */
  publishAll(): void {
    for (const { feed, track } of this.shown.value) void attempt(() => this.#publish(feed, track));
  }

  setHeld(held: boolean): void {
    this.#held = held;
    for (const { track } of this.shown.value) track.enabled = !held;
  }

  close(): void {
    for (const { track } of this.shown.value) track.stop();
    this.shown.value = [];
    this.choosing.value = false;
  }

  /** Its plug was pulled, or the system took it away. */
  async #lose(feed: InstrumentFeed): Promise<void> {
    this.#take(feed);
    const text = t('instrument.lost', { feed: t(`feed.${feed}`) });
    toast(text, 'alarm');
    await attempt(() => this.#publish(feed, null));
  }

  #take(feed: InstrumentFeed): MediaStreamTrack | null {
    const track = this.trackOf(feed);
    this.shown.value = this.shown.value.filter((one) => one.feed !== feed);
    return track;
  }
}
