import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextArea } from '../ui/Field';
import { attempt } from '../ui/toasts';

type Verdict = Parameters<typeof api.decideReview>[1];

/** What the reviewer said, and for the reviewer what to say. */
export function ReviewCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [note, setNote] = useState('');
  const may = (action: string) => consult.actions.includes(action);
  const works = may('review') || may('decide') || may('noteReview');
  if (!works && !consult.review) return null;
  const decide = (verdict: Verdict) => attempt(async () => {
    take(await api.decideReview(consult.id, verdict, note.trim()));
    setNote('');
  });
  const silent = !note.trim();
  return (
    <section class="card stack" aria-labelledby="review-title" data-testid="review">
      <h2 id="review-title">{t('review.title')}</h2>
      {consult.review && (
        <Banner tone={consult.review.verdict === 'returned' || consult.review.verdict === 'rejected' ? 'warn' : 'info'} icon="info">
          <span>
            <strong>{t(`verdict.${consult.review.verdict}`)}</strong> · {nameOf(consult.review.by.name)}
            {consult.review.note && <span class="prose" dir="auto"><br />{consult.review.note}</span>}
          </span>
        </Banner>
      )}
      {may('review') && (
        <div>
          <Button kind="primary" testId="review-start" onClick={() => attempt(async () => take(await api.startReview(consult.id)))}>
            {t('review.start')}
          </Button>
        </div>
      )}
      {(may('decide') || may('noteReview')) && (
        <>
          <TextArea label={t('review.note')} hint={t(may('decide') ? 'review.note.hint' : 'review.beside')} value={note} rows={3}
            maxLength={1000} testId="review-note" onInput={setNote} />
          <div class="line">
            {may('decide') && (
              <>
                <Button kind="primary" icon="check" testId="review-approve" onClick={() => decide('approve')}>{t('review.approve')}</Button>
                <Button testId="review-return" disabled={silent} onClick={() => decide('return')}>{t('review.return')}</Button>
                <Button testId="review-reject" disabled={silent} onClick={() => decide('reject')}>{t('review.reject')}</Button>
              </>
            )}
            {!may('decide') && <Button testId="review-remark" disabled={silent} onClick={() => decide('note-review')}>{t('review.remark')}</Button>}
          </div>
        </>
      )}
    </section>
  );
}
