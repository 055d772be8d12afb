import { useState } from 'preact/hooks';
import type { Consult, Expert } from '../api/contracts';
import * as api from '../api/telemed';
import { others } from '../desk/deskStore';
import { nameOf, t, tryT } from '../i18n';
import { Badge, type Tone } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { PersonLine } from './CaseCard';

const tones: Readonly<Record<Expert['status'], Tone>> = {
  offered: 'accent', accepted: 'good', joined: 'good', signed: 'good', declined: 'warn', expired: 'warn', removed: 'warn',
};
const reasons = ['busy', 'inSurgery', 'wrongService', 'unavailable'] as const;

/** Several experts in one consult: who is asked, how far each is, and who leads. */
export function ExpertsCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const may = (action: string) => consult.actions.includes(action);
  if (consult.experts.length === 0 && !may('invite') && !may('answerInvitation')) return null;
  const hand = (one: Expert) => attempt(async () => take(await api.handOver(consult.id, one.person.id)));
  return (
    <section class="card stack" aria-labelledby="experts-title" data-testid="experts">
      <h2 id="experts-title">{t('experts.title')}</h2>
      {consult.experts.length > 0 && (
        <ul class="ladder__list">
          {consult.experts.map((one) => (
            <li key={one.person.id}>
              <span><PersonLine person={one.person} /></span>
              <span class="line">
                <Badge tone={tones[one.status]}>
                  {t(`expert.${one.status}`)}
                  {one.declineReason ? `: ${tryT(`decline.${one.declineReason}`) ?? one.declineReason}` : ''}
                </Badge>
                {may('handOver') && (one.status === 'accepted' || one.status === 'joined') && (
                  <Button testId="hand-over" onClick={() => hand(one)}>{t('experts.handOver')}</Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {may('answerInvitation') && <Answer consult={consult} take={take} />}
      {may('invite') && <Invite consult={consult} take={take} />}
      {may('coSign') && consult.mine === 'expert' && <CoSign consult={consult} take={take} />}
    </section>
  );
}

function Answer({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [reason, setReason] = useState<string>('busy');
  const answer = (accepted: boolean) => attempt(async () => take(await api.answerInvitation(consult.id, accepted, reason)));
  return (
    <div class="sign">
      <Button kind="primary" icon="check" testId="invitation-accept" onClick={() => answer(true)}>{t('experts.accept')}</Button>
      <Select label={t('ring.reason')} value={reason} options={reasons.map((one) => ({ value: one, label: t(`decline.${one}`) }))}
        onInput={setReason} />
      <Button icon="close" testId="invitation-decline" onClick={() => answer(false)}>{t('ring.decline')}</Button>
    </div>
  );
}

function Invite({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [whom, setWhom] = useState('');
  const taken = new Set([consult.specialist?.id, ...consult.experts.filter((one) => one.status !== 'declined' && one.status !== 'expired')
    .map((one) => one.person.id)]);
  const able = others.value.filter((one) => !taken.has(one.personId));
  if (able.length === 0) return null;
  return (
    <div class="sign">
      <Select label={t('experts.invite')} value={whom} testId="invite-whom"
        options={[{ value: '', label: t('new.service.choose') }, ...able.map((one) => ({
          value: one.personId, label: `${nameOf(one.name)} · ${nameOf(one.institution)} · ${t(`availability.${one.state}`)}`,
        }))]} onInput={setWhom} />
      <Button icon="plus" testId="invite" disabled={!whom} onClick={() => attempt(async () => {
        take(await api.invite(consult.id, whom));
        setWhom('');
      })}>{t('experts.ask')}</Button>
    </div>
  );
}

function CoSign({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [password, setPassword] = useState('');
  return (
    <form class="sign" onSubmit={(event) => event.preventDefault()}>
      <TextField label={t('opinion.password')} hint={t('experts.coSign.hint')} type="password" value={password}
        autocomplete="current-password" testId="co-sign-password" onInput={setPassword} />
      <Button kind="primary" icon="opinion" testId="co-sign" disabled={!password} onClick={() => attempt(async () => {
        take(await api.coSign(consult.id, password));
        setPassword('');
      })}>{t('experts.coSign')}</Button>
    </form>
  );
}
