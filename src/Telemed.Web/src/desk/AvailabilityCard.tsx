import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { timeOfDay } from '../time/format';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import { own, setAvailable } from './deskStore';
import { availabilityMeaning, isOn } from './words';
import './availability.css';

/** One large switch, what the person is doing, and what both mean; who writes up after a consult says when they have done. */
export function AvailabilityCard() {
  const mine = own.value;
  const state = mine?.state ?? 'off';
  const on = isOn(mine);
  const flip = useRef<HTMLButtonElement>(null);
  const toggle = (available: boolean) => void attempt(() => setAvailable(available));
  const done = () => {
    flip.current?.focus(); // The button goes.
    toggle(true);
  };
  return (
    <section class="card availability" aria-labelledby="availability-title" data-on={on ? '' : undefined} data-state={state}>
      <div class="availability__words">
        <h2 id="availability-title">{t('availability.title')}</h2>
        <p class="availability__state" aria-live="polite">
          {t(`availability.${state}`)}
          {mine?.until && (state === 'away' || state === 'wrapUp') ? ` · ${t('availability.until', { time: timeOfDay(mine.until) })}` : ''}
        </p>
        <p class="soft small" data-testid="availability-meaning">{availabilityMeaning(mine)}</p>
        {state === 'wrapUp' && on && <Button testId="wrap-up-done" icon="check" onClick={done}>{t('availability.done')}</Button>}
      </div>
      <button
        ref={flip}
        type="button"
        class="switch"
        role="switch"
        aria-checked={on}
        aria-labelledby="availability-title"
        data-testid="availability-toggle"
        disabled={!mine}
        onClick={() => toggle(!on)}
      >
        <span class="switch__track" aria-hidden="true">
          <span class="switch__knob" />
        </span>
        <span class="switch__word" aria-hidden="true">{t(on ? 'switch.on' : 'switch.off')}</span>
      </button>
    </section>
  );
}
