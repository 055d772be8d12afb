import { useState } from 'preact/hooks';
import type { Consult, Offer } from '../api/contracts';
import * as api from '../api/telemed';
import { clockWords } from '../desk/words';
import { nameOf, t, tryT } from '../i18n';
import { Badge, type Tone } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Clock } from '../ui/Clock';
import { Icon } from '../ui/Icon';
import { attempt } from '../ui/toasts';
import { Select } from '../ui/Field';

const tones: Readonly<Record<Offer['status'], Tone>> = {
  offered: 'accent', accepted: 'good', declined: 'warn', expired: 'warn', withdrawn: 'neutral', released: 'warn',
};
const cancelReasons = ['patientBetter', 'transferred', 'byPhone', 'mistake'] as const;

function Ladder({ offers }: { offers: readonly Offer[] }) {
  return (
    <ol class="ladder__list">
      {offers.map((offer) => (
        <li key={offer.id}>
          <span>
            <strong>{nameOf(offer.specialist.name)}</strong>{' '}
            <span class="soft small">{nameOf(offer.specialist.title)} · {nameOf(offer.specialist.institution)}</span>
          </span>
          <Badge tone={tones[offer.status]}>
            {t(`offer.${offer.status}`)}
            {offer.declineReason ? `: ${tryT(`decline.${offer.declineReason}`) ?? offer.declineReason}` : ''}
          </Badge>
        </li>
      ))}
    </ol>
  );
}

function Phone({ number }: { number: string }) {
  return (
    <p class="phone">
      <Icon name="phone" />
      <span>{t('waiting.phone')}</span>
      <a class="phone__number" href={`tel:${number.replace(/[^+\d]/g, '')}`} data-testid="phone-instead">{number}</a>
    </p>
  );
}

/** Once nobody is left to ring: every house to phone, the likeliest first. */
function PhoneList({ phones }: { phones: Consult['phones'] }) {
  return (
    <ul class="phones" aria-label={t('waiting.phones')} data-testid="phones">
      {phones.map((one) => (
        <li key={one.number} class="phone">
          <Icon name="phone" />
          <span>{nameOf(one.institution)}</span>
          <a class="phone__number" href={`tel:${one.number.replace(/[^+\d]/g, '')}`}>{one.number}</a>
        </li>
      ))}
    </ul>
  );
}

/** Who is being called, for how much longer, what happened before, and the telephone beside it all the time. */
export function WaitingCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const ringing = consult.offers.filter((offer) => offer.status === 'offered');
  const latest = ringing[ringing.length - 1];
  const reviewed = consult.state === 'submitted' || consult.state === 'underReview';
  return (
    <section class="card stack" aria-labelledby="waiting-title">
      <div class="ladder">
        <div class="stack stack--tight" aria-live="polite">
          <h2 id="waiting-title">{t(reviewed ? 'waiting.review' : consult.state === 'unstaffed' ? 'waiting.unstaffed' : 'waiting.title')}</h2>
          {latest ? (
            <p>
              {t('waiting.ringing', { name: nameOf(latest.specialist.name), institution: nameOf(latest.specialist.institution) })}
              <br />
              <span class="soft small">{t('waiting.hop', { hop: Math.max(1, latest.hop) })}</span>
            </p>
          ) : (
            <p>{t(reviewed ? 'waiting.review.meaning' : consult.state === 'unstaffed' ? 'waiting.unstaffed.meaning' : 'waiting.looking')}</p>
          )}
        </div>
        {consult.clock && <Clock dueAt={consult.clock.dueAt} label={clockWords(consult.clock.kind)} big />}
      </div>
      {consult.offers.length > 0 && <Ladder offers={[...consult.offers].reverse()} />}
      {consult.actions.includes('redispatch') && (
        <div>
          <Button kind="primary" icon="bell" testId="consult-redispatch"
            onClick={() => attempt(async () => take(await api.redispatch(consult.id)))}>{t('waiting.again')}</Button>
        </div>
      )}
      <div class="line line--apart">
        {consult.phones.length > 0 ? <PhoneList phones={consult.phones} />
          : consult.phoneInstead ? <Phone number={consult.phoneInstead} /> : <span />}
        {consult.mine === 'requester' && consult.actions.includes('cancel') && <Cancel consult={consult} take={take} />}
      </div>
    </section>
  );
}

export function Cancel({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<(typeof cancelReasons)[number]>('patientBetter');
  if (!open) return <div><Button onClick={() => setOpen(true)}>{t('cancel.open')}</Button></div>;
  return (
    <div class="stack stack--tight">
      <Select label={t('cancel.reason')} value={reason}
        options={cancelReasons.map((one) => ({ value: one, label: t(`cancel.${one}`) }))}
        onInput={(value) => setReason(value as typeof reason)} />
      <div class="line">
        <Button onClick={() => setOpen(false)}>{t('cancel.keep')}</Button>
        <Button kind="danger" onClick={() => attempt(async () => take(await api.cancel(consult.id, reason)))}>{t('cancel.do')}</Button>
      </div>
    </div>
  );
}
