import { useEffect, useState } from 'preact/hooks';
import type { BookingChannel, Consult, Place, Slip } from '../api/contracts';
import * as api from '../api/telemed';
import { services } from '../app/session';
import { others } from '../desk/deskStore';
import { nameOf, t } from '../i18n';
import { dayAndTime, instantOf, localInput } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

interface Part {
  consult: Consult;
  take: (consult: Consult) => void;
}

/** When, and with whom: an appointment, a specialist rung by name, another one in place of the first. */
export function ArrangeCard({ consult, take }: Part) {
  const may = (action: string) => consult.actions.includes(action);
  if (!may('schedule') && !may('assign') && !may('reassign') && !consult.startsAt) return null;
  return (
    <section class="card stack" aria-labelledby="arrange-title" data-testid="arrange">
      <div class="line line--apart">
        <h2 id="arrange-title">{t('arrange.title')}</h2>
        {consult.startsAt && <Badge tone="accent" icon="clock" testId="starts-at">{dayAndTime(consult.startsAt, now())}</Badge>}
      </div>
      {may('assign') && <Assign consult={consult} take={take} />}
      {may('schedule') && <Schedule consult={consult} take={take} />}
      {consult.state === 'scheduled' && <SlipPart key={consult.startsAt} consult={consult} />}
      {may('reassign') && <Reassign consult={consult} take={take} />}
    </section>
  );
}

function Assign({ consult, take }: Part) {
  const [whom, setWhom] = useState('');
  const able = others.value.filter((one) => one.services.includes(consult.service));
  return (
    <div class="sign">
      <Select label={t('arrange.whom')} hint={t('arrange.whom.hint')} value={whom} testId="assign-whom"
        options={[{ value: '', label: t('new.service.choose') }, ...able.map((one) => ({
          value: one.personId, label: `${nameOf(one.name)} · ${nameOf(one.institution)} · ${t(`availability.${one.state}`)}`,
        }))]} onInput={setWhom} />
      <Button kind="primary" icon="bell" testId="assign" disabled={!whom}
        onClick={() => attempt(async () => take(await api.assign(consult.id, whom)))}>{t('arrange.ring')}</Button>
    </div>
  );
}

const channels: readonly BookingChannel[] = ['desk', 'phone', 'online', 'proxy'];

/** The free half hours of the specialist; any time where the rota does not know them. */
function Schedule({ consult, take }: Part) {
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [via, setVia] = useState<BookingChannel>('desk');
  const [when, setWhen] = useState(() => localInput(consult.startsAt ? Date.parse(consult.startsAt) : now() + 24 * 3_600_000));
  const [place, setPlace] = useState('');
  useEffect(() => {
    let gone = false;
    void api.places(consult.id).then((free) => { if (!gone) setPlaces(free); }, () => undefined);
    return () => { gone = true; };
  }, [consult.id, consult.version]);
  const open = places.filter((one) => via !== 'online' || !one.walkIn);
  const chosen = open.some((one) => one.startsAt === place) ? place : null;
  const instant = places.length > 0 ? chosen : instantOf(when);
  return (
    <div class="sign">
      <Select label={t('arrange.via')} value={via} testId="schedule-via" onInput={(value) => setVia(value as BookingChannel)}
        options={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} />
      {places.length > 0 ? (
        <Select label={t('arrange.when')} hint={t('arrange.when.hint')} value={chosen ?? ''} testId="schedule-place" onInput={setPlace}
          options={[{ value: '', label: t('new.service.choose') }, ...open.map((one) => ({
            value: one.startsAt, label: one.walkIn ? t('arrange.walkIn', { time: dayAndTime(one.startsAt, now()) }) : dayAndTime(one.startsAt, now()),
          }))]} />
      ) : (
        <TextField type="datetime-local" label={t('arrange.when')} hint={t('arrange.when.hint')} value={when} testId="schedule-when"
          error={instant && Date.parse(instant) <= now() ? t('fault.past') : null} onInput={setWhen} />
      )}
      <Button icon="clock" testId="schedule" disabled={!instant}
        onClick={() => attempt(async () => instant && take(await api.schedule(consult.id, instant, via)))}>
        {t(consult.startsAt ? 'arrange.move' : 'arrange.schedule')}
      </Button>
    </div>
  );
}

/** A slip of paper for a patient without a phone: the day with its year, with whom, and a code that any desk of the network reads. */
function SlipPart({ consult }: { consult: Consult }) {
  const [slip, setSlip] = useState<Slip | null>(null);
  if (!slip) {
    return <div><Button testId="slip-make" onClick={() => attempt(async () => setSlip(await api.slip(consult.id)))}>{t('slip.make')}</Button></div>;
  }
  const service = services.value.find((one) => one.code === slip.service);
  return (
    <div class="guest-slip" data-testid="slip">
      <img class="guest-slip__qr" alt={t('slip.qr')} width={220} height={220} src={`data:image/svg+xml;utf8,${encodeURIComponent(slip.qr)}`} />
      <div class="stack stack--tight">
        <p><strong>{dayAndTime(slip.startsAt, 0)}</strong></p>
        <p>{service ? nameOf(service.name) : slip.service}</p>
        {slip.specialist && <p>{`${nameOf(slip.specialist.name)} · ${nameOf(slip.specialist.institution)}`}</p>}
        <p class="soft">{t('slip.how')}</p>
        <div class="guest-slip__print"><Button onClick={() => print()}>{t('guest.print')}</Button></div>
      </div>
    </div>
  );
}

function Reassign({ consult, take }: Part) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  if (!open) return <div><Button kind="quiet" testId="reassign-open" onClick={() => setOpen(true)}>{t('arrange.reassign')}</Button></div>;
  return (
    <div class="sign">
      <TextField label={t('arrange.reason')} value={reason} maxLength={200} autofocus testId="reassign-reason" onInput={setReason} />
      <Button testId="reassign" disabled={!reason.trim()}
        onClick={() => attempt(async () => take(await api.reassign(consult.id, reason.trim())))}>{t('arrange.reassign')}</Button>
    </div>
  );
}
