import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import type { Decode, Decoded } from './codecs';
import { decodeRle } from './rle';
import { Unviewable, type GreyWindow, type Viewable } from './viewable';

/** Transfer syntaxes (PS3.5, annex A) that this page shows: plain little-endian, JPEG baseline, which browsers decode, and what is decoded here. */
const plain: ReadonlySet<string> = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1']);
const jpegBaseline = '1.2.840.10008.1.2.4.50';
const rle = '1.2.840.10008.1.2.5';
type Codec = 'jpegLossless' | 'jpegLs' | 'jpeg2000';
const decoded: Readonly<Record<string, Codec>> = {
  '1.2.840.10008.1.2.4.57': 'jpegLossless', '1.2.840.10008.1.2.4.70': 'jpegLossless', '1.2.840.10008.1.2.4.80': 'jpegLs',
  '1.2.840.10008.1.2.4.81': 'jpegLs', '1.2.840.10008.1.2.4.90': 'jpeg2000', '1.2.840.10008.1.2.4.91': 'jpeg2000',
};
/** What is refused is called by its name, so that a person knows which program to fetch. */
const names: readonly (readonly [RegExp, string])[] = [
  [/\.1\.2\.2$/, 'Big Endian'], [/\.4\.51$/, 'JPEG Extended 12 bit'], [/\.4\.10\d$/, 'MPEG video'], [/\.4\.20[1-3]$/, 'High-Throughput JPEG 2000'],
  [/\.4\.9[23]$/, 'JPEG 2000 multi-component'],
];
/** More than any detector has; what says more is broken, and would take the page's memory. */
const mostPixels = 64_000_000;

/** What the image pixel module says of one frame (PS3.3, C.7.6.3). */
interface Format {
  rows: number;
  columns: number;
  samples: number;
  photometric: string;
  allocated: number;
  stored: number;
  shift: number;
  isSigned: boolean;
  isPlanar: boolean;
}

export async function openDicom(bytes: Uint8Array): Promise<Viewable> {
  const data = parse(bytes);
  const syntax = data.string('x00020010') ?? '1.2.840.10008.1.2';
  if (data.elements['x54000100'] && plain.has(syntax)) return (await import('./ecg')).openEcg(data);
  const pixels = data.elements['x7fe00010'];
  if (!pixels) throw new Unviewable('kind');
  const format = formatOf(data);
  const frames = Math.max(1, data.intString('x00280008') ?? 1);
  if (syntax === jpegBaseline && pixels.encapsulatedPixelData) return new JpegFrames(data, pixels, format, frames);
  const codec = decoded[syntax];
  if ((syntax === rle || codec) && pixels.encapsulatedPixelData) return framesOf(data, format, frames, await decoderOf(data, pixels, format, frames, codec));
  if (!plain.has(syntax)) throw new Unviewable('compressed', names.find(([uid]) => uid.test(syntax))?.[1] ?? syntax);
  const size = (format.rows * format.columns * format.samples * format.allocated) / 8;
  if (size * frames > pixels.length) throw new Unviewable('damaged');
  return framesOf(data, format, frames, (page) => ({ bytes: data.byteArray.subarray(pixels.dataOffset + page * size, pixels.dataOffset + (page + 1) * size), isPlanar: format.isPlanar }));
}

/** The frames of a file whose frames are compressed each for itself, decoded one at a time. */
async function decoderOf(data: DataSet, pixels: Element, { rows, columns, samples, allocated }: Format, frames: number, codec: Codec | undefined): Promise<Frames> {
  if (allocated !== 8 && allocated !== 16) throw new Unviewable('colours');
  const bytes = allocated / 8;
  const decode: Decode = codec
    ? await (await import('./codecs'))[codec]({ columns, rows, samples, bytes })
    : (frame) => ({ bytes: decodeRle(frame, rows * columns, samples, bytes), isPlanar: samples > 1 });
  let last: { page: number; frame: Decoded } | null = null;
  return (page) => {
    // Another window of the same frame is asked for many times a second.
    if (last?.page !== page) last = { page, frame: decode(encapsulated(data, pixels, page, frames)) };
    return last.frame;
  };
}

