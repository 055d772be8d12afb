import type { DataSet } from 'dicom-parser';
import type { FileView } from '../api/contracts';
import { t } from '../i18n';
import { mostPixels } from './view';
import { Unviewable, type Measured, type Paper, type Viewable } from './viewable';

/** Measured values of one lead in millivolts; NaN where the device has none. */
export interface Lead {
  name: string;
  values: Float32Array;
}

/** Leads that were recorded together. */
export interface Recorded {
  leads: readonly Lead[];
  /** Samples a second. */
  rate: number;
}

type Spot = readonly [x: number, y: number];

/** What is drawn, in millimetres from the upper left corner of the paper. */
export interface Drawing {
  width: number;
  height: number;
  strips: readonly { name: string; at: Spot; lines: readonly (readonly Spot[])[] }[];
  /** One millivolt for two tenths of a second, before each row. */
  marks: readonly (readonly Spot[])[];
}

/** Seconds on a page, and in a column of the usual order. */
const pageSeconds = 10;
const columnSeconds = 2.5;
const columns = [['I', 'II', 'III'], ['aVR', 'aVL', 'aVF'], ['V1', 'V2', 'V3'], ['V4', 'V5', 'V6']] as const;
const standard: readonly string[] = columns.flat();
const rhythm = 'II';
const margin = { start: 14, top: 10, end: 6, bottom: 12 };
/** What a row has above and below its middle, in millivolts; and never less than this many millimetres in all. */
const rowMillivolts = 3;
const leastRow = 20;

/** Names by their codes in SCP-ECG and in the ISO/IEEE 11073 nomenclature (PS3.16, CID 3001). */
const codes: Readonly<Record<string, string>> = Object.fromEntries(
  ([[1, 'I'], [2, 'II'], [3, 'V1'], [4, 'V2'], [5, 'V3'], [6, 'V4'], [7, 'V5'], [8, 'V6'], [61, 'III'], [62, 'aVR'], [63, 'aVL'], [64, 'aVF']] as const)
    .flatMap(([code, name]) => [[`5.6.3-9-${code}`, name], [`2:${code}`, name]]),
);

/** The curves of a DICOM waveform object (PS3.3, C.10.9); each group of channels, and each ten seconds of it, is a page. */
export function openEcg(data: DataSet): Viewable {
  const groups = (data.elements['x54000100']?.items ?? []).flatMap((item) => (item.dataSet ? [recordedOf(item.dataSet)] : []));
  if (groups.length === 0) throw new Unviewable('damaged');
  return new Ecg(groups.flatMap((group) => {
    const seconds = (group.leads[0]?.values.length ?? 0) / group.rate;
    return Array.from({ length: Math.max(1, Math.ceil(seconds / pageSeconds - 1e-6)) }, (_, page) => ({ group, from: page * pageSeconds }));
  }));
}

class Ecg implements Viewable {
  readonly window = null;
  readonly isDrawn = true;
  readonly paper: Paper = { speed: 25, gain: 10 };
  readonly pages: number;

  constructor(readonly parts: readonly { group: Recorded; from: number }[]) {
    this.pages = parts.length;
  }

  paint(canvas: HTMLCanvasElement, page: number, _: null, look?: { detail: number; paper: Paper | null }): Promise<void> {
    const { group, from } = this.#part(page);
    const paper = look?.paper ?? this.paper;
    const drawing = drawingOf(group, from, paper);
    put(canvas, drawing, paper, dotsOf(drawing, look?.detail ?? 1));
    return Promise.resolve();
  }

  text(page: number): Promise<string> {
    const { group } = this.#part(page);
    const seconds = ((group.leads[0]?.values.length ?? 0) / group.rate).toFixed(1);
    return Promise.resolve(t('viewer.ecg', { leads: group.leads.map((lead) => lead.name).join(' '), seconds, rate: group.rate }));
  }

  measure(page: number, [x, y, otherX, otherY]: NonNullable<FileView['calipers']>, paper: Paper): Measured {
    const { group, from } = this.#part(page);
    const { width, height } = drawingOf(group, from, paper);
    return {
      milliseconds: ((Math.abs(otherX - x) / 10_000) * width * 1_000) / paper.speed,
      millivolts: ((Math.abs(otherY - y) / 10_000) * height) / paper.gain,
    };
  }

  #part(page: number) {
    const part = this.parts[page];
    if (!part) throw new Unviewable('damaged');
    return part;
  }
}

