import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './Icon';
import type { IconName } from './icons';
import './button.css';

export interface ButtonProps {
  children?: ComponentChildren;
  icon?: IconName;
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  size?: 'normal' | 'large';
  type?: 'button' | 'submit';
  /** Said to assistive technology; needed where the text does not say enough. */
  label?: string;
  testId?: string;
  disabled?: boolean;
  busy?: boolean;
  pressed?: boolean;
  /** Whether what it opens is open. */
  expanded?: boolean;
  wide?: boolean;
  /** The key that does the same, shown as a hint. */
  keyHint?: string;
  describedBy?: string;
  /** A promise keeps the button busy until it is settled. */
  onClick?: () => void | Promise<unknown>;
}

export function Button(props: ButtonProps) {
  const [running, setRunning] = useState(false);
  const busy = running || props.busy === true;
  const click = () => {
    if (busy) return;
    const result = props.onClick?.();
    if (!(result instanceof Promise)) return;
    setRunning(true);
    void result.finally(() => setRunning(false));
  };
  return (
    <button
      type={props.type ?? 'button'}
      class={`button button--${props.kind ?? 'plain'} button--${props.size ?? 'normal'}`}
      data-testid={props.testId}
      data-wide={props.wide ? '' : undefined}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-busy={busy || undefined}
      aria-describedby={props.describedBy}
      aria-keyshortcuts={props.keyHint}
      title={props.keyHint && props.label ? `${props.label} (${props.keyHint})` : undefined}
      disabled={props.disabled}
      onClick={props.onClick ? click : undefined}
    >
      {busy ? <span class="button__spinner" aria-hidden="true" /> : props.icon ? <Icon name={props.icon} /> : null}
      {props.children}
    </button>
  );
}
