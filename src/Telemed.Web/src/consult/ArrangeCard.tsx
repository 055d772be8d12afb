import { useEffect, useState } from 'preact/hooks';
import type { BookingChannel, Consult, Places, Slip } from '../api/contracts';
import * as api from '../api/telemed';
import { services } from '../app/session';
import { others } from '../desk/deskStore';
import { nameOf, t } from '../i18n';
import { inGroups } from '../scan/meaning';
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

/** When, where and with whom: an appointment, a specialist rung by name, another one in place of the first. */
export function ArrangeCard({ consult, take }: Part) {
  const may = (action: string) => consult.actions.includes(action);
  if (!may('schedule') && !may('assign') && !may('reassign') && !consult.startsAt) return null;
  return (
    <section class="card stack" aria-labelledby="arrange-title" data-testid="arrange">
      <div class="line line--apart">
        <h2 id="arrange-title">{t('arrange.title')}</h2>
        {consult.startsAt && <Badge tone="accent" icon="clock" testId="starts-at">{dayAndTime(consult.startsAt, now())}</Badge>}
      </div>
      {consult.appointed.length > 0 && (
        <p data-testid="appointed">{consult.appointed.map((one) => `${nameOf(one.name)} · ${nameOf(one.institution)}`).join(', ')}</p>
      )}
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

const nothingFree: Places = { places: [], people: [], resources: [] };

/**
 * The free half hours of the specialist, or of all who may be asked while nobody leads; any time where the rota does not
 * know the one who leads. Rooms and devices of the two houses beside it.
 */
function Schedule({ consult, take }: Part) {
  const [free, setFree] = useState<Places | null>(null);
  const [via, setVia] = useState<BookingChannel>('desk');
  const [when, setWhen] = useState(() => localInput(consult.startsAt ? Date.parse(consult.startsAt) : now() + 24 * 3_600_000));
  const [place, setPlace] = useState('');
  const [whom, setWhom] = useState('');
  const [things, setThings] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let gone = false;
    void api.places(consult.id).then((all) => { if (!gone) setFree(all); }, () => { if (!gone) setFree(nothingFree); });
    return () => { gone = true; };
  }, [consult.id, consult.version]);
  if (!free) return <p class="soft" aria-busy="true">{t('common.loading')}</p>;
  const led = consult.specialist;
  const open = free.places.filter((one) => via !== 'online' || !one.walkIn);
  const chosen = open.find((one) => one.startsAt === place);
  const anyTime = led && free.places.length === 0;
  const instant = anyTime ? instantOf(when) : chosen?.startsAt ?? null;
  const able = free.people.filter((one) => chosen?.with.includes(one.id));
  const leads = led ?? able.find((one) => one.id === whom) ?? able[0] ?? null;
  const houses = [consult.requester, leads].flatMap((one) => one ? [nameOf(one.institution)] : []);
  const near = free.resources.filter((one) => houses.includes(nameOf(one.institution)) && !one.taken.includes(instant ?? ''));
  const wanted = near.filter((one) => things[one.kind] === one.id).map((one) => one.id);
  return (
    <div class="sign">
      <Select label={t('arrange.via')} value={via} testId="schedule-via" onInput={(value) => setVia(value as BookingChannel)}
        options={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} />
      {anyTime ? (
        <TextField type="datetime-local" label={t('arrange.when')} hint={t('arrange.when.hint')} value={when} testId="schedule-when"
          error={instant && Date.parse(instant) <= now() ? t('fault.past') : null} onInput={setWhen} />
      ) : (
        <Select label={t('arrange.when')} hint={t(free.places.length > 0 ? 'arrange.when.hint' : 'arrange.noPlaces')} value={chosen?.startsAt ?? ''}
          testId="schedule-place" onInput={setPlace}
          options={[{ value: '', label: t('new.service.choose') }, ...open.map((one) => ({
            value: one.startsAt, label: one.walkIn ? t('arrange.walkIn', { time: dayAndTime(one.startsAt, now()) }) : dayAndTime(one.startsAt, now()),
          }))]} />
      )}
      {!led && chosen && (
        <Select label={t('arrange.with')} value={leads?.id ?? ''} testId="schedule-with" onInput={setWhom}
          options={able.map((one) => ({ value: one.id, label: `${nameOf(one.name)} · ${nameOf(one.institution)}` }))} />
      )}
      {instant && (['room', 'device'] as const).map((kind) => {
        const some = near.filter((one) => one.kind === kind);
        return some.length > 0 && (
          <Select key={kind} label={t(`arrange.${kind}`)} value={wanted.find((id) => id === things[kind]) ?? ''} testId={`schedule-${kind}`}
            onInput={(id) => setThings({ ...things, [kind]: id })}
            options={[{ value: '', label: t('arrange.none') }, ...some.map((one) => ({
              value: one.id, label: `${nameOf(one.name)} · ${nameOf(one.institution)}`,
            }))]} />
        );
      })}
      <Button icon="clock" testId="schedule" disabled={!instant}
        onClick={() => attempt(async () => instant && take(await api.schedule(consult.id, instant, via, led ? null : leads?.id ?? null, wanted)))}>
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
        {slip.appointed.map((one) => <p key={one.id}>{`${nameOf(one.name)} · ${nameOf(one.institution)}`}</p>)}
        <p class="soft">{t('slip.how')}</p>
        <p class="small">{t('slip.code')} <code class="guest-slip__url" data-testid="slip-code">{inGroups(consult.id)}</code></p>
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
