/** Finds a code in a picture; null when there is none. */
export type Reader = (picture: HTMLCanvasElement) => Promise<string | null>;

interface Detector {
  detect(picture: HTMLCanvasElement): Promise<readonly { rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** More than this shows no more of a code that is held before the camera, and costs time. */
const mostPixels = 1_200_000;

/** The browser's own reader where it has one that can do this, else one of ours that comes with the first picture. */
export async function makeReader(): Promise<Reader> {
  const own = await browserReader().catch(() => null);
  if (!own) return pageReader();
  let fallback: Reader | null = null;
  return async (picture) => {
    if (fallback) return fallback(picture);
    try {
      return await own(picture);
    } catch {
      // There by name only: its service is missing on some machines.
      fallback = await pageReader();
      return fallback(picture);
    }
  };
}

async function browserReader(): Promise<Reader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  if (!BarcodeDetector || !(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null;
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue || null;
}

async function pageReader(): Promise<Reader> {
  const { default: jsQR } = await import('jsqr');
  return (picture) => {
    const image = picture.getContext('2d', { willReadFrequently: true })?.getImageData(0, 0, picture.width, picture.height);
    return Promise.resolve((image && jsQR(image.data, image.width, image.height)?.data) || null);
  };
}

/** A picture of the camera or of a file, small enough to be searched many times a second. */
export function draw(canvas: HTMLCanvasElement, from: CanvasImageSource, width: number, height: number): boolean {
  if (width === 0 || height === 0) return false;
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(from, 0, 0, canvas.width, canvas.height);
  return context !== null;
}