/** One group of channels (PS3.3, C.10.9.1). */
function recordedOf(group: DataSet): Recorded {
  const count = group.uint16('x003a0005') ?? 0;
  const samples = group.uint32('x003a0010') ?? 0;
  const rate = group.floatString('x003a001a') ?? 0;
  const bits = group.uint16('x54001004') ?? 0;
  const kind = group.string('x54001006') ?? '';
  const stored = group.elements['x54001010'];
  const channels = group.elements['x003a0200']?.items ?? [];
  if (!stored || count === 0 || samples === 0 || !(rate > 0) || channels.length !== count) throw new Unviewable('damaged');
  const read = reader(kind, bits);
  if (stored.length < count * samples * (bits / 8)) throw new Unviewable('damaged');
  const view = new DataView(group.byteArray.buffer, group.byteArray.byteOffset + stored.dataOffset, stored.length);
  const padding = group.elements['x5400100a'];
  const missing = padding ? read(new DataView(group.byteArray.buffer, group.byteArray.byteOffset + padding.dataOffset, padding.length), 0) : null;
  return {
    rate,
    leads: withDerived(channels.map((channel, index) => {
      if (!channel.dataSet) throw new Unviewable('damaged');
      const { scale, baseline } = unitsOf(channel.dataSet);
      const values = new Float32Array(samples);
      for (let i = 0; i < samples; i++) {
        const raw = read(view, i * count + index);
        values[i] = raw === missing ? NaN : raw * scale + baseline;
      }
      return { name: nameOf(channel.dataSet, index), values };
    })),
  };
}

function reader(kind: string, bits: number): (view: DataView, at: number) => number {
  if (kind === 'SS' && bits === 16) return (view, at) => view.getInt16(at * 2, true);
  if (kind === 'US' && bits === 16) return (view, at) => view.getUint16(at * 2, true);
  if (kind === 'SB' && bits === 8) return (view, at) => view.getInt8(at);
  if (kind === 'UB' && bits === 8) return (view, at) => view.getUint8(at);
  throw new Unviewable('compressed', `${kind} ${bits}`);
}

/** Millivolts of one stored unit, and of none. A curve without a scale is not drawn: its height would say something false. */
function unitsOf(channel: DataSet): { scale: number; baseline: number } {
  const unit = channel.elements['x003a0211']?.items?.[0]?.dataSet?.string('x00080100');
  const millivolts = ({ uV: 0.001, mV: 1, V: 1_000 } as Record<string, number>)[unit ?? ''];
  const sensitivity = channel.floatString('x003a0210');
  if (millivolts === undefined || sensitivity === undefined || sensitivity === 0) throw new Unviewable('units');
  return { scale: sensitivity * (channel.floatString('x003a0212') ?? 1) * millivolts, baseline: (channel.floatString('x003a0213') ?? 0) * millivolts };
}

function nameOf(channel: DataSet, index: number): string {
  const source = channel.elements['x003a0208']?.items?.[0]?.dataSet;
  const code = codes[source?.string('x00080100') ?? ''];
  if (code) return code;
  const meaning = source?.string('x00080104') ?? channel.string('x003a0203') ?? '';
  return leadOf(meaning) || meaning || String(index + 1);
}

/** The lead that a whole name means, as devices write it (PS3.16, CID 3001); null for any other, "-aVR" and "I-II" among them. */
export function leadOf(name: string): string | null {
  const found = /^(?:lead )?(I{1,3}|aV[RLF]|V[1-9]R?)(?:, augmented voltage, (?:right|left|foot))?$/i.exec(name.trim().replace(/\s+/g, ' '))?.[1];
  if (!found) return null;
  return /^av/i.test(found) ? `aV${found.slice(2).toUpperCase()}` : found.toUpperCase();
}

/** Many devices store two limb leads of the six: the others follow from them (Einthoven, Goldberger). */
function withDerived(leads: Lead[]): Lead[] {
  const of = (name: string) => leads.find((lead) => lead.name === name)?.values;
  const [one, two] = [of('I'), of('II')];
  if (!one || !two || !['V1', 'V2', 'V3', 'V4', 'V5', 'V6'].every(of)) return leads;
  const derive = (name: string, value: (i: number, ii: number) => number): Lead[] =>
    (of(name) ? [] : [{ name, values: one.map((i, at) => value(i, two[at] ?? NaN)) }]);
  return [
    ...leads, ...derive('III', (i, ii) => ii - i), ...derive('aVR', (i, ii) => -(i + ii) / 2),
    ...derive('aVL', (i, ii) => i - ii / 2), ...derive('aVF', (i, ii) => ii - i / 2),
  ];
}

