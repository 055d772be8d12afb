import { useState } from 'preact/hooks';
import type { Alarm } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { TextArea } from '../ui/Field';
import { Sheet } from '../ui/Sheet';
import { attempt } from '../ui/toasts';
import { alarmSubject, alarmTone } from './words';

/** What is wrong, and who has taken it on. */
export function AlarmsCard({ alarms, onChange }: { alarms: readonly Alarm[]; onChange: () => Promise<unknown> }) {
  const [taking, setTaking] = useState<Alarm | null>(null);
  const [past, setPast] = useState<Alarm[] | null>(null);
  const toggle = () => attempt(async () => setPast(past ? null : (await api.alarms()).filter((one) => one.clearedAt !== null)));
  return (
    <section class="card stack" aria-labelledby="alarms-title">
      <div class="line line--apart">
        <h2 id="alarms-title">{t('operator.alarms')}</h2>
        <Button testId="alarms-past" pressed={past !== null} onClick={toggle}>{t('alarm.past')}</Button>
      </div>
      {alarms.length === 0 ? <EmptyState icon="check" title={t('alarm.none')} /> : (
        <ul class="operator__list">{alarms.map((one) => <Row key={one.id} alarm={one} onTake={() => setTaking(one)} />)}</ul>
      )}
      {past && (past.length === 0 ? <p class="soft">{t('alarm.noPast')}</p> : (
        <ul class="operator__list" aria-label={t('alarm.past')}>{past.map((one) => <Row key={one.id} alarm={one} />)}</ul>
      ))}
      {taking && <Taking alarm={taking} onClose={() => setTaking(null)} onTaken={onChange} />}
    </section>
  );
}

function Row({ alarm, onTake }: { alarm: Alarm; onTake?: () => void }) {
  return (
    <li class="operator__row" data-testid="alarm">
      <div class="stack stack--tight">
        <div class="line">
          <Badge tone={alarmTone(alarm)} icon={alarm.clearedAt ? 'check' : 'alert'}>{t(`alarm.${alarm.severity}`)}</Badge>
          <strong>{t(`alarm.kind.${alarm.kind}`, { value: alarm.value })}</strong>
          <span dir="auto">{alarmSubject(alarm)}</span>
        </div>
        <p class="soft small">
          {alarm.clearedAt
            ? t('alarm.cleared', { from: dayAndTime(alarm.raisedAt, now()), until: dayAndTime(alarm.clearedAt, now()) })
            : t('alarm.since', { time: dayAndTime(alarm.raisedAt, now()) })}
        </p>
        {alarm.acknowledgedAt && (
          <p class="small">
            {t('alarm.taken', { name: nameOf(alarm.acknowledgedBy), time: dayAndTime(alarm.acknowledgedAt, now()) })}
            {alarm.note && <> · <span dir="auto">{alarm.note}</span></>}
          </p>
        )}
      </div>
      {onTake && !alarm.acknowledgedAt && <Button testId="alarm-take" onClick={onTake}>{t('alarm.take')}</Button>}
    </li>
  );
}

function Taking({ alarm, onClose, onTaken }: { alarm: Alarm; onClose: () => void; onTaken: () => Promise<unknown> }) {
  const [note, setNote] = useState('');
  const take = async () => {
    if (!await attempt(() => api.acknowledgeAlarm(alarm.id, note.trim()))) return;
    await onTaken();
    onClose();
  };
  return (
    <Sheet title={t('alarm.take')} onClose={onClose}>
      <div class="stack">
        <p><strong>{t(`alarm.kind.${alarm.kind}`, { value: alarm.value })}</strong> <span dir="auto">{alarmSubject(alarm)}</span></p>
        <TextArea label={t('alarm.note')} hint={t('alarm.note.hint')} value={note} onInput={setNote} maxLength={200} rows={3} testId="alarm-note" />
        <Button kind="primary" wide testId="alarm-taken" onClick={take}>{t('alarm.take')}</Button>
      </div>
    </Sheet>
  );
}
