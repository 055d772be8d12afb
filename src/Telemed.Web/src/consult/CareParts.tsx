import { useState } from 'preact/hooks';
import type { Aftermath, Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime, instantOf } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

interface Part {
  consult: Consult;
  after: Aftermath;
  take: (consult: Consult) => void;
}

const tones = { offered: 'warn', inForce: 'good', declined: 'neutral', ended: 'neutral', expired: 'neutral' } as const;

/** The patient calls from home: before all else what is the matter, and what is done about it. */
export function Alerts({ consult, after, take }: Part) {
  const [words, setWords] = useState('');
  if (after.alerts.length === 0) return null;
  const open = after.alerts.find((one) => one.answeredAt === null);
  return (
    <div class="stack stack--tight">
      <h3>{t('alert.title')}</h3>
      {open && (
        <Banner tone="alarm" icon="alert" testId="alert-open">
          <span>{dayAndTime(open.at, now())}</span>
          {open.text && <span class="prose" dir="auto">{open.text}</span>}
          {open.escalatedAt && <span>{t('alert.escalated', { time: dayAndTime(open.escalatedAt, now()) })}</span>}
          {consult.mine === 'other' && consult.phoneInstead && (
            <a class="phone__number" href={`tel:${consult.phoneInstead.replace(/[^+\d]/g, '')}`}>{consult.phoneInstead}</a>
          )}
        </Banner>
      )}
      {open && consult.actions.includes('answerAlert') && (
        <div class="sign">
          <TextField label={t('alert.answer')} value={words} onInput={setWords} maxLength={1000} testId="alert-answer" />
          <Button kind="primary" testId="alert-send" disabled={!words.trim()} onClick={() => attempt(async () => {
            take(await api.answerAlert(consult.id, words.trim()));
            setWords('');
          })}>{t('alert.send')}</Button>
        </div>
      )}
      {after.alerts.filter((one) => one.answeredAt).map((one) => (
        <p class="line" key={one.at}>
          <Badge tone="good">{t('alert.answered')}</Badge>
          <span>{dayAndTime(one.at, now())}</span>
          <span class="prose" dir="auto">{one.text}</span>
          <span class="prose soft" dir="auto">{one.answer}</span>
        </p>
      ))}
    </div>
  );
}

/** The family doctor's contract: offered and signed here, signed by the patient on their phone or on paper. */
export function ContractPart({ consult, after, take }: Part) {
  const [until, setUntil] = useState('');
  const [words, setWords] = useState('');
  const contract = after.contract;
  const may = (action: string) => consult.actions.includes(action);
  const runs = contract?.status === 'offered' || contract?.status === 'inForce';
  if (!contract && !may('offerContract')) return null;
  const instant = instantOf(until);
  const done = () => setWords('');
  return (
    <div class="stack stack--tight">
      <h3>{t('contract.title')}</h3>
      {contract && (
        <p class="line">
          <Badge tone={tones[contract.status]} testId="contract-state">{t(`contract.${contract.status}`)}</Badge>
          <span>{nameOf(contract.doctor.name)}</span>
          <span>{t('contract.until', { time: dayAndTime(contract.until, now()) })}</span>
        </p>
      )}
      {contract?.status === 'offered' && may('answerContract') && (
        <div class="sign">
          <TextField label={t('contract.witness')} hint={t('contract.witness.hint')} value={words} onInput={setWords} maxLength={200}
            testId="contract-witness" />
          <Button kind="primary" testId="contract-paper" disabled={!words.trim()} onClick={() =>
            attempt(async () => take(await api.answerContract(consult.id, true, words.trim()))).then(done)}>{t('contract.paper')}</Button>
          <Button testId="contract-decline" onClick={() =>
            attempt(async () => take(await api.answerContract(consult.id, false, ''))).then(done)}>{t('contract.refused')}</Button>
        </div>
      )}
      {contract?.status === 'inForce' && may('endContract') && (
        <div class="sign">
          <TextField label={t('contract.reason')} value={words} onInput={setWords} maxLength={500} testId="contract-reason" />
          <Button testId="contract-end" disabled={!words.trim()} onClick={() =>
            attempt(async () => take(await api.endContract(consult.id, words.trim()))).then(done)}>{t('contract.end')}</Button>
        </div>
      )}
      {!runs && may('offerContract') && (
        <div class="sign">
          <TextField label={t('contract.when')} type="datetime-local" value={until} onInput={setUntil} testId="contract-until"
            error={instant && Date.parse(instant) <= now() ? t('fault.past') : null} />
          <Button testId="contract-offer" disabled={!instant}
            onClick={() => attempt(async () => instant && take(await api.offerContract(consult.id, instant)))}>{t('contract.offer')}</Button>
        </div>
      )}
    </div>
  );
}
