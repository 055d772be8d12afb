import { icons, type IconName } from './icons';
import './icon.css';

/** Icons that point somewhere turn round in right-to-left scripts. */
const directed: ReadonlySet<IconName> = new Set(['back', 'leave', 'send', 'panel']);

export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg
      class={directed.has(name) ? 'icon icon--directed' : 'icon'}
      viewBox="0 0 24 24"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable="false"
      dangerouslySetInnerHTML={{ __html: icons[name] }}
    />
  );
}
