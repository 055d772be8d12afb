import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { TextArea } from '../ui/Field';
import { attempt } from '../ui/toasts';

/** A clinician who has no part in a case and needs it now: for an hour, with a reason, and the privacy officer hears of it. */
export function BreakGlass({ id, take }: { id: string; take: (consult: Consult) => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <section class="card stack" aria-labelledby="glass-title">
      <h1 id="glass-title">{t('glass.title')}</h1>
      <p>{t('glass.meaning')}</p>
      {open ? (
        <>
          <TextArea label={t('glass.reason')} value={reason} rows={3} maxLength={500} autofocus testId="glass-reason" onInput={setReason} />
          <div class="line">
            <Button onClick={() => setOpen(false)}>{t('glass.not')}</Button>
            <Button kind="danger" testId="glass-break" disabled={!reason.trim()}
              onClick={() => attempt(async () => take(await api.breakGlass(id, reason.trim())))}>{t('glass.do')}</Button>
          </div>
        </>
      ) : <div><Button testId="glass-open" onClick={() => setOpen(true)}>{t('glass.open')}</Button></div>}
    </section>
  );
}
