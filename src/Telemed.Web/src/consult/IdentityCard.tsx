import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { isSameNumber, patientNumberOf } from '../scan/meaning';
import { ScanButton } from '../scan/ScanButton';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Check } from '../ui/Field';
import { attempt, toast } from '../ui/toasts';

const kinds = ['name', 'birthDate', 'resident-id', 'health-code', 'social-security', 'passport', 'paper', 'photo'] as const;

/** Is this the patient of the request? Two identifiers are compared beside the patient before the room opens. */
export function IdentityCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const may = (action: string) => consult.actions.includes(action);
  if (!may('identify') && !may('arrive') && !consult.identity) return null;
  const toggle = (kind: string, on: boolean) => setChosen(on ? [...chosen, kind] : chosen.filter((one) => one !== kind));
  const compare = async (code: string): Promise<string | (() => void)> => {
    const number = patientNumberOf(code);
    if (number === null) return t('scan.fault.notCard');
    const same = consult.patient?.identifiers?.find((one) => isSameNumber(one.value, number));
    const kind = kinds.find((one) => one === same?.system);
    if (!kind) return t('scan.fault.otherPatient');
    return () => {
      if (!chosen.includes(kind)) toggle(kind, true);
      toast(t('scan.card.same', { kind: t(`kind.${kind}`) }));
    };
  };
  return (
    <section class="card stack" aria-labelledby="identity-title" data-testid="identity">
      <div class="line line--apart">
        <h2 id="identity-title">{t('identity.title')}</h2>
        {consult.arrivedAt && <Badge tone="good" icon="check">{t('identity.arrived', { time: dayAndTime(consult.arrivedAt, now()) })}</Badge>}
        {may('arrive') && (
          <Button testId="patient-arrived" onClick={() => attempt(async () => take(await api.arrive(consult.id)))}>{t('identity.arrive')}</Button>
        )}
      </div>
      {consult.identity ? (
        <p><Badge tone="good" icon="check" testId="identity-done">{t('identity.done', {
          name: nameOf(consult.identity.by.name), time: dayAndTime(consult.identity.at, now()),
        })}</Badge></p>
      ) : may('identify') && (
        <>
          <p class="soft">{t(consult.lane === 'emergency' ? 'identity.meaning.emergency' : 'identity.meaning')}</p>
          <div class="line">
            {kinds.map((kind) => (
              <Check key={kind} label={t(`kind.${kind}`)} checked={chosen.includes(kind)} testId={`identity-${kind}`}
                onChange={(on) => toggle(kind, on)} />
            ))}
          </div>
          <div class="line">
            {(consult.patient?.identifiers?.length ?? 0) > 0 && (
              <ScanButton label={t('scan.card')} testId="identity-scan" title={t('scan.card')} hint={t('scan.card.hint')} typedLabel={t('scan.card.typed')} onCode={compare} />
            )}
            <Button kind="primary" icon="check" testId="identity-confirm" disabled={chosen.length < 2}
              onClick={() => attempt(async () => take(await api.identify(consult.id, chosen)))}>{t('identity.confirm')}</Button>
          </div>
        </>
      )}
    </section>
  );
}
