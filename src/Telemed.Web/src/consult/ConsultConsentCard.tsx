import { useState } from 'preact/hooks';
import type { Consult, ConsentMethod, Me } from '../api/contracts';
import * as api from '../api/telemed';
import { consentTextVersion } from './consentText';
import { language, nameOf, t } from '../i18n';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

const methods: readonly ConsentMethod[] = ['spoken', 'signature', 'paper'];

/** The patient's consent to the consult, recorded by the doctor beside them; it can be given while it rings. */
export function ConsultConsentCard({ consult, me, take }: { consult: Consult; me: Me; take: (consult: Consult) => void }) {
  const [method, setMethod] = useState<ConsentMethod>('spoken');
  const [witness, setWitness] = useState(nameOf(me.name));
  const [tried, setTried] = useState(false);
  const missing = method === 'spoken' && !witness.trim();
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
      })));
  };
  return (
    <section class="card stack" aria-labelledby="consent-title" data-testid="consent-consult">
      <h2 id="consent-title">{t('consent.consult.title')}</h2>
      <div class="consent-text">
        <p>{t('consent.consult.text')}</p>
        <p class="soft small">{t('consent.version', { version: consentTextVersion.consult })}</p>
      </div>
      <div class="sign">
        <Select label={t('consent.method')} value={method} onInput={(value) => setMethod(value as ConsentMethod)}
          options={methods.map((one) => ({ value: one, label: t(`consent.method.${one}`) }))} testId="consent-method" />
        <TextField label={t('consent.witness')} value={witness} onInput={setWitness} maxLength={100}
          hint={t('consent.witness.hint')} error={tried && missing ? t('fault.required') : null} testId="consent-witness" />
        <Button kind="primary" icon="consent" testId="consent-consult-agree" onClick={agree}>{t('consent.consult.agree')}</Button>
      </div>
    </section>
  );
}
