import type { Opinion } from '../api/contracts';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { PersonLine } from './CaseCard';

/** A signed opinion, as it will stay. */
export function OpinionText({ opinion }: { opinion: Opinion }) {
  return (
    <div class="stack" data-testid="opinion-signed">
      <div>
        <h3>{t('opinion.findings')}</h3>
        <p class="prose" dir="auto">{opinion.findings}</p>
      </div>
      {opinion.advice && (
        <div>
          <h3>{t('opinion.advice')}</h3>
          <p class="prose" dir="auto">{opinion.advice}</p>
        </div>
      )}
      <p>
        {opinion.signedAt && <span class="soft">{t('opinion.signedBy', { time: dayAndTime(opinion.signedAt, now()) })} </span>}
        <PersonLine person={opinion.author} />
      </p>
      {opinion.addenda.map((one) => (
        <div key={one.at}>
          <h3>{t('opinion.addendum', { name: nameOf(one.author.name), time: dayAndTime(one.at, now()) })}</h3>
          <p class="prose" dir="auto">{one.text}</p>
        </div>
      ))}
    </div>
  );
}
