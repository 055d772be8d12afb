import type { Catalogue } from './types';

const accents: Readonly<Record<string, string>> = {
  a: 'á', e: 'ë', i: 'í', o: 'ö', u: 'ü', y: 'ý', c: 'ç', n: 'ñ', s: 'š', A: 'Å', E: 'É', I: 'Î', O: 'Ø', U: 'Û',
};

/** Accents every letter and makes the text 40 % longer, so that forgotten texts and narrow boxes show. */
export function pseudoText(text: string): string {
  const accented = text.replace(/\{\w+\}|[a-zA-Z]/g, (part) => accents[part] ?? part);
  const letters = text.replace(/\{\w+\}/g, '').length;
  return `[${accented}${' ~~~~~~'.repeat(Math.ceil((letters * 0.4) / 7))}]`;
}

export function pseudo(source: Catalogue): Catalogue {
  return Object.fromEntries(Object.entries(source).map(([key, text]) => [key, pseudoText(text)])) as Catalogue;
}
