import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { attempt } from '../ui/toasts';
import { Acknowledge } from './Acknowledge';
import { OpinionEditor } from './OpinionEditor';
import { OpinionText } from './OpinionText';

const after: ReadonlySet<string> = new Set([
  'sessionEnded', 'opinionPending', 'opinionSigned', 'acknowledged', 'closed', 'archived',
]);

/** The opinion: written by the specialist, waited for and read by the requester. */
export function OpinionCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  if (!after.has(consult.state)) return null;
  const signed = consult.opinion?.signedAt != null;
  const writing = !signed && consult.mine === 'specialist';
  return (
    <section class="card stack" aria-labelledby="opinion-title">
      <h2 id="opinion-title">{t('opinion.title')}</h2>
      {writing && consult.actions.includes('proceedUnrecorded') && (
        <Banner tone="warn" icon="alert">
          <span>{t('opinion.unrecorded')}</span>
          <Button onClick={() => attempt(async () => take(await api.proceedUnrecorded(consult.id, 'recording-failed')))}>
            {t('room.proceed')}
          </Button>
        </Banner>
      )}
      {writing && <OpinionEditor consult={consult} take={take} />}
      {signed && consult.opinion && <OpinionText opinion={consult.opinion} />}
      {!signed && !writing && <EmptyState icon="opinion" title={t('opinion.waiting')}>{t('opinion.waiting.meaning')}</EmptyState>}
      {signed && <Acknowledge consult={consult} take={take} />}
    </section>
  );
}
