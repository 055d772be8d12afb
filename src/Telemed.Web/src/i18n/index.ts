import { signal } from '@preact/signals';
import { savedLanguage, store } from '../app/preferences';
import type { Name } from '../api/contracts';
import { pseudo } from './pseudo';
import type { Catalogue, MessageKey, Messages } from './types';

export type { MessageKey } from './types';
export type Language = 'zh' | 'en' | 'qps';

/** The languages a person can choose; the pseudo-language is reached by `?lang=qps` only. */
export const languages: readonly { code: Language; label: string }[] = [
  { code: 'zh', label: '中文' },
  { code: 'en', label: 'English' },
];

export const language = signal<Language>('zh');
let messages: Catalogue | null = null;

type Placeholders<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? P | Placeholders<Rest> : never;
type Arguments<K extends MessageKey> = [Placeholders<Messages[K]>] extends [never]
  ? []
  : [Record<Placeholders<Messages[K]>, string | number>];

/** The words for a key in the person's language. Reads `language`, so that what uses it is drawn anew on a switch. */
export function t<K extends MessageKey>(key: K, ...args: Arguments<K>): string {
  return fill(language.value && messages ? messages[key] : key, args[0] as Record<string, string | number> | undefined);
}

/** The words for a code that the server sent, or null when this page has none. */
export function tryT(key: string): string | null {
  const text = language.value && messages ? (messages as Record<string, string>)[key] : undefined;
  return text ?? null;
}

function fill(text: string, values?: Record<string, string | number>): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;
}

/** The name of a person, institution or service in the language of the page. */
export function nameOf(name: Name | null | undefined): string {
  if (!name) return '';
  return language.value === 'zh' ? name.zh || name.en : name.en || name.zh;
}

export function localeOf(value: Language): string {
  return value === 'zh' ? 'zh-CN' : 'en-GB';
}

/** A language's name in the language of the page. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames(localeOf(language.value), { type: 'language' }).of(tag) ?? tag;
}

export function preferredLanguage(search: string): Language {
  const wanted = new URLSearchParams(search).get('lang') ?? savedLanguage();
  if (wanted === 'zh' || wanted === 'en' || wanted === 'qps') return wanted;
  return 'zh';
}

export async function useLanguage(value: Language): Promise<void> {
  if (value === 'zh') messages = (await import('./zh')).zh;
  else {
    const { en } = await import('./en');
    messages = value === 'qps' ? pseudo(en) : en;
  }
  if (value !== 'qps') store('language', value);
  language.value = value;
  const root = document.documentElement;
  root.lang = value === 'zh' ? 'zh-CN' : 'en';
  root.dir = value === 'qps' ? 'rtl' : 'ltr';
}
