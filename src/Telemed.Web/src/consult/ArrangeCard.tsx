import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
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

function Schedule({ consult, take }: Part) {
  const [when, setWhen] = useState(() => localInput(consult.startsAt ? Date.parse(consult.startsAt) : now() + 24 * 3_600_000));
  const instant = instantOf(when);
  return (
    <div class="sign">
      <TextField type="datetime-local" label={t('arrange.when')} hint={t('arrange.when.hint')} value={when} testId="schedule-when"
        error={instant && Date.parse(instant) <= now() ? t('fault.past') : null} onInput={setWhen} />
      <Button icon="clock" testId="schedule" disabled={!instant}
        onClick={() => attempt(async () => instant && take(await api.schedule(consult.id, instant)))}>
        {t(consult.startsAt ? 'arrange.move' : 'arrange.schedule')}
      </Button>
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
