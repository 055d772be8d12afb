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

/** A recording of curves: each lead's millivolts at each second, stored as steps of `step` microvolts. */
export interface EcgParts {
  leads: Readonly<Record<string, (second: number) => number>>;
  rate?: number;
  seconds?: number;
  step?: number;
  /** Left out: a recording that does not say what its numbers mean. */
  unit?: 'uV' | 'mV' | null;
  /** Seconds from which on the device has nothing. */
  lostFrom?: number;
}

const lost = -32_768;

/** A 12-lead ECG Waveform object (PS3.3, A.34.3) made by hand. */
export function ecgOf({ leads, rate = 500, seconds = 10, step = 2.5, unit = 'uV', lostFrom = Infinity }: EcgParts): Uint8Array<ArrayBuffer> {
  const join = (parts: readonly Uint8Array[]) => new Uint8Array(parts.flatMap((one) => [...one]));
  const item = (...parts: Uint8Array[]) => {
    const body = join(parts);
    return join([short(0xfffe), short(0xe000), long(body.length), body]);
  };
  const names = Object.keys(leads);
  const samples = Math.round(rate * seconds);
  const values = new Int16Array(samples * names.length);
  for (let at = 0; at < samples; at++) {
    names.forEach((name, index) => {
      values[at * names.length + index] = at / rate >= lostFrom ? lost : Math.round(((leads[name]?.(at / rate) ?? 0) * 1_000) / step);
    });
  }
  const ds = (value: number) => text(String(value));
  const channels = names.map((name) => item(
    element(0x3a, 0x208, 'SQ', item(element(8, 0x100, 'SH', text('x')), element(8, 0x104, 'LO', text(`Lead ${name}`)))),
    element(0x3a, 0x210, 'DS', ds(unit === 'mV' ? step / 2_000 : step / 2)),
    ...(unit ? [element(0x3a, 0x211, 'SQ', item(element(8, 0x100, 'SH', text(unit))))] : []),
    element(0x3a, 0x212, 'DS', ds(2)),
    element(0x3a, 0x213, 'DS', ds(0)),
  ));
  const meta = element(2, 0x10, 'UI', text('1.2.840.10008.1.2.1', 0));
  return join([
    new Uint8Array(128), text('DICM'), element(2, 0, 'UL', long(meta.length)), meta,
    element(8, 0x16, 'UI', text('1.2.840.10008.5.1.4.1.1.9.1.1', 0)),
    element(0x5400, 0x100, 'SQ', item(
      element(0x3a, 5, 'US', short(names.length)),
      element(0x3a, 0x10, 'UL', long(samples)),
      element(0x3a, 0x1a, 'DS', ds(rate)),
      element(0x3a, 0x200, 'SQ', join(channels)),
      element(0x5400, 0x1004, 'US', short(16)),
      element(0x5400, 0x1006, 'CS', text('SS')),
      element(0x5400, 0x100a, 'OW', short(lost & 0xffff)),
      element(0x5400, 0x1010, 'OW', new Uint8Array(values.buffer)),
    )),
  ]);
}

/** A heart at 75 beats a minute: one millivolt for 40 ms in lead II, half of it in lead I. */
export const heart = (second: number): number => ((second + 1e-6) % 0.8 < 0.04 ? 1 : 0);
export const twelveLeads: EcgParts['leads'] = {
  I: (second) => heart(second) / 2, II: heart,
  // The height of these says when it was, so that a column of the paper can be told from another.
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`V${number}`, (second: number) => second / 10])),
};