/** The bytes of a compressed frame, however many fragments it was cut into (PS3.5, A.4). */
function encapsulated(data: DataSet, pixels: Element, page: number, frames: number): Uint8Array<ArrayBuffer> {
  const fragments = pixels.fragments ?? [];
  try {
    if (frames === 1) return copy(dicomParser.readEncapsulatedPixelDataFromFragments(data, pixels, 0, fragments.length));
    if (fragments.length === frames) return copy(dicomParser.readEncapsulatedPixelDataFromFragments(data, pixels, page, 1));
    const table = pixels.basicOffsetTable?.length ? pixels.basicOffsetTable : dicomParser.createJPEGBasicOffsetTable(data, pixels);
    return copy(dicomParser.readEncapsulatedImageFrame(data, pixels, page, table));
  } catch {
    throw new Unviewable('damaged');
  }
}

function parse(bytes: Uint8Array): DataSet {
  try {
    return dicomParser.parseDicom(bytes);
  } catch (error) {
    // A deflated data set wants an inflater that is not here; everything else is not what it says it is.
    const text = error instanceof Error ? error.message : String((error as { exception?: unknown })?.exception ?? error);
    throw /inflater|deflate|pako/i.test(text) ? new Unviewable('compressed', 'Deflate') : new Unviewable('damaged');
  }
}

function formatOf(data: DataSet): Format {
  const rows = data.uint16('x00280010') ?? 0;
  const columns = data.uint16('x00280011') ?? 0;
  const allocated = data.uint16('x00280100') ?? 0;
  const stored = data.uint16('x00280101') ?? allocated;
  if (rows * columns === 0 || rows * columns > mostPixels || stored > allocated || stored === 0) throw new Unviewable('damaged');
  return {
    rows, columns, allocated, stored,
    shift: Math.max(0, (data.uint16('x00280102') ?? stored - 1) + 1 - stored),
    samples: data.uint16('x00280002') ?? 1,
    photometric: data.string('x00280004') ?? 'MONOCHROME2',
    isSigned: data.uint16('x00280103') === 1,
    isPlanar: data.uint16('x00280006') === 1,
  };
}

const isGrey = (format: Format) => format.samples === 1 && /^MONOCHROME[12]$/.test(format.photometric);

/** A frame's samples as they would stand in a file that is not compressed. */
type Frames = (page: number) => Decoded;

function framesOf(data: DataSet, format: Format, frames: number, frameOf: Frames): Viewable {
  if (isGrey(format) && (format.allocated === 8 || format.allocated === 16)) return new GreyFrames(data, format, frames, (page) => frameOf(page).bytes);
  // JPEG 2000 turns its own colours back into RGB (ISO 15444-1, annex G).
  if (format.samples === 3 && /^(?:RGB|YBR_RCT|YBR_ICT|YBR_FULL)$/.test(format.photometric) && format.allocated === 8) return new ColourFrames(format, frames, frameOf);
  throw new Unviewable('colours', format.photometric);
}

/** The raw values of a frame as they stand in the file: whole bytes, or pairs of them, the lower one first. */
export function rawValues(bytes: Uint8Array, allocated: number): Uint8Array | Uint16Array {
  if (allocated === 8) return bytes;
  // A view would have to begin at an even place.
  return new Uint16Array(bytes.slice().buffer);
}

/** A raw value's meaning: its stored bits, signed where the file says so, made into what was measured (PS3.3, C.11.1). */
function valueOf(raw: number, format: Format, slope: number, intercept: number): number {
  let value = (raw >> format.shift) & ((1 << format.stored) - 1);
  if (format.isSigned && value >= 1 << (format.stored - 1)) value -= 1 << format.stored;
  return value * slope + intercept;
}

/** The grey of a measured value (PS3.3, C.11.2.1.2.1), 0 to 255. */
export function greyOf(value: number, { center, width }: GreyWindow): number {
  const from = center - 0.5 - (width - 1) / 2;
  if (value <= from) return 0;
  if (value > from + width - 1) return 255;
  return ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
}

class GreyFrames implements Viewable {
  readonly window: GreyWindow;
  readonly #slope: number;
  readonly #intercept: number;

