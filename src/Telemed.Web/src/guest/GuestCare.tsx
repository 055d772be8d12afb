import { useState } from 'preact/hooks';
import type { GuestConsult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextArea } from '../ui/Field';
import { attempt } from '../ui/toasts';

interface Part {
  visit: GuestConsult;
  take: (visit: GuestConsult) => void;
}

/** At home, once the opinion is signed: the family doctor's contract, and calling the house when something is the matter. */
export function GuestCare({ visit, take }: Part) {
  return (
    <>
      {visit.contract?.status === 'offered' && <Offered visit={visit} take={take} />}
      {visit.contract?.status === 'inForce' && (
        <p class="guest__large" data-testid="guest-contract">{t('guest.contract.runs', {
          doctor: nameOf(visit.contract.doctor.name), time: dayAndTime(visit.contract.until, now()),
        })}</p>
      )}
      {visit.alert && <Said visit={visit} />}
      {visit.mayCall && <Call visit={visit} take={take} />}
      {visit.phoneInstead && <p class="guest__large">{t('guest.phone', { number: visit.phoneInstead })}</p>}
    </>
  );
}

function Offered({ visit, take }: Part) {
  const contract = visit.contract;
  if (!contract) return null;
  const answer = (signed: boolean) => attempt(async () => take(await api.guestContract(signed)));
  return (
    <section class="card stack" aria-labelledby="guest-contract" data-testid="guest-contract-offer">
      <h2 id="guest-contract">{t('contract.title')}</h2>
      <p class="guest__large">{t('guest.contract.text', {
        doctor: nameOf(contract.doctor.name), house: nameOf(contract.doctor.institution), time: dayAndTime(contract.until, now()),
      })}</p>
      <Button kind="primary" size="large" wide icon="check" testId="guest-contract-sign" onClick={() => answer(true)}>{t('guest.contract.sign')}</Button>
      <Button size="large" wide icon="close" testId="guest-contract-refuse" onClick={() => answer(false)}>{t('guest.refuse')}</Button>
    </section>
  );
}

function Said({ visit: { alert } }: { visit: GuestConsult }) {
  if (!alert) return null;
  return (
    <section class="card stack stack--tight" aria-label={t('alert.title')} role="status" data-testid="guest-alert">
      <p class="soft">{dayAndTime(alert.at, now())}</p>
      <p dir="auto">{alert.text}</p>
      {alert.answeredAt
        ? <p class="guest__large" dir="auto">{alert.answeredBy && `${nameOf(alert.answeredBy.name)}: `}{alert.answer}</p>
        : <Banner tone="warn" icon="clock">{t('guest.alert.waits')}</Banner>}
    </section>
  );
}

function Call({ take }: Part) {
  const [words, setWords] = useState('');
  return (
    <section class="card stack" aria-labelledby="guest-call">
      <h2 id="guest-call">{t('guest.alert.title')}</h2>
      <TextArea label={t('guest.alert.what')} value={words} onInput={setWords} maxLength={1000} rows={3} testId="guest-alert-text" />
      <Button kind="primary" size="large" wide icon="bell" testId="guest-alert-send" disabled={!words.trim()} onClick={() => attempt(async () => {
        take(await api.guestAlert(words.trim()));
        setWords('');
      })}>{t('guest.alert.send')}</Button>
    </section>
  );
}
