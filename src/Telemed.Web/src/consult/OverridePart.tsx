import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

/** An emergency that cannot wait for the patient's consent: one doctor says why, a second one agrees. */
export function OverridePart({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  if (!consult.actions.includes('overrideConsent')) return null;
  const send = (text: string) => attempt(async () => take(await api.overrideConsent(consult.id, text)));
  if (consult.override) {
    return (
      <Banner tone="warn" icon="consent">
        <span>{t('override.asked', { name: nameOf(consult.override.first.name), reason: consult.override.reason ?? '' })}</span>
        <Button testId="override-confirm" onClick={() => send('')}>{t('override.confirm')}</Button>
      </Banner>
    );
  }
  if (!open) return <div><Button kind="quiet" testId="override-open" onClick={() => setOpen(true)}>{t('override.open')}</Button></div>;
  return (
    <div class="sign">
      <TextField label={t('override.reason')} hint={t('override.hint')} value={reason} maxLength={500} autofocus testId="override-reason"
        onInput={setReason} />
      <Button testId="override-ask" disabled={!reason.trim()} onClick={() => send(reason.trim())}>{t('override.ask')}</Button>
    </div>
  );
}