  constructor(data: DataSet, readonly format: Format, readonly pages: number, readonly bytesOf: (page: number) => Uint8Array) {
    this.#slope = data.floatString('x00281053') ?? 1;
    this.#intercept = data.floatString('x00281052') ?? 0;
    const center = data.floatString('x00281050');
    const width = data.floatString('x00281051');
    this.window = center !== undefined && width !== undefined && width >= 1 ? { center, width } : this.#whole();
  }

  paint(canvas: HTMLCanvasElement, page: number, window: GreyWindow | null): Promise<void> {
    const table = this.#table(window ?? this.window);
    const raw = rawValues(this.bytesOf(page), this.format.allocated);
    put(canvas, this.format, (rgba) => {
      for (let i = 0; i < raw.length; i++) rgba.fill(table[raw[i] ?? 0] ?? 0, i * 4, i * 4 + 3);
    });
    return Promise.resolve();
  }

  /** From the least to the greatest value of the first frame. */
  #whole(): GreyWindow {
    let [least, greatest] = [Infinity, -Infinity];
    for (const raw of rawValues(this.bytesOf(0), this.format.allocated)) {
      const value = valueOf(raw, this.format, this.#slope, this.#intercept);
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    return { center: (least + greatest + 1) / 2, width: Math.max(1, greatest - least + 1) };
  }

  /** The grey of every raw value there is: each is looked up many times. */
  #table(window: GreyWindow): Uint8ClampedArray {
    const table = new Uint8ClampedArray(1 << this.format.allocated);
    const isInverted = this.format.photometric === 'MONOCHROME1';
    for (let raw = 0; raw < table.length; raw++) {
      const grey = greyOf(valueOf(raw, this.format, this.#slope, this.#intercept), window);
      table[raw] = isInverted ? 255 - grey : grey;
    }
    return table;
  }
}

class ColourFrames implements Viewable {
  readonly window = null;

  constructor(readonly format: Format, readonly pages: number, readonly frameOf: Frames) {}

  paint(canvas: HTMLCanvasElement, page: number): Promise<void> {
    const { bytes, isPlanar } = this.frameOf(page);
    const count = this.format.rows * this.format.columns;
    const [step, plane] = isPlanar ? [1, count] : [3, 1];
    put(canvas, this.format, (rgba) => {
      for (let i = 0; i < count; i++) {
        for (let colour = 0; colour < 3; colour++) rgba[i * 4 + colour] = bytes[i * step + colour * plane] ?? 0;
      }
      if (this.format.photometric === 'YBR_FULL') toRgb(rgba);
    });
    return Promise.resolve();
  }
}

/** YBR_FULL (PS3.3, C.7.6.3.1.2) in place. */
function toRgb(rgba: Uint8ClampedArray): void {
  for (let i = 0; i + 2 < rgba.length; i += 4) {
    const [y, blue, red] = [rgba[i] ?? 0, (rgba[i + 1] ?? 0) - 128, (rgba[i + 2] ?? 0) - 128];
    rgba[i] = y + 1.402 * red;
    rgba[i + 1] = y - 0.344136 * blue - 0.714136 * red;
    rgba[i + 2] = y + 1.772 * blue;
  }
}

/** JPEG frames (PS3.5, A.4.1) go to the browser's own decoder. */
class JpegFrames implements Viewable {
  readonly window = null;

  constructor(readonly data: DataSet, readonly pixels: Element, readonly format: Format, readonly pages: number) {}

  async paint(canvas: HTMLCanvasElement, page: number): Promise<void> {
    const picture = await createImageBitmap(new Blob([encapsulated(this.data, this.pixels, page, this.pages)], { type: 'image/jpeg' })).catch(() => {
      throw new Unviewable('damaged');
    });
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext('2d');
    if (!context) return;
    if (this.format.photometric === 'MONOCHROME1') context.filter = 'invert(1)';
    context.drawImage(picture, 0, 0);
    picture.close();
  }
}

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

function put(canvas: HTMLCanvasElement, { rows, columns }: Format, fill: (rgba: Uint8ClampedArray) => void): void {
  [canvas.width, canvas.height] = [columns, rows];
  const image = new ImageData(columns, rows);
  new Uint32Array(image.data.buffer).fill(0xff000000);
  fill(image.data);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
