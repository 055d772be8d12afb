import { t } from '../i18n';
import { Button } from './Button';
import { Icon } from './Icon';
import { announcement } from './announce';
import { dismiss, toasts } from './toasts';
import './toast.css';

/** The messages that pass, and the region that says state changes aloud. */
export function Toasts() {
  return (
    <>
      <div class="toasts" role="status" aria-live="polite">
        {toasts.value.map((one) => (
          <div key={one.id} class={`toast toast--${one.tone}`}>
            <Icon name={one.tone === 'alarm' ? 'alert' : 'info'} />
            <p>{one.text}</p>
            <Button kind="quiet" icon="close" label={t('common.dismiss')} onClick={() => dismiss(one.id)} />
          </div>
        ))}
      </div>
      <p class="visually-hidden announced" aria-live="polite" aria-atomic="true">
        {announcement.value}
      </p>
    </>
  );
}
