import type { FileView, Point } from '../api/contracts';
import type { GreyWindow, Paper } from './viewable';

const full = 10_000;
const [leastZoom, mostZoom] = [0.5, 32];

/** The whole first page, as the file wants to be seen. */
export const wholePage: FileView = { page: 0, zoom: 1, x: full / 2, y: full / 2, center: null, width: null, speed: null, gain: null, calipers: null };

export interface Size {
  width: number;
  height: number;
}

/** Where a page lies in its field, in pixels of the screen. */
export interface Placed extends Size {
  left: number;
  top: number;
}

/** Zoom is told of the whole page, so that fields of other sizes show the same part of it. */
export function placeOf(view: FileView, field: Size, page: Size): Placed {
  const scale = Math.min(field.width / page.width, field.height / page.height) * view.zoom;
  const [width, height] = [page.width * scale, page.height * scale];
  return { width, height, left: field.width / 2 - (view.x / full) * width, top: field.height / 2 - (view.y / full) * height };
}

/** The point of the page under a place in the field; null beside the page. */
export function pointAt(placed: Placed, left: number, top: number): Point | null {
  const x = Math.round(((left - placed.left) / placed.width) * full);
  const y = Math.round(((top - placed.top) / placed.height) * full);
  return x >= 0 && x <= full && y >= 0 && y <= full ? [x, y] : null;
}

export function movedBy(view: FileView, placed: Placed, left: number, top: number): FileView {
  return {
    ...view,
    x: clamp(Math.round(view.x - (left / placed.width) * full), -full / 2, full * 1.5),
    y: clamp(Math.round(view.y - (top / placed.height) * full), -full / 2, full * 1.5),
  };
}

/** Nearer or further by a factor, around a point of the page that stays where it is. */
export function zoomedBy(view: FileView, factor: number, around: Point = [view.x, view.y]): FileView {
  const zoom = clamp(view.zoom * factor, leastZoom, mostZoom);
  const keep = view.zoom / zoom;
  return {
    ...view,
    zoom,
    x: Math.round(around[0] + (view.x - around[0]) * keep),
    y: Math.round(around[1] + (view.y - around[1]) * keep),
  };
}

/** What was measured on a page stays there. */
export const onPage = (view: FileView, page: number, pages: number): FileView =>
  ({ ...view, page: clamp(page, 0, pages - 1), calipers: clamp(page, 0, pages - 1) === view.page ? view.calipers : null });

/** The whole page again, drawn as it was. */
export const whole = (view: FileView): FileView => ({ ...wholePage, page: view.page, speed: view.speed, gain: view.gain, calipers: view.calipers });

/** How a view wants the paper, or as the file begins; null for what is not on paper. */
export const paperOf = (view: FileView, own: Paper | undefined): Paper | null =>
  own ? { speed: view.speed ?? own.speed, gain: view.gain ?? own.gain } : null;

/** Points lie elsewhere on other paper. */
export const withPaper = (view: FileView, paper: Paper): FileView => ({ ...view, ...paper, calipers: null });

/** From one point of the page to another. */
export const between = (view: FileView, [x, y]: Point, [otherX, otherY]: Point): FileView => ({ ...view, calipers: [x, y, otherX, otherY] });

/** The arrows move the second point, with shift the first; null for any other key. */
export function measuredBy(key: string, isFirst: boolean, view: FileView): FileView | null {
  const step = ({ ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] } as Record<string, readonly [number, number]>)[key];
  if (!step || !view.calipers) return null;
  const [x, y, otherX, otherY] = view.calipers;
  const moved = (from: number, by: number) => clamp(from + by, 0, full);
  return isFirst ? between(view, [moved(x, step[0]), moved(y, step[1])], [otherX, otherY]) : between(view, [x, y], [moved(otherX, step[0]), moved(otherY, step[1])]);
}

/** The longer side of a page that is seen whole on a large screen. */
export const drawnSide = 1_600;

/** How many pixels what is drawn may have however near it is seen: more than this some browsers refuse, and give an empty picture. */
export const mostPixels = 16_000_000;

/** How fine what is drawn is drawn, beside a page of `drawnSide` dots: in steps, for it is not drawn anew for every turn of the wheel. */
export function detailOf(view: FileView, field: Size, dotsPerPixel: number): number {
  const wanted = (Math.max(field.width, field.height) * dotsPerPixel * view.zoom) / drawnSide;
  return wanted > 0 ? 2 ** clamp(Math.ceil(Math.log2(wanted)), -2, 2) : 1;
}

/** The window that a view asks for, or the file's own. */
export const windowOf = (view: FileView, own: GreyWindow | null): GreyWindow | null =>
  own && view.center !== null && view.width !== null ? { center: view.center, width: view.width } : own;

export const withWindow = (view: FileView, window: GreyWindow): FileView =>
  ({ ...view, center: window.center, width: Math.max(1, window.width) });

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
