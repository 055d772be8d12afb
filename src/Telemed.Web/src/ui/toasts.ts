import { signal } from '@preact/signals';
import { problemText } from '../i18n/problemText';

export interface Toast {
  id: number;
  text: string;
  tone: 'info' | 'alarm';
}

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

/** Shows a short message; it goes by itself, or by its button. */
export function toast(text: string, tone: Toast['tone'] = 'info'): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }];
  setTimeout(() => dismiss(id), tone === 'alarm' ? 10_000 : 5_000);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Says what went wrong, in the person's language. */
export function toastProblem(error: unknown): void {
  toast(problemText(error), 'alarm');
}

/** Runs something that may be refused; the refusal is shown and swallowed. True when it went well. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toastProblem(error);
    return false;
  }
}