/** Ten seconds on paper: the usual four columns with the rhythm below where all twelve leads are there, else a row for each lead. */
export function drawingOf({ leads, rate }: Recorded, from: number, { speed, gain }: Paper): Drawing {
  const row = Math.max(leastRow, rowMillivolts * gain);
  const middle = (index: number) => margin.top + (index + 0.5) * row;
  const isStandard = standard.every((name) => leads.some((lead) => lead.name === name));
  const places = isStandard
    ? [
        ...columns.flatMap((names, column) => names.map((name, index) => ({ name, index, column, seconds: columnSeconds }))),
        { name: rhythm, index: 3, column: 0, seconds: pageSeconds },
      ]
    : leads.map((lead, index) => ({ name: lead.name, index, column: 0, seconds: pageSeconds }));
  const rows = isStandard ? 4 : leads.length;
  const strips = places.map(({ name, index, column, seconds }) => {
    const lead = leads.find((one) => one.name === name);
    const start = column * columnSeconds;
    const at: Spot = [margin.start + start * speed, middle(index)];
    const line = (values: Float32Array) => linesOf(values, rate, from + start, seconds, ([second, millivolt]) => [at[0] + second * speed, at[1] - millivolt * gain]);
    return { name, at, lines: lead ? line(lead.values) : [] };
  });
  return {
    width: margin.start + pageSeconds * speed + margin.end,
    height: margin.top + rows * row + margin.bottom,
    strips,
    marks: Array.from({ length: rows }, (_, index) => {
      const [left, y] = [margin.start - 2 - 0.2 * speed, middle(index)];
      return [[left - 1, y], [left, y], [left, y - gain], [left + 0.2 * speed, y - gain], [left + 0.2 * speed, y], [left + 0.2 * speed + 1, y]] as const;
    }),
  };
}

function linesOf(values: Float32Array, rate: number, from: number, seconds: number, place: (at: Spot) => Spot): Spot[][] {
  const lines: Spot[][] = [];
  let line: Spot[] | null = null;
  const [first, last] = [Math.round(from * rate), Math.min(values.length - 1, Math.round((from + seconds) * rate))];
  for (let at = first; at <= last; at++) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) line = null;
    else {
      if (!line) lines.push((line = []));
      line.push(place([at / rate - from, value]));
    }
  }
  return lines;
}

/** Pixels of a millimetre on a large screen, and at most. */
const screenDots = 8;
const mostDots = 16;
/** The longest side of a picture that browsers draw. */
const mostSide = 16_384;

/** How many pixels a millimetre has: fewer on a paper so large, with many leads, that a browser would draw nothing at all. */
export function dotsOf({ width, height }: { width: number; height: number }, detail: number): number {
  return Math.min(mostDots, screenDots * detail, mostSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
}

function put(canvas: HTMLCanvasElement, drawing: Drawing, paper: Paper, dots: number): void {
  [canvas.width, canvas.height] = [Math.max(1, Math.floor(drawing.width * dots)), Math.max(1, Math.floor(drawing.height * dots))];
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(dots, dots);
  context.fillStyle = '#fffaf8';
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const [step, colour, thick] of [[1, '#f7d6d0', 0.1], [5, '#e79a90', 0.2]] as const) {
    // Where a millimetre is hardly a dot its lines would be a grey fog over the curve.
    if (step * dots < 3) continue;
    context.strokeStyle = colour;
    context.lineWidth = Math.max(thick, 0.6 / dots);
    context.beginPath();
    for (let x = 0; x <= drawing.width; x += step) strokeFrom(context, [[x, 0], [x, drawing.height]]);
    for (let y = 0; y <= drawing.height; y += step) strokeFrom(context, [[0, y], [drawing.width, y]]);
    context.stroke();
  }
  context.strokeStyle = context.fillStyle = '#101820';
  // On a small screen too no part of a curve is thinner than what is seen.
  context.lineWidth = Math.max(0.3, 2.2 / dots);
  context.lineJoin = 'round';
  context.beginPath();
  for (const mark of drawing.marks) strokeFrom(context, mark);
  for (const strip of drawing.strips) for (const line of strip.lines) strokeFrom(context, line);
  context.stroke();
  context.font = '600 4px sans-serif';
  for (const strip of drawing.strips) context.fillText(strip.name, strip.at[0] + 2, strip.at[1] - rowMillivolts * paper.gain * 0.4);
  context.fillText(`${paper.speed} mm/s   ${paper.gain} mm/mV`, margin.start, drawing.height - 4);
}

function strokeFrom(context: CanvasRenderingContext2D, line: readonly Spot[]): void {
  line.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}
