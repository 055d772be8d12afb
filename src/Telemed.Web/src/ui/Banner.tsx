import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';
import type { IconName } from './icons';
import './banner.css';

/** A quiet strip that says what is the matter and what was kept. Never a dialog. */
export function Banner(props: {
  tone?: 'info' | 'warn' | 'alarm';
  icon?: IconName;
  children: ComponentChildren;
  testId?: string;
}) {
  return (
    <div class={`banner banner--${props.tone ?? 'info'}`} role="status" data-testid={props.testId}>
      <Icon name={props.icon ?? 'info'} />
      <div class="banner__text">{props.children}</div>
    </div>
  );
}
