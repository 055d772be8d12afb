import { useState } from 'preact/hooks';
import type { Consult, ConsentMethod, Guardian, Me } from '../api/contracts';
import * as api from '../api/telemed';
import { consentTextVersion } from './consentText';
import { language, nameOf, t } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import { GuardianFields, guardians, isWhole, MethodFields, noGuardian } from './ConsentFields';
import { OverridePart } from './OverridePart';

/** The patient's consent to the consult, recorded by the doctor beside them; it can be given while it rings. */
export function ConsultConsentCard({ consult, me, take }: { consult: Consult; me: Me; take: (consult: Consult) => void }) {
  const [method, setMethod] = useState<ConsentMethod>('spoken');
  const [witness, setWitness] = useState(nameOf(me.name));
  const [tried, setTried] = useState(false);
  const [guardian, setGuardian] = useState<Guardian>(noGuardian);
  const child = consult.needsGuardian;
  const missing = (method === 'spoken' && !witness.trim()) || (child && !isWhole(guardian));
  const agree = async () => {
    setTried(true);
    if (missing) return;
    await attempt(async () =>
      take(await api.consent(consult.id, {
        item: 'consult',
        subject: 'patient',
        granted: true,
        method,
        ...(witness.trim() ? { witness: witness.trim() } : {}),
        textVersion: consentTextVersion.consult,
        language: language.value === 'zh' ? 'zh' : 'en',
        ...(child ? { guardian } : {}),
      })));
  };
  return (
    <section class="card stack" aria-labelledby="consent-title" data-testid="consent-consult">
      <h2 id="consent-title">{t('consent.consult.title')}</h2>
      <div class="consent-text">
        <p>{t('consent.consult.text')}</p>
        <p class="soft small">{t('consent.version', { version: consentTextVersion.consult })}</p>
      </div>
      {consult.override?.owed && <Banner tone={consult.override.overdue ? 'alarm' : 'warn'} icon="clock">{t('override.owed')}</Banner>}
      {child && (
        <fieldset class="stack stack--tight">
          <legend><strong>{t('guardian.title')}</strong></legend>
          <p class="soft small">{t('guardian.meaning')}</p>
          <div class="sign">
            <GuardianFields guardian={guardian} relations={guardians} tried={tried} onInput={setGuardian} />
          </div>
        </fieldset>
      )}
      <div class="sign">
        <MethodFields method={method} witness={witness} tried={tried} onMethod={setMethod} onWitness={setWitness} />
        <Button kind="primary" icon="consent" testId="consent-consult-agree" onClick={agree}>{t('consent.consult.agree')}</Button>
      </div>
      <OverridePart consult={consult} take={take} />
    </section>
  );
}
