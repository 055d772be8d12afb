import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from './Button';
import { keepFocus, placesOf } from './focus';
import './sheet.css';

export interface SheetProps {
  title: string;
  children: ComponentChildren;
  /** Called by Esc and by the close button; a sheet without it must be answered. */
  onClose?: () => void;
  /** A modal sheet stops everything behind it; a quiet one lets the page go on. */
  modal?: boolean;
  kind?: 'plain' | 'alarm';
  wide?: boolean;
  testId?: string;
}

export function Sheet({ title, children, onClose, modal = true, kind = 'plain', wide, testId }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    const around = placesOf(before);
    if (modal) element.showModal();
    else element.show();
    // A sheet that comes by itself must not turn a key that was meant for the page into an answer.
    if (modal && !element.querySelector('[autofocus]')) element.querySelector<HTMLElement>('.sheet__title')?.focus();
    return () => {
      const isHeld = modal || element.contains(document.activeElement);
      element.close(); // Gives the focus back to where it was, if that is still there.
      // What opened the sheet may go with it, later in the same turn.
      if (isHeld) queueMicrotask(() => keepFocus(around));
    };
  }, [modal]);
  return (
    <dialog
      ref={dialog}
      class={`sheet sheet--${kind}`}
      data-modal={modal ? '' : undefined}
      data-wide={wide ? '' : undefined}
      data-testid={testId}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || modal || !onClose) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header class="sheet__head">
        <h2 id={id} class="sheet__title" tabIndex={-1}>
          {title}
        </h2>
        {onClose && <Button kind="quiet" icon="close" label={t('common.close')} onClick={onClose} />}
      </header>
      <div class="sheet__body">{children}</div>
    </dialog>
  );
}
