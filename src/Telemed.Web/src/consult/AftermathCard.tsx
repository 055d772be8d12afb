import { useEffect, useState } from 'preact/hooks';
import type { Aftermath, Consult, Institution, Me, Payer } from '../api/contracts';
import * as api from '../api/telemed';
import { pathOf } from '../app/router';
import { nameOf, t } from '../i18n';
import { dayAndTime, instantOf } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { Alerts, ContractPart } from './CareParts';

const payers: readonly Payer[] = ['self', 'basicInsurance', 'commercial', 'programme', 'institution'];
const tones = { asked: 'warn', accepted: 'good', declined: 'neutral' } as const;

interface PartProps {
  consult: Consult;
  after: Aftermath;
  me: Me;
  take: (consult: Consult) => void;
}

/** What follows from a signed opinion: when to look again, where to treat, who visits, who pays. */
export function AftermathCard({ consult, me, take }: { consult: Consult; me: Me; take: (consult: Consult) => void }) {
  const after = consult.aftermath;
  if (!after || consult.opinion?.signedAt == null) return null;
  const part = { consult, after, me, take };
  return (
    <section class="card stack" aria-labelledby="aftermath-title" data-testid="aftermath">
      <h2 id="aftermath-title">{t('after.title')}</h2>
      <Alerts {...part} />
      <NextLook {...part} />
      <ReferralPart {...part} />
      <ContractPart {...part} />
      <Visits {...part} />
      <Money {...part} />
    </section>
  );
}

const pastFault = (instant: string | null) => (instant && Date.parse(instant) <= now() ? t('fault.past') : null);

function NextLook({ consult, after, take }: PartProps) {
  const [day, setDay] = useState('');
  const [note, setNote] = useState('');
  const may = consult.actions.includes('followUp');
  const planned = after.followUp;
  if (!planned && !may) return null;
  const dueAt = instantOf(day);
  return (
    <div class="stack stack--tight">
      <h3>{t('after.followUp')}</h3>
      {planned && (
        <p class="line">
          <Badge tone={planned.draft ? 'good' : 'neutral'} icon="clock" testId="follow-up">{dayAndTime(planned.dueAt, now())}</Badge>
          {planned.note && <span class="prose" dir="auto">{planned.note}</span>}
          {planned.draft && <a href={pathOf.consult(planned.draft)}>{t('after.followUp.open')}</a>}
        </p>
      )}
      {may && (
        <div class="sign">
          <TextField label={t('after.followUp.when')} type="datetime-local" value={day} onInput={setDay}
            error={pastFault(dueAt)} testId="follow-up-when" />
          <TextField label={t('after.followUp.note')} value={note} onInput={setNote} maxLength={500} />
          <Button testId="follow-up-plan" disabled={!dueAt}
            onClick={() => attempt(async () => dueAt && take(await api.planFollowUp(consult.id, dueAt, note.trim())))}>
            {t(planned ? 'after.followUp.move' : 'after.followUp.plan')}
          </Button>
        </div>
      )}
    </div>
  );
}

function ReferralPart({ consult, after, me, take }: PartProps) {
  const [houses, setHouses] = useState<Institution[]>([]);
  const [direction, setDirection] = useState<'up' | 'down'>('up');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const may = consult.actions.includes('refer');
  const answers = consult.actions.includes('answerReferral');
  useEffect(() => {
    if (may) void api.institutions().then(setHouses, () => undefined);
  }, [may]);
  const asked = after.referral;
  if (!asked && !may) return null;
  const answer = (accepted: boolean) => attempt(async () => {
    take(await api.answerReferral(consult.id, accepted, reason.trim()));
    setReason('');
  });
  return (
    <div class="stack stack--tight">
      <h3>{t('after.referral')}</h3>
      {asked && (
        <p class="line">
          <Badge tone={tones[asked.status]} testId="referral-state">{t(`referral.${asked.status}`)}</Badge>
          <span>{t(`referral.${asked.direction}`, { house: nameOf(asked.to) })}</span>
          <span class="prose soft" dir="auto">{asked.note ?? asked.reason}</span>
        </p>
      )}
      {answers && (
        <div class="sign">
          <TextField label={t('referral.note')} value={reason} onInput={setReason} maxLength={1000} testId="referral-note" />
          <Button kind="primary" testId="referral-accept" onClick={() => answer(true)}>{t('referral.accept')}</Button>
          <Button testId="referral-decline" disabled={!reason.trim()} onClick={() => answer(false)}>{t('referral.decline')}</Button>
        </div>
      )}
      {may && (
        <div class="sign">
          <Select label={t('referral.direction')} value={direction} onInput={(value) => setDirection(value as 'up' | 'down')}
            options={(['up', 'down'] as const).map((one) => ({ value: one, label: t(`referral.way.${one}`) }))} testId="referral-direction" />
          <Select label={t('referral.to')} value={to} onInput={setTo} testId="referral-to"
            options={[{ value: '', label: t('new.service.choose') }, ...houses.filter((one) => one.id !== me.institution.id)
              .map((one) => ({ value: one.id, label: nameOf(one.name) }))]} />
          <TextField label={t('referral.reason')} value={reason} onInput={setReason} maxLength={1000} testId="referral-reason" />
          <Button testId="referral-ask" disabled={!to || !reason.trim()} onClick={() => attempt(async () => {
            take(await api.refer(consult.id, direction, to, reason.trim()));
            setReason('');
          })}>{t('referral.ask')}</Button>
        </div>
      )}
    </div>
  );
}

