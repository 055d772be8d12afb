import { t } from '../i18n';
import { timeOfDay } from '../time/format';
import { attempt } from '../ui/toasts';
import { own, setAvailable } from './deskStore';
import './availability.css';

/** One large switch, and what it means. */
export function AvailabilityCard() {
  const mine = own.value;
  const state = mine?.state ?? 'off';
  const on = state !== 'off' && state !== 'away' && state !== 'onCall';
  return (
    <section class="card availability" aria-labelledby="availability-title" data-on={on ? '' : undefined}>
      <div class="availability__words">
        <h2 id="availability-title">{t('availability.title')}</h2>
        <p class="availability__state" aria-live="polite">
          {t(`availability.${state}`)}
          {mine?.until && (state === 'away' || state === 'wrapUp') ? ` · ${t('availability.until', { time: timeOfDay(mine.until) })}` : ''}
        </p>
        <p class="soft small">{t(on ? 'availability.on.meaning' : 'availability.off.meaning')}</p>
      </div>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={on}
        aria-labelledby="availability-title"
        data-testid="availability-toggle"
        onClick={() => void attempt(() => setAvailable(!on))}
      >
        <span class="switch__track" aria-hidden="true">
          <span class="switch__knob" />
        </span>
        <span class="switch__word" aria-hidden="true">{t(on ? 'switch.on' : 'switch.off')}</span>
      </button>
    </section>
  );
}
