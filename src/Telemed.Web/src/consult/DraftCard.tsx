import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';

export function DraftCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  return (
    <section class="card stack" aria-labelledby="draft-title">
      <h2 id="draft-title">{t('draft.title')}</h2>
      <p>{t('draft.meaning')}</p>
      <div class="line">
        <Button kind={consult.urgency === 'emergency' ? 'danger' : 'primary'} icon="send" testId="draft-submit"
          onClick={() => attempt(async () => take(await api.submit(consult.id)))}>
          {t(consult.urgency === 'emergency' ? 'new.submit.emergency' : 'new.submit')}
        </Button>
        {consult.actions.includes('cancel') && (
          <Button onClick={() => attempt(async () => take(await api.cancel(consult.id, 'draft-discarded')))}>{t('draft.discard')}</Button>
        )}
      </div>
    </section>
  );
}
