import { useState } from 'preact/hooks';
import type { Consult, ConsentMethod, Guardian, Me } from '../api/contracts';
import * as api from '../api/telemed';
import { consentTextVersion } from './consentText';
import { language, nameOf, t } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { OverridePart } from './OverridePart';

const relations = ['mother', 'father', 'grandparent', 'otherGuardian'] as const;
const methods: readonly ConsentMethod[] = ['spoken', 'signature', 'paper'];

/** The patient's consent to the consult, recorded by the doctor beside them; it can be given while it rings. */
export function ConsultConsentCard({ consult, me, take }: { consult: Consult; me: Me; take: (consult: Consult) => void }) {
  const [method, setMethod] = useState<ConsentMethod>('spoken');
  const [witness, setWitness] = useState(nameOf(me.name));
  const [tried, setTried] = useState(false);
  const [guardian, setGuardian] = useState<Guardian>({ name: '', relation: '', identifier: { system: 'resident-id', value: '' } });
  const child = consult.needsGuardian;
  const missing = (method === 'spoken' && !witness.trim())
    || (child && !(guardian.name.trim() && guardian.relation && guardian.identifier.value.trim()));
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
            <TextField label={t('guardian.name')} value={guardian.name} maxLength={100} testId="guardian-name" required
              error={tried && !guardian.name.trim() ? t('fault.required') : null} onInput={(name) => setGuardian({ ...guardian, name })} />
            <Select label={t('guardian.relation')} value={guardian.relation} testId="guardian-relation"
              options={[{ value: '', label: t('new.service.choose') }, ...relations.map((one) => ({ value: one, label: t(`relation.${one}`) }))]}
              error={tried && !guardian.relation ? t('fault.required') : null} onInput={(relation) => setGuardian({ ...guardian, relation })} />
            <TextField label={t('guardian.identifier')} value={guardian.identifier.value} maxLength={40} testId="guardian-identifier" required
              error={tried && !guardian.identifier.value.trim() ? t('fault.required') : null}
              onInput={(value) => setGuardian({ ...guardian, identifier: { system: 'resident-id', value } })} />
          </div>
        </fieldset>
      )}
      <div class="sign">
        <Select label={t('consent.method')} value={method} onInput={(value) => setMethod(value as ConsentMethod)}
          options={methods.map((one) => ({ value: one, label: t(`consent.method.${one}`) }))} testId="consent-method" />
        <TextField label={t('consent.witness')} value={witness} onInput={setWitness} maxLength={100}
          hint={t('consent.witness.hint')} error={tried && method === 'spoken' && !witness.trim() ? t('fault.required') : null} testId="consent-witness" />
        <Button kind="primary" icon="consent" testId="consent-consult-agree" onClick={agree}>{t('consent.consult.agree')}</Button>
      </div>
      <OverridePart consult={consult} take={take} />
    </section>
  );
}
