import { t } from '../i18n';
import { timeOfDay, span } from '../time/format';
import { second, until } from '../time/serverClock';
import { Icon } from './Icon';
import './clock.css';

/** Time left until an instant: calm, amber in the last fifth of a minute or when short, red when past. */
export function Clock({ dueAt, label, big }: { dueAt: string; label: string; big?: boolean }) {
  void second.value;
  const left = until(dueAt);
  const late = left <= 0;
  const level = late ? 'late' : left < 60_000 ? 'soon' : 'calm';
  const far = left > 12 * 3_600_000;
  return (
    <span class={big ? 'clock clock--big' : 'clock'} data-level={level} role="timer" aria-label={label}>
      <Icon name="clock" />
      <span class="clock__label">{label}</span>
      <span class="clock__time">{late ? t('clock.late', { time: span(-left) }) : far ? timeOfDay(dueAt) : span(left)}</span>
    </span>
  );
}
