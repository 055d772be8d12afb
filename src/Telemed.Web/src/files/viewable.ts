import type { FileView } from '../api/contracts';

/** The grey values that are told apart: as many as `width`, around `center`. */
export interface GreyWindow {
  center: number;
  width: number;
}

/** How a curve is drawn on millimetre paper. */
export interface Paper {
  /** mm/s */
  speed: number;
  /** mm/mV */
  gain: number;
}

export interface Measured {
  milliseconds: number;
  millivolts: number;
}

/** A file that can be looked at, page by page. */
export interface Viewable {
  readonly pages: number;
  /** Where it has more grey values than a screen: those to begin with; null where it is shown as it is. */
  readonly window: GreyWindow | null;
  /** Where it is a curve on paper: how it is drawn to begin with. */
  readonly paper?: Paper;
  /** It is painted as fine as it is seen. */
  readonly isDrawn?: boolean;
  /** Paints a page into a canvas, at its own size; where it is drawn, `detail` times as fine as for a large screen. */
  paint(canvas: HTMLCanvasElement, page: number, window: GreyWindow | null, look?: { detail: number; paper: Paper | null }): Promise<void>;
  /** What stands on a page, for who does not see it. */
  text?(page: number): Promise<string>;
  /** What lies between two points of a page of paper. */
  measure?(page: number, calipers: NonNullable<FileView['calipers']>, paper: Paper): Measured;
  /** Gives back what it holds. */
  close?(): void;
}

/** Why a file cannot be shown here; it can still be fetched and opened elsewhere. */
export type ViewFault = 'kind' | 'compressed' | 'colours' | 'damaged' | 'failed' | 'locked' | 'heavy' | 'units';

export class Unviewable extends Error {
  constructor(readonly fault: ViewFault, readonly detail = '') {
    super(`${fault} ${detail}`);
  }
}

