import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';
import type { IconName } from './icons';
import './badge.css';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'alarm';

/** A state in words. The tone only underlines what the word says. */
export function Badge(props: { tone?: Tone; icon?: IconName; children: ComponentChildren; testId?: string }) {
  return (
    <span class={`badge badge--${props.tone ?? 'neutral'}`} data-testid={props.testId}>
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
    </span>
  );
}
