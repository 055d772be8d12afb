import { signal } from '@preact/signals';

/** The last state change, for those who cannot see it. */
export const announcement = signal('');

export function announce(text: string): void {
  announcement.value = text;
}
