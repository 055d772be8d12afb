// Its other build wants a browser of this year; those of hospitals are older.
import { getDocument, GlobalWorkerOptions, InvalidPDFException, PasswordException, type PDFDocumentProxy, type RenderTask } from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { Problem } from '../api/problem';
import { drawnSide, mostPixels } from './view';
import { Unviewable, type Viewable } from './viewable';

GlobalWorkerOptions.workerSrc = worker;

/** Names of characters, fonts and decoders that a document may rest on without carrying them; see vite.config.ts. */
const parts = `/assets/pdf-${__PDF_VERSION__}`;
/** What takes longer than this would take the machine. */
const patienceMs = 20_000;

export async function openPdf(bytes: Uint8Array): Promise<Viewable> {
  const task = getDocument({
    data: bytes, cMapUrl: `${parts}/cmaps/`, standardFontDataUrl: `${parts}/fonts/`, wasmUrl: `${parts}/wasm/`,
    useSystemFonts: true, enableXfa: false, maxImageSize: 64_000_000, verbosity: 0,
  });
  // Nobody is asked for the password: a file of a case is for all who may see it.
  const locked = new Promise<never>((_, reject) => {
    task.onPassword = () => reject(new Unviewable('locked'));
  });
  try {
    return new Pdf(await inTime(Promise.race([task.promise, locked])), () => void task.destroy());
  } catch (error) {
    void task.destroy();
    throw faultOf(error);
  }
}

class Pdf implements Viewable {
  readonly window = null;
  readonly isDrawn = true;
  readonly pages: number;
  #painting: RenderTask | null = null;

  constructor(readonly document: PDFDocumentProxy, readonly close: () => void) {
    this.pages = document.numPages;
  }

  async paint(canvas: HTMLCanvasElement, page: number, _: null, { detail } = { detail: 1 }): Promise<void> {
    // Whoever turns pages fast wants only the last one.
    this.#painting?.cancel();
    try {
      const one = await inTime(this.document.getPage(page + 1));
      const plain = one.getViewport({ scale: 1 });
      if (!(plain.width > 0 && plain.height > 0)) throw new Unviewable('damaged');
      const viewport = one.getViewport({ scale: scaleOf(plain.width, plain.height, detail) });
      [canvas.width, canvas.height] = [Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height))];
      const painting = one.render({ canvas, viewport, background: '#ffffff' });
      this.#painting = painting;
      await inTime(painting.promise).catch((error: unknown) => {
        painting.cancel();
        throw error;
      });
      one.cleanup();
    } catch (error) {
      throw faultOf(error);
    }
  }

  async text(page: number): Promise<string> {
    const content = await (await this.document.getPage(page + 1)).getTextContent();
    return content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('').slice(0, 20_000);
  }
}

/** What the reader of PDFs says: a file is damaged only where it says so; its worker, which is fetched, may not have come. */
export function faultOf(error: unknown): Error {
  if (error instanceof Unviewable) return error;
  if (error instanceof InvalidPDFException) return new Unviewable('damaged');
  if (error instanceof PasswordException) return new Unviewable('locked');
  const text = error instanceof Error ? error.message : String(error);
  return text.startsWith('Setting up fake worker failed') ? new Problem('offline', 0, text) : new Unviewable('failed');
}

/** How many pixels a point of a page has: the whole page is about as large as a screen, however large its paper is. */
export function scaleOf(width: number, height: number, detail: number): number {
  return Math.min((drawnSide * detail) / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
}

/** A page that nobody looks at is not painted by the browser: that time does not count. */
function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => {
      if (document.hidden) timer = setTimeout(late, patienceMs);
      else reject(new Unviewable('heavy'));
    };
    let timer = setTimeout(late, patienceMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
