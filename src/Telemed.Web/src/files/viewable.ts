/** The grey values that are told apart: as many as `width`, around `center`. */
export interface GreyWindow {
  center: number;
  width: number;
}

/** A file that can be looked at, page by page. */
export interface Viewable {
  readonly pages: number;
  /** Where it has more grey values than a screen: those to begin with; null where it is shown as it is. */
  readonly window: GreyWindow | null;
  /** Paints a page into a canvas, at its own size. */
  paint(canvas: HTMLCanvasElement, page: number, window: GreyWindow | null): Promise<void>;
}

/** Why a file cannot be shown here; it can still be fetched and opened elsewhere. */
export type ViewFault = 'kind' | 'compressed' | 'colours' | 'damaged';

export class Unviewable extends Error {
  constructor(readonly fault: ViewFault, readonly detail = '') {
    super(`${fault} ${detail}`);
  }
}
