import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { isJoinable } from '../desk/order';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import { Cancel } from './WaitingCard';

/** The last step of a consult, or the way out of one that has been accepted and not begun. */
export function ClosingCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  if (consult.actions.includes('close') && consult.state === 'acknowledged') {
    return (
      <section class="card line line--apart" aria-label={t('closing.title')}>
        <p>{t('closing.meaning')}</p>
        <Button kind="primary" icon="check" testId="consult-close" onClick={() => attempt(async () => take(await api.close(consult.id)))}>
          {t('closing.do')}
        </Button>
      </section>
    );
  }
  if (isJoinable(consult.state) && consult.mine === 'requester' && consult.actions.includes('cancel')) {
    return <section aria-label={t('cancel.open')}><Cancel consult={consult} take={take} /></section>;
  }
  return null;
}
