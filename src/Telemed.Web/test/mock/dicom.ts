/** What a DICOM file of a test says; the rest is left out, as many devices do. */
export interface DicomParts {
  rows: number;
  columns: number;
  pixels: Uint8Array;
  frames?: number;
  allocated?: 8 | 16;
  stored?: number;
  isSigned?: boolean;
  samples?: number;
  isPlanar?: boolean;
  photometric?: string;
  window?: { center: number; width: number };
  rescale?: { slope: number; intercept: number };
  syntax?: string;
  /** Each frame is one fragment, with an offset table before it. */
  isEncapsulated?: boolean;
}

const text = (value: string, pad = 0x20): Uint8Array => {
  const bytes = new TextEncoder().encode(value);
  return bytes.length % 2 === 0 ? bytes : new Uint8Array([...bytes, pad]);
};
const short = (value: number): Uint8Array => new Uint8Array([value & 255, value >> 8]);
const long = (value: number): Uint8Array => new Uint8Array([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);

/** An element in explicit little-endian (PS3.5, 7.1.2). */
function element(group: number, number: number, vr: string, value: Uint8Array, length = value.length): Uint8Array {
  const isLong = ['OB', 'OW', 'SQ', 'UN'].includes(vr);
  const size = isLong ? [0, 0, ...long(length)] : [...short(length)];
  return new Uint8Array([...short(group), ...short(number), ...text(vr), ...size, ...value]);
}

/** A DICOM Part 10 file (PS3.10, section 7) made by hand. */
export function dicomOf(parts: DicomParts): Uint8Array<ArrayBuffer> {
  const allocated = parts.allocated ?? 16;
  const meta = element(2, 0x10, 'UI', text(parts.syntax ?? '1.2.840.10008.1.2.1', 0));
  const all = [
    new Uint8Array(128), text('DICM'), element(2, 0, 'UL', long(meta.length)), meta,
    element(0x28, 2, 'US', short(parts.samples ?? 1)),
    element(0x28, 4, 'CS', text(parts.photometric ?? 'MONOCHROME2')),
    element(0x28, 6, 'US', short(parts.isPlanar ? 1 : 0)),
    ...(parts.frames ? [element(0x28, 8, 'IS', text(String(parts.frames)))] : []),
    element(0x28, 0x10, 'US', short(parts.rows)),
    element(0x28, 0x11, 'US', short(parts.columns)),
    element(0x28, 0x100, 'US', short(allocated)),
    element(0x28, 0x101, 'US', short(parts.stored ?? allocated)),
    element(0x28, 0x102, 'US', short((parts.stored ?? allocated) - 1)),
    element(0x28, 0x103, 'US', short(parts.isSigned ? 1 : 0)),
    ...(parts.window ? [element(0x28, 0x1050, 'DS', text(String(parts.window.center))), element(0x28, 0x1051, 'DS', text(String(parts.window.width)))] : []),
    ...(parts.rescale ? [element(0x28, 0x1052, 'DS', text(String(parts.rescale.intercept))), element(0x28, 0x1053, 'DS', text(String(parts.rescale.slope)))] : []),
    ...(parts.isEncapsulated ? encapsulated(parts) : [element(0x7fe0, 0x10, 'OW', parts.pixels)]),
  ];
  const file = new Uint8Array(all.reduce((sum, one) => sum + one.length, 0));
  all.reduce((at, one) => {
    file.set(one, at);
    return at + one.length;
  }, 0);
  return file;
}

function encapsulated(parts: DicomParts): Uint8Array[] {
  const frames = parts.frames ?? 1;
  const size = parts.pixels.length / frames;
  const item = (bytes: Uint8Array) => new Uint8Array([...short(0xfffe), ...short(0xe000), ...long(bytes.length), ...bytes]);
  const fragments = Array.from({ length: frames }, (_, frame) => item(parts.pixels.subarray(frame * size, (frame + 1) * size)));
  const offsets = fragments.map((_, frame) => long(frame * (size + 8)));
  return [
    element(0x7fe0, 0x10, 'OB', new Uint8Array(), 0xffffffff),
    item(new Uint8Array(offsets.flatMap((one) => [...one]))), ...fragments,
    new Uint8Array([...short(0xfffe), ...short(0xe0dd), ...long(0)]),
  ];
}

/** A slice with a gradient from left to right, a bright disc on it that wanders from frame to frame, as a CT would store it. */
export function slices(frames: number, size = 128): Uint8Array<ArrayBuffer> {
  const values = new Int16Array(size * size * frames);
  for (let frame = 0; frame < frames; frame++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const inside = Math.hypot(x - size * (0.3 + (0.4 * frame) / frames), y - size / 2) < size / 6;
        values[(frame * size + y) * size + x] = inside ? 1300 : 824 + Math.round((400 * x) / size);
      }
    }
  }
  return dicomOf({
    rows: size, columns: size, frames, pixels: new Uint8Array(values.buffer), stored: 12,
    window: { center: 40, width: 400 }, rescale: { slope: 1, intercept: -1024 },
  });
}