function Visits({ consult, after, me, take }: PartProps) {
  const [nurse, setNurse] = useState('');
  const [when, setWhen] = useState('');
  const [words, setWords] = useState('');
  const sends = consult.actions.includes('orderVisit') && after.nurses.length > 0;
  const reports = after.visits.some((one) => one.nurse.id === me.id && one.doneAt === null);
  if (!sends && after.visits.length === 0) return null;
  const plannedAt = instantOf(when);
  const done = () => setWords('');
  return (
    <div class="stack stack--tight">
      <h3>{t('after.visits')}</h3>
      {after.visits.map((one) => (
        <p class="line" key={`${one.nurse.id}${one.plannedAt}`}>
          <Badge tone={one.doneAt ? 'good' : 'neutral'} testId="visit">{t(one.doneAt ? 'visit.done' : 'visit.planned')}</Badge>
          <span>{nameOf(one.nurse.name)} · {dayAndTime(one.doneAt ?? one.plannedAt, now())}</span>
          <span class="prose soft" dir="auto">{one.report ?? one.task}</span>
        </p>
      ))}
      {reports && (
        <div class="sign">
          <TextField label={t('visit.report')} value={words} onInput={setWords} maxLength={2000} testId="visit-report" />
          <Button kind="primary" testId="visit-finish" disabled={!words.trim()}
            onClick={() => attempt(async () => take(await api.finishVisit(consult.id, words.trim()))).then(done)}>{t('visit.finish')}</Button>
        </div>
      )}
      {sends && (
        <div class="sign">
          <Select label={t('visit.nurse')} value={nurse} onInput={setNurse} testId="visit-nurse"
            options={[{ value: '', label: t('new.service.choose') }, ...after.nurses.map((one) => ({ value: one.id, label: nameOf(one.name) }))]} />
          <TextField label={t('visit.when')} type="datetime-local" value={when} onInput={setWhen}
            error={pastFault(plannedAt)} testId="visit-when" />
          <TextField label={t('visit.task')} value={words} onInput={setWords} maxLength={1000} testId="visit-task" />
          <Button testId="visit-order" disabled={!nurse || !plannedAt}
            onClick={() => attempt(async () => plannedAt && take(await api.orderVisit(consult.id, nurse, plannedAt, words.trim()))).then(done)}>{t('visit.order')}</Button>
        </div>
      )}
    </div>
  );
}

function Money({ consult, after, take }: PartProps) {
  const [payer, setPayer] = useState<Payer>('basicInsurance');
  const [yuan, setYuan] = useState('');
  const settled = after.settlement;
  const may = consult.actions.includes('settle');
  if (!settled && !may) return null;
  const fen = Math.round(Number(yuan) * 100);
  return (
    <div class="stack stack--tight">
      <h3>{t('after.settlement')}</h3>
      {settled && (
        <p class="line">
          <Badge tone="good" testId="settlement">{t('settlement.amount', { yuan: (settled.amountFen / 100).toFixed(2) })}</Badge>
          <span>{t(`payer.${settled.payer}`)} · {nameOf(settled.by.name)}</span>
        </p>
      )}
      {may && (
        <div class="sign">
          <Select label={t('settlement.payer')} value={payer} onInput={(value) => setPayer(value as Payer)} testId="settlement-payer"
            options={payers.map((one) => ({ value: one, label: t(`payer.${one}`) }))} />
          <TextField label={t('settlement.yuan')} type="number" value={yuan} onInput={setYuan} testId="settlement-yuan" />
          <Button testId="settlement-save" disabled={yuan === '' || !(fen >= 0)}
            onClick={() => attempt(async () => take(await api.settle(consult.id, payer, fen)))}>{t('settlement.save')}</Button>
        </div>
      )}
    </div>
  );
}
