import type { Consult } from '../api/contracts';
import { nameOf, t, tryT } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';

/** What happened, in order. A step that this page has no words for is left out. */
export function TimelineCard({ consult }: { consult: Consult }) {
  const steps = consult.timeline
    .map((step) => ({ ...step, words: tryT(`timeline.${step.code}`) }))
    .filter((step) => step.words !== null);
  if (steps.length === 0) return null;
  return (
    <section class="card stack stack--tight" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('timeline.title')}</h2>
      <ol class="timeline">
        {steps.map((step, index) => (
          <li key={index}>
            <time class="soft" dateTime={step.at}>{dayAndTime(step.at, now())}</time>
            <span>{step.words}{step.actor ? ` · ${nameOf(step.actor)}` : ''}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
