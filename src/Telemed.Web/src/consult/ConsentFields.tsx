import type { ConsentMethod, Guardian } from '../api/contracts';
import { t } from '../i18n';
import { Select, TextField } from '../ui/Field';

const methods: readonly ConsentMethod[] = ['spoken', 'signature', 'paper'];

/** Who speaks for a child at the desk. */
export const guardians = ['mother', 'father', 'grandparent', 'otherGuardian'] as const;
/** Who speaks for a patient by a link of their own. */
export const proxies = ['mother', 'father', 'grandparent', 'spouse', 'child', 'otherGuardian'] as const;

export const noGuardian: Guardian = { name: '', relation: '', identifier: { system: 'resident-id', value: '' } };

export const isWhole = (guardian: Guardian) => Boolean(guardian.name.trim() && guardian.relation && guardian.identifier.value.trim());

/** Who says yes in the patient's place: their name, what they are to the patient, and their identifier. */
export function GuardianFields({ guardian, relations, tried, onInput }: {
  guardian: Guardian;
  relations: readonly (typeof proxies)[number][];
  tried: boolean;
  onInput: (guardian: Guardian) => void;
}) {
  const missing = (value: string) => (tried && !value.trim() ? t('fault.required') : null);
  return (
    <>
      <TextField label={t('guardian.name')} value={guardian.name} maxLength={100} testId="guardian-name" required
        error={missing(guardian.name)} onInput={(name) => onInput({ ...guardian, name })} />
      <Select label={t('guardian.relation')} value={guardian.relation} testId="guardian-relation"
        options={[{ value: '', label: t('new.service.choose') }, ...relations.map((one) => ({ value: one, label: t(`relation.${one}`) }))]}
        error={missing(guardian.relation)} onInput={(relation) => onInput({ ...guardian, relation })} />
      <TextField label={t('guardian.identifier')} value={guardian.identifier.value} maxLength={40} testId="guardian-identifier" required
        error={missing(guardian.identifier.value)} onInput={(value) => onInput({ ...guardian, identifier: { system: 'resident-id', value } })} />
    </>
  );
}

/** How consent was given, and who heard it when it was spoken. */
export function MethodFields({ method, witness, tried, onMethod, onWitness }: {
  method: ConsentMethod;
  witness: string;
  tried: boolean;
  onMethod: (method: ConsentMethod) => void;
  onWitness: (witness: string) => void;
}) {
  return (
    <>
      <Select label={t('consent.method')} value={method} onInput={(value) => onMethod(value as ConsentMethod)}
        options={methods.map((one) => ({ value: one, label: t(`consent.method.${one}`) }))} testId="consent-method" />
      <TextField label={t('consent.witness')} value={witness} onInput={onWitness} maxLength={100} hint={t('consent.witness.hint')}
        error={tried && method === 'spoken' && !witness.trim() ? t('fault.required') : null} testId="consent-witness" />
    </>
  );
}
