import { useState } from 'preact/hooks';
import type { Consult, GuestRow } from '../api/contracts';
import * as api from '../api/telemed';
import { language, t, tryT } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { consentTextVersion } from './consentText';

const relations = ['child', 'mother', 'father', 'grandparent', 'spouse', 'otherGuardian'] as const;
const relationWords = {
  child: 'relation.child', mother: 'relation.mother', father: 'relation.father', grandparent: 'relation.grandparent', spouse: 'relation.spouse',
  otherGuardian: 'relation.otherGuardian',
} as const;

interface Part {
  consult: Consult;
  guest: GuestRow;
  take: (consult: Consult) => void;
}

/** The patient as the dependant of who speaks for them: bound with consent, written down here, and unbound again. */
export function BindingPart({ consult, guest, take }: Part) {
  if (guest.kind !== 'proxy' || guest.state !== 'used') return null;
  return guest.binding && !guest.binding.endedAt
    ? <Bound consult={consult} guest={guest} take={take} />
    : <Bind consult={consult} guest={guest} take={take} />;
}

function Bound({ consult, guest, take }: Part) {
  const [reason, setReason] = useState('');
  const binding = guest.binding;
  if (!binding) return null;
  return (
    <div class="stack stack--tight" data-testid="binding">
      <p class="line">
        <Badge tone="good">{t('bind.bound')}</Badge>
        <span>{binding.name}, {tryT(`relation.${binding.relation}`) ?? binding.relation}</span>
        <span class="soft small">{t('bind.since', { time: dayAndTime(binding.at, now()) })}</span>
      </p>
      {consult.mine === 'requester' && (
        <div class="sign">
          <TextField label={t('bind.reason')} value={reason} onInput={setReason} maxLength={200} testId="unbind-reason" />
          <Button testId="unbind" disabled={!reason.trim()} onClick={() =>
            attempt(async () => take(await api.unbindDependant(consult.id, guest.id, reason.trim())))}>{t('bind.unbind')}</Button>
        </div>
      )}
    </div>
  );
}

function Bind({ consult, guest, take }: Part) {
  const [open, setOpen] = useState(false);
  const [relation, setRelation] = useState<(typeof relations)[number]>('child');
  const [number, setNumber] = useState('');
  const [witness, setWitness] = useState('');
  if (consult.mine !== 'requester') return null;
  if (!open) return <div><Button testId="bind-open" onClick={() => setOpen(true)}>{t('bind.open')}</Button></div>;
  const adult = { name: guest.name ?? '', relation, identifier: { system: 'resident-id', value: number.trim() } };
  const bind = () => attempt(async () => {
    take(await api.bindDependant(consult.id, guest.id, adult, consentTextVersion.dependant, language.value === 'zh' ? 'zh' : 'en', witness.trim()));
    setOpen(false);
  });
  return (
    <div class="stack stack--tight" data-testid="bind">
      <p class="soft">{t('bind.text')}</p>
      <div class="sign">
        <Select label={t('bind.relation')} value={relation} testId="bind-relation" onInput={(value) => setRelation(value as typeof relation)}
          options={relations.map((one) => ({ value: one, label: t(relationWords[one]) }))} />
        <TextField label={t('bind.number')} value={number} onInput={setNumber} maxLength={40} required testId="bind-number" />
        <TextField label={t('bind.witness')} hint={t('bind.witness.hint')} value={witness} onInput={setWitness} maxLength={100} testId="bind-witness" />
        <Button kind="primary" testId="bind-do" disabled={!number.trim()} onClick={bind}>{t('bind.do')}</Button>
      </div>
    </div>
  );
}
