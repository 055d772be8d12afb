import type { LinkWord } from '../api/contracts';
import { t } from '../i18n';
import { linkWords } from './words';

const bars = [1, 2, 3, 4, 5];

/** The link as a word and a bar. */
export function LinkBadge({ word, score, own }: { word: LinkWord | null; score: number; own?: boolean }) {
  return (
    <span class={`link link--${word ?? 'unknown'}`} data-testid={own ? 'link-quality' : undefined} data-word={word ?? undefined}>
      <span class="link__bars" aria-hidden="true">
        {bars.map((bar) => <span key={bar} class="link__bar" data-full={score >= bar ? '' : undefined} />)}
      </span>
      <span class="visually-hidden">{t('link.label')}: </span>
      <span>{linkWords(word)}</span>
    </span>
  );
}
