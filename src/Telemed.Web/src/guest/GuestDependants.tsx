import { useEffect, useState } from 'preact/hooks';
import type { Dependant, GuestConsult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

/** For whom else this phone speaks, and how to give it up. */
export function GuestDependants({ visit, take }: { visit: GuestConsult; take: (visit: GuestConsult) => void }) {
  const [all, setAll] = useState<readonly Dependant[]>([]);
  const [leaving, setLeaving] = useState(false);
  const [reason, setReason] = useState('');
  useEffect(() => {
    let old = false;
    void api.dependants().then((list) => !old && setAll(list), () => undefined);
    return () => {
      old = true;
    };
  }, [visit.consult, visit.binding === null]);
  if (!visit.binding && all.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="guest-dependants" data-testid="guest-dependants">
      <h2 id="guest-dependants">{t('guest.dependants')}</h2>
      {all.map((one) => (
        <div class="line line--apart" key={one.consult}>
          <span><strong>{one.patientLabel ?? '—'}</strong><br /><span class="soft small">{nameOf(one.institution)}</span></span>
          {one.consult === visit.consult
            ? <Badge tone="accent">{t('guest.dependants.shown')}</Badge>
            : <Button testId="guest-switch" onClick={() => attempt(async () => take(await api.switchDependant(one.consult)))}>{t('guest.dependants.show')}</Button>}
        </div>
      ))}
      {visit.binding && !leaving && <div><Button testId="guest-unbind-open" onClick={() => setLeaving(true)}>{t('bind.unbind')}</Button></div>}
      {visit.binding && leaving && (
        <div class="stack stack--tight">
          <TextField label={t('bind.reason')} value={reason} onInput={setReason} maxLength={200} testId="guest-unbind-reason" />
          <Button kind="danger" testId="guest-unbind" disabled={!reason.trim()} onClick={() => attempt(async () => {
            take(await api.guestUnbind(reason.trim()));
            setLeaving(false);
          })}>{t('bind.unbind')}</Button>
        </div>
      )}
    </section>
  );
}
