/** Moves the focus to what usually takes none, as a heading does not. */
export function focusOn(target: HTMLElement | null | undefined): void {
  if (!target) return;
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

const place = 'li, section, dialog, main, body';

/** What a place is around: rows, parts and the page, from the nearest on. */
export function placesOf(element: Element | null): HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let at = element?.closest<HTMLElement>(place); at; at = at.parentElement?.closest<HTMLElement>(place)) places.push(at);
  return places;
}

/**
 * The button that opened a sheet is often what its answer takes away: then the focus goes to the row in which it stood, which says what
 * came of it, or to the heading of its part of the page, and is not lost to the page's beginning.
 */
export function keepFocus(around: readonly HTMLElement[]): void {
  const now = document.activeElement;
  if (now !== document.body && now !== null) return;
  const nearest = around.find((one) => one.isConnected);
  focusOn(nearest?.matches('li') ? nearest : nearest?.querySelector<HTMLElement>('h1, h2, h3'));
}
