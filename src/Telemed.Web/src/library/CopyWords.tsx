import type { CopyPart, CopyText } from '../api/contracts';
import { t } from '../i18n';

export const parts: readonly CopyPart[] = ['title', 'summary', 'findings', 'advice'];

/** The words of a copy, but for its title. */
export function CopyWords({ text, heading: Heading }: { text: CopyText; heading: 'h2' | 'h3' }) {
  return (
    <>
      {parts.slice(1).filter((part) => text[part]).map((part) => (
        <section key={part} class="stack stack--tight" aria-label={t(`copy.part.${part}`)}>
          <Heading>{t(`copy.part.${part}`)}</Heading>
          <p class="prose copy__words" dir="auto">{text[part]}</p>
        </section>
      ))}
    </>
  );
}
