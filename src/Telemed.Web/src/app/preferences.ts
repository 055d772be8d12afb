import { effect, signal } from '@preact/signals';

/** What a person chose for this browser. Nothing here concerns a patient. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(`telemed.${key}`);
  } catch {
    return null;
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(`telemed.${key}`, value);
  } catch {
    // Storage is full or forbidden: the choice then lasts until the page is closed.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`telemed.${key}`);
  } catch {
    // Nothing was stored then.
  }
}

/** What `store` kept as JSON; null when there is none or it cannot be read. */
export function remembered<T>(key: string): T | null {
  try {
    return JSON.parse(stored(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export const largeText = signal(stored('largeText') === '1');
export const localTimeToo = signal(stored('localTime') === '1');
export const savedLanguage = (): string | null => stored('language');

export function applyPreferences(): void {
  effect(() => {
    document.documentElement.dataset['text'] = largeText.value ? 'large' : 'normal';
    store('largeText', largeText.value ? '1' : '0');
  });
  effect(() => store('localTime', localTimeToo.value ? '1' : '0'));
}
