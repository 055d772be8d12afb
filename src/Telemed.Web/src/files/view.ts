import type { FileView, Point } from '../api/contracts';
import type { GreyWindow } from './viewable';

const full = 10_000;
const [leastZoom, mostZoom] = [0.5, 32];

/** The whole first page, as the file wants to be seen. */
export const wholePage: FileView = { page: 0, zoom: 1, x: full / 2, y: full / 2, center: null, width: null };

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

export const onPage = (view: FileView, page: number, pages: number): FileView => ({ ...view, page: clamp(page, 0, pages - 1) });

/** The window that a view asks for, or the file's own. */
export const windowOf = (view: FileView, own: GreyWindow | null): GreyWindow | null =>
  own && view.center !== null && view.width !== null ? { center: view.center, width: view.width } : own;

export const withWindow = (view: FileView, window: GreyWindow): FileView =>
  ({ ...view, center: window.center, width: Math.max(1, window.width) });

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
