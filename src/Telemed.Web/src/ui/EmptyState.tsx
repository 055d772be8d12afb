import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';
import type { IconName } from './icons';
import './empty-state.css';

/** An empty list says what would fill it, and how. */
export function EmptyState(props: { icon?: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={props.icon ?? 'empty'} />
      <p class="empty__title">{props.title}</p>
      {props.children && <div class="empty__more">{props.children}</div>}
    </div>
  );
}
