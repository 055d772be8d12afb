import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileView } from '../../src/api/contracts';
import { colourAround, correct, gainsOf } from '../../src/files/colour';
import { greyOf, openDicom } from '../../src/files/dicom';
import { keyed } from '../../src/files/FileViewer';
import { between, measuredBy, movedBy, onPage, placeOf, pointAt, wholePage, windowOf, withPaper, withWindow, zoomedBy } from '../../src/files/view';
import { Unviewable } from '../../src/files/viewable';
import { Problem } from '../../src/api/problem';
import { Presenter } from '../../src/room/presenter';
import { gainOf } from '../../src/room/state';
import dicomParser from 'dicom-parser';
import { dotsOf, drawingOf, leadOf, openEcg, type Drawing, type Recorded } from '../../src/files/ecg';
import { decodeRle } from '../../src/files/rle';
import { compressed } from '../mock/compressed';
import { dicomOf, ecgOf, heart, slices, twelveLeads, type DicomParts, type EcgParts } from '../mock/dicom';

/** What a canvas is asked to show; there is none outside a browser. */
class Picture {
  readonly data: Uint8ClampedArray;
  constructor(readonly width: number, readonly height: number) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}
beforeAll(() => vi.stubGlobal('ImageData', Picture));

/** The colours of each pixel of a page, as text. */
async function painted(parts: DicomParts, page = 0, window: { center: number; width: number } | null = null): Promise<string[]> {
  let shown: Picture | null = null;
  const canvas = { width: 0, height: 0, getContext: () => ({ putImageData: (picture: Picture) => (shown = picture) }) };
  await (await openDicom(dicomOf(parts))).paint(canvas as unknown as HTMLCanvasElement, page, window);
  const { data } = shown as unknown as Picture;
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(i * 4, i * 4 + 4)].join());
}

const bytes16 = (...values: number[]) => new Uint8Array(Int16Array.from(values).buffer);
const greys = async (parts: DicomParts, page = 0, window: { center: number; width: number } | null = null) =>
  (await painted(parts, page, window)).map((pixel) => Number(pixel.split(',')[0]));
const fault = async (parts: DicomParts) => {
  try {
    await openDicom(dicomOf(parts));
    return null;
  } catch (error) {
    return error instanceof Unviewable ? error.fault : error;
  }
};

describe('a DICOM image in the page', () => {
  const row = { rows: 1, columns: 3 };

  it('shows grey values by the formula of PS3.3, C.11.2.1.2.1', () => {
    // Of the standard's own example: c = 2048, w = 4096, from 0 to 255.
    expect([0, 2048, 4095].map((value) => Math.round(greyOf(value, { center: 2048, width: 4096 })))).toEqual([0, 128, 255]);
    expect([99, 100].map((value) => greyOf(value, { center: 100, width: 1 }))).toEqual([0, 255]);
  });

  it('tells signed values apart in the window of the file, or in the one that was asked for', async () => {
    const parts: DicomParts = { ...row, pixels: bytes16(-1000, 40, 1000), isSigned: true, window: { center: 40, width: 400 } };
    expect(await greys(parts)).toEqual([0, 128, 255]);
    expect(await greys(parts, 0, { center: -1000, width: 100 })).toEqual([129, 255, 255]);
  });

  it('takes only the stored bits, rescales them, and turns what is stored the other way round', async () => {
    const parts: DicomParts = {
      ...row, stored: 12, pixels: bytes16(0xf000 - 65536, 0x0fff, 1064), rescale: { slope: 1, intercept: -1024 }, window: { center: 40, width: 400 },
    };
    expect(await greys(parts)).toEqual([0, 255, 128]);
    expect(await greys({ ...parts, photometric: 'MONOCHROME1' })).toEqual([255, 0, 127]);
  });

  it('without a window shows all there is', async () => {
    const parts: DicomParts = { ...row, allocated: 8, pixels: new Uint8Array([50, 100, 150, 0]) };
    expect((await openDicom(dicomOf(parts))).window).toEqual({ center: 100.5, width: 101 });
    expect(await greys(parts)).toEqual([0, 128, 255]);
  });

  it('has a page for each frame', async () => {
    const parts: DicomParts = { rows: 1, columns: 2, frames: 3, allocated: 8, pixels: new Uint8Array([0, 255, 255, 0, 128, 128]), window: { center: 128, width: 256 } };
    expect((await openDicom(dicomOf(parts))).pages).toBe(3);
    expect([await greys(parts, 1), await greys(parts, 2)]).toEqual([[255, 0], [128, 128]]);
    expect((await openDicom(slices(20))).pages).toBe(20);
  });

  it('shows colours, by pixel or by plane', async () => {
    const pixels = new Uint8Array([1, 2, 3, 4, 5, 6]);
    const parts: DicomParts = { rows: 1, columns: 2, samples: 3, photometric: 'RGB', allocated: 8, pixels };
    expect(await painted(parts)).toEqual(['1,2,3,255', '4,5,6,255']);
    expect(await painted({ ...parts, isPlanar: true })).toEqual(['1,3,5,255', '2,4,6,255']);
  });

  it('hands JPEG frames to the browser, each as it stands in its fragment', async () => {
    const seen: string[] = [];
    vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
      seen.push([...new Uint8Array(await blob.arrayBuffer())].join());
      return { width: 1, height: 1, close: () => undefined };
    });
    const file = await openDicom(dicomOf({
      rows: 1, columns: 1, frames: 2, allocated: 8, syntax: '1.2.840.10008.1.2.4.50', isEncapsulated: true, pixels: new Uint8Array([9, 8, 7, 6]),
    }));
    const canvas = { getContext: () => ({ drawImage: () => undefined }) } as unknown as HTMLCanvasElement;
    await file.paint(canvas, 1, null);
    await file.paint(canvas, 0, null);
    expect([file.pages, file.window, seen]).toEqual([2, null, ['7,6', '9,8']]);
  });

  it('says what it cannot show, and never shows half a picture', async () => {
    const parts: DicomParts = { rows: 2, columns: 2, allocated: 8, pixels: new Uint8Array(4) };
    expect(await fault(parts)).toBeNull();
    expect(await fault({ ...parts, syntax: '1.2.840.10008.1.2.4.51', isEncapsulated: true })).toBe('compressed');
    expect(await fault({ ...parts, syntax: '1.2.840.10008.1.2.2' })).not.toBeNull();
    expect(await fault({ ...parts, photometric: 'PALETTE COLOR' })).toBe('colours');
    expect(await fault({ ...parts, rows: 3 })).toBe('damaged');
    expect(await fault({ ...parts, rows: 0 })).toBe('damaged');
    await expect(openDicom(new TextEncoder().encode('x'.repeat(200)))).rejects.toThrow(Unviewable);
    await expect(openDicom(dicomOf(parts).slice(0, 150))).rejects.toThrow(Unviewable);
  });
});

describe('a compressed DICOM image', () => {
  /** The shown colours of a file that another's tools wrote. */
  const shown = async (name: keyof typeof compressed) => {
    let picture: Picture | null = null;
    const canvas = { width: 0, height: 0, getContext: () => ({ putImageData: (one: Picture) => (picture = one) }) };
    await (await openDicom(Uint8Array.from(Buffer.from(compressed[name], 'base64')))).paint(canvas as unknown as HTMLCanvasElement, 0, { center: 2_048, width: 4_096 });
    return picture as unknown as Picture;
  };
  const grey = (x: number, y: number) => Math.round(greyOf((x * 211 + y * 97) % 4_096, { center: 2_048, width: 4_096 }));

  it.each(['grey', 'grey-rle', 'grey-jl57', 'grey-jl70'] as const)('%s: every value is the one that was stored', async (name) => {
    const { width, height, data } = await shown(name);
    const expected = Array.from({ length: 16 * 12 }, (_, i) => grey(i % 16, Math.floor(i / 16)));
    expect([width, height, Array.from({ length: 16 * 12 }, (_, i) => data[i * 4])]).toEqual([16, 12, expected]);
  });

  it.each(['colour', 'colour-rle', 'colour-jl57', 'colour-jl70'] as const)('%s: every colour is the one that was stored', async (name) => {
    const { data } = await shown(name);
    const expected = Array.from({ length: 24 }, (_, i) => [0, 1, 2].map((colour) => ((i % 6) * 40 + Math.floor(i / 6) * 13 + colour * 70) % 256));
    expect(Array.from({ length: 24 }, (_, i) => [...data.subarray(i * 4, i * 4 + 3)])).toEqual(expected);
  });

  it('that is broken off, or is of another size than it says, is not shown', async () => {
    for (const name of ['grey-rle', 'grey-jl70'] as const) {
      const file = Uint8Array.from(Buffer.from(compressed[name], 'base64'));
      const half = openDicom(file.slice(0, file.length - 120)).then((image) => image.paint({} as HTMLCanvasElement, 0, null));
      await expect(half, name).rejects.toThrow(Unviewable);
    }
    const coded = new Uint8Array(80);
    new DataView(coded.buffer).setUint32(0, 1, true);
    new DataView(coded.buffer).setUint32(4, 64, true);
    coded.set([3, 7, 8, 9, 10, 253, 5, 128], 64);
    expect([...decodeRle(coded, 8, 1, 1)]).toEqual([7, 8, 9, 10, 5, 5, 5, 5]);
    expect(() => decodeRle(coded, 99, 1, 1)).toThrow(Unviewable);
    expect(() => decodeRle(coded, 4, 1, 2)).toThrow(Unviewable);
  });

  it('with colours as brightness and two differences is shown in red, green and blue', async () => {
    const pixels = new Uint8Array([76, 85, 255, 150, 44, 21]);
    const colours = await painted({ rows: 1, columns: 2, samples: 3, photometric: 'YBR_FULL', allocated: 8, pixels });
    expect(colours).toEqual(['254,0,0,255', '0,255,1,255']);
  });

  it('of a kind that is not decoded here is called by its name', async () => {
    const parts: DicomParts = { rows: 2, columns: 2, allocated: 8, pixels: new Uint8Array(4), isEncapsulated: true };
    const named = (uid: string) => openDicom(dicomOf({ ...parts, syntax: uid })).catch((error: Unviewable) => `${error.fault} ${error.detail}`);
    expect(await named('1.2.840.10008.1.2.4.51')).toBe('compressed JPEG Extended 12 bit');
    expect(await named('1.2.840.10008.1.2.4.102')).toBe('compressed MPEG video');
    expect(await named('1.2.840.10008.1.2.4.201')).toBe('compressed High-Throughput JPEG 2000');
    expect(await named('1.2.3')).toBe('compressed 1.2.3');
  });
});

describe('an ECG on paper', () => {
  const recorded = (parts: Partial<EcgParts> = {}): Recorded => {
    const file = openEcg(dicomParser.parseDicom(ecgOf({ leads: twelveLeads, ...parts }))) as unknown as { parts: { group: Recorded }[] };
    return file.parts[0]!.group;
  };
  const stripsOf = (drawing: Drawing, name: string) => drawing.strips.filter((one) => one.name === name);
  /** Where a curve leaves its middle line upwards, from its beginning, in millimetres. */
  const rises = (strip: Drawing['strips'][number]) => strip.lines.flatMap((line) => line
    .filter(([, y], at) => y < strip.at[1] - 0.1 && at > 0 && (line[at - 1]?.[1] ?? 0) > strip.at[1] - 0.1).map(([x]) => x - strip.at[0]));
  const height = (strip: Drawing['strips'][number]) => strip.at[1] - Math.min(...strip.lines.flat().map(([, y]) => y));

  it.each([[25, 10], [50, 20], [12.5, 5]])('at %s mm/s and %s mm/mV a millivolt is so high and a beat so far from the next', (speed, gain) => {
    const drawing = drawingOf(recorded(), 0, { speed, gain });
    const [, rhythm] = stripsOf(drawing, 'II');
    expect(height(rhythm!)).toBeCloseTo(gain, 1);
    expect(height(stripsOf(drawing, 'I')[0]!)).toBeCloseTo(gain / 2, 1);
    const beats = rises(rhythm!);
    expect(beats.length).toBe(12);
    for (let at = 1; at < beats.length; at++) expect(beats[at]! - beats[at - 1]!).toBeCloseTo(0.8 * speed, 1);
    const [mark] = drawing.marks;
    const [xs, ys] = [mark!.map(([x]) => x), mark!.map(([, y]) => y)];
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(gain);
    expect(xs[3]! - xs[2]!).toBeCloseTo(0.2 * speed);
  });

  it('stands in four columns of three leads, each with its own part of the time, above the rhythm', () => {
    const drawing = drawingOf(recorded(), 0, { speed: 25, gain: 10 });
    expect(drawing.strips.map((one) => one.name)).toEqual(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'II']);
    const [v1, v4] = [stripsOf(drawing, 'V1')[0]!, stripsOf(drawing, 'V4')[0]!];
    expect(v4.at[0] - v1.at[0]).toBeCloseTo(62.5);
    expect(v1.at[1] - v1.lines[0]![0]![1]).toBeCloseTo(5, 1); // 5 s, by the height of this curve.
    expect(v4.at[1] - v4.lines[0]!.at(-1)![1]).toBeCloseTo(10, 1);
    expect(v1.at[1]).toBe(stripsOf(drawing, 'I')[0]!.at[1]);
  });

  it('has the limb leads that follow from two of them', () => {
    const drawing = drawingOf(recorded(), 0, { speed: 25, gain: 10 });
    const low = (name: string) => Math.max(...stripsOf(drawing, name)[0]!.lines.flat().map(([, y]) => y)) - stripsOf(drawing, name)[0]!.at[1];
    expect(height(stripsOf(drawing, 'III')[0]!)).toBeCloseTo(5, 1);
    expect(low('aVR')).toBeCloseTo(7.5, 1);
    expect(height(stripsOf(drawing, 'aVF')[0]!)).toBeCloseTo(7.5, 1);
    expect(height(stripsOf(drawing, 'aVL')[0]!)).toBeCloseTo(0, 1);
    // Where both are as high, aVL is half of it, and III is nothing.
    const alike = drawingOf(recorded({ leads: { ...twelveLeads, I: heart } }), 0, { speed: 25, gain: 10 });
    expect(height(stripsOf(alike, 'aVL')[0]!)).toBeCloseTo(5, 1);
    expect(height(stripsOf(alike, 'aVF')[0]!)).toBeCloseTo(5, 1);
    expect(height(stripsOf(alike, 'III')[0]!)).toBeCloseTo(0, 1);
  });

  it('of other leads has a row for each, and of a longer time a page for each ten seconds', () => {
    const file = openEcg(dicomParser.parseDicom(ecgOf({ leads: { V1: heart, V7: heart }, seconds: 25, rate: 100, unit: 'mV' })));
    expect(file.pages).toBe(3);
    const drawing = drawingOf(recorded({ leads: { V1: heart, V7: heart }, unit: 'mV' }), 0, { speed: 25, gain: 10 });
    expect(drawing.strips.map((one) => [one.name, one.at[0]])).toEqual([['V1', 14], ['V7', 14]]);
    expect(height(drawing.strips[1]!)).toBeCloseTo(10, 1);
  });

  it('knows a lead by its whole name only', () => {
    const known = {
      'Lead I': 'I', 'Lead II': 'II', 'LEAD III': 'III', aVR: 'aVR', AVL: 'aVL', 'lead avf': 'aVF', 'aVL, augmented voltage, left': 'aVL',
      V1: 'V1', 'Lead  V6 ': 'V6', v4r: 'V4R', V9: 'V9',
    };
    for (const [name, lead] of Object.entries(known)) expect(leadOf(name), name).toBe(lead);
    for (const name of ['', 'V10', 'V0', '-aVR', 'I-II', 'IIII', 'aVX', 'Lead', 'V1 and V2', 'Resp. II', 'I, derived', 'CM5 (V5)', 'Lead II aVR']) expect(leadOf(name), name).toBeNull();
  });

  it('is drawn as fine as it is seen, and never larger than browsers draw', () => {
    const twelve = drawingOf(recorded(), 0, { speed: 25, gain: 10 });
    expect([dotsOf(twelve, 0.25), dotsOf(twelve, 1), dotsOf(twelve, 2), dotsOf(twelve, 4)]).toEqual([2, 8, 16, 16]);
    for (const [leads, speed, gain] of [[12, 50, 20], [64, 50, 20], [2_000, 25, 20]] as const) {
      const paper = drawingOf({ leads: Array.from({ length: leads }, (_, at) => ({ name: `E${at}`, values: new Float32Array(2) })), rate: 500 }, 0, { speed, gain });
      const dots = dotsOf(paper, 4);
      expect(paper.width * dots * paper.height * dots).toBeLessThanOrEqual(16_000_001);
      expect(Math.max(paper.width, paper.height) * dots).toBeLessThanOrEqual(16_385);
    }
  });

  it('has a gap where the device has nothing, and is not drawn without a unit', () => {
    const drawing = drawingOf(recorded({ lostFrom: 9 }), 0, { speed: 25, gain: 10 });
    const last = stripsOf(drawing, 'II')[1]!.lines.flat().at(-1)!;
    expect(last[0] - 14).toBeCloseTo(9 * 25, 0);
    expect(() => recorded({ unit: null })).toThrow('units');
    expect(() => openEcg(dicomParser.parseDicom(ecgOf({ leads: twelveLeads }).slice(0, 3_000)))).toThrow();
  });

  it('is measured in milliseconds and millivolts, by the points as by the arrows', () => {
    const file = openEcg(dicomParser.parseDicom(ecgOf({ leads: twelveLeads })));
    const paper = { speed: 50, gain: 10 };
    const { width, height: tall } = drawingOf(recorded(), 0, paper);
    const at = (x: number, y: number) => [Math.round((x / width) * 10_000), Math.round((y / tall) * 10_000)] as const;
    const measured = file.measure!(0, [...at(100, 60), ...at(140, 45)], paper);
    expect(Math.abs(measured.milliseconds - 800)).toBeLessThan(3);
    expect(measured.millivolts).toBeCloseTo(1.5, 1);
    const view = between(wholePage, [5_000, 5_000], [5_000, 5_000]);
    expect(measuredBy('ArrowRight', false, view)?.calipers).toEqual([5_000, 5_000, 5_010, 5_000]);
    expect(measuredBy('ArrowUp', true, view)?.calipers).toEqual([5_000, 4_990, 5_000, 5_000]);
    expect(measuredBy('ArrowUp', true, wholePage)).toBeNull();
    expect(withPaper(view, paper).calipers).toBeNull();
    expect(onPage(view, 1, 2).calipers).toBeNull();
  });
});

describe('how a page is looked at', () => {
  const field = { width: 400, height: 300 };
  const page = { width: 100, height: 100 };

  it('stands whole in the middle of any field', () => {
    expect(placeOf(wholePage, field, page)).toEqual({ width: 300, height: 300, left: 50, top: 0 });
    expect(placeOf({ ...wholePage, zoom: 2, x: 0, y: 10_000 }, field, page)).toEqual({ width: 600, height: 600, left: 200, top: -450 });
  });

  it('a point of it is the same in every field', () => {
    expect(pointAt(placeOf(wholePage, field, page), 125, 75)).toEqual([2_500, 2_500]);
    expect(pointAt(placeOf(wholePage, { width: 800, height: 300 }, page), 325, 75)).toEqual([2_500, 2_500]);
    expect(pointAt(placeOf(wholePage, field, page), 40, 75)).toBeNull();
  });

  it('zooming keeps the point under the pointer, and ends somewhere', () => {
    const around = [2_500, 7_500] as const;
    const near = zoomedBy(wholePage, 4, around);
    const [before, after] = [placeOf(wholePage, field, page), placeOf(near, field, page)];
    const at = (place: typeof before) => [place.left + 0.25 * place.width, place.top + 0.75 * place.height];
    expect(at(after)).toEqual(at(before));
    expect(zoomedBy(wholePage, 1_000).zoom).toBe(32);
    expect(movedBy(wholePage, before, 30, 0).x).toBe(4_000);
  });

  it('goes by keyboard alone', () => {
    const after = (...keys: string[]) => keys.reduce<FileView>((view, key) => keyed(key, view, 3) ?? view, wholePage);
    expect(after('ArrowDown', 'PageDown', 'ArrowDown').page).toBe(2);
    expect(after('End', 'ArrowUp').page).toBe(1);
    expect(after('+', 'ArrowDown', '0')).toEqual({ ...wholePage, page: 1 });
    expect(keyed('x', wholePage, 3)).toBeNull();
  });

  it('keeps the window of the file until another one is asked for', () => {
    const own = { center: 40, width: 400 };
    expect(windowOf(wholePage, own)).toEqual(own);
    expect(windowOf(withWindow(wholePage, { center: 50, width: 0 }), own)).toEqual({ center: 50, width: 1 });
    expect(windowOf(withWindow(wholePage, own), null)).toBeNull();
  });
});

describe('the colours of a still', () => {
  const pixels = (colour: readonly number[], width = 20, height = 20) => ({
    width, height, data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => colour[i % 4] ?? 255),
  });

  it('are set right by the grey field of the card', () => {
    const gains = gainsOf(colourAround(pixels([90, 100, 140, 255]), 10, 10))!;
    const picture = pixels([90, 100, 140, 255]);
    correct(picture.data, gains);
    expect([...picture.data.subarray(0, 4)]).toEqual([110, 110, 110, 255]);
  });

  it('are read around a place, within the picture', () => {
    const picture = pixels([0, 0, 0, 255]);
    picture.data.fill(255, 0, 4);
    expect(colourAround(picture, 0, 0)[0]).toBeCloseTo(255 / 25);
    expect(colourAround(picture, 19, 19)).toEqual([0, 0, 0]);
  });

  it('are left alone where no light makes grey look so', () => {
    expect(gainsOf([10, 100, 100])).toBeNull();
    expect(gainsOf([255, 200, 200])).toBeNull();
    expect(gainsOf([25, 200, 240])).toBeNull();
  });
});

describe('showing a file to the others', () => {
  it('sends one look at a time and of those that wait the latest', async () => {
    vi.useFakeTimers();
    const sent: [number, number, boolean][] = [];
    const answers: (() => void)[] = [];
    const presenter = new Presenter((shown) => {
      sent.push([shown.revision, shown.view.page, shown.start]);
      return new Promise((resolve) => answers.push(() => resolve()));
    });
    const answer = async () => {
      answers.shift()?.();
      await vi.advanceTimersByTimeAsync(100);
    };
    const begun = presenter.start('a');
    await answer();
    await begun;
    for (const page of [1, 2, 3]) presenter.look({ ...wholePage, page });
    await answer();
    expect(sent).toEqual([[1, 0, true], [2, 1, false], [3, 3, false]]);
    expect(presenter.shown.value?.view.page).toBe(3);
    presenter.end();
    presenter.look({ ...wholePage, page: 9 });
    await answer();
    expect(sent.length).toBe(3);
    vi.useRealTimers();
  });

  it('after a break the room hears how it is seen now, with a number that is newer than the room has', async () => {
    const sent: number[] = [];
    const presenter = new Presenter((shown) => {
      sent.push(shown.revision);
      return Promise.resolve();
    });
    await presenter.start('a');
    presenter.goOn({ participant: 'me', file: 'a', view: wholePage, pointer: null, revision: 7 });
    await vi.waitFor(() => expect(sent).toEqual([1, 8]));
    presenter.goOn({ participant: 'me', file: 'b', view: { ...wholePage, page: 4 }, pointer: null, revision: 9 });
    expect(presenter.shown.value).toMatchObject({ file: 'b', view: { page: 4 } });
  });
});

describe('the interpreter beside the others', () => {
  const person = (id: string, role: string, connected = true) => ({ id, role, connected });
  const state = (mix: string, ...participants: object[]) => ({
    self: 'me', mix, participants: [person('me', 'requester'), ...participants],
    slots: [{ mid: '2', kind: 'audio', publication: 'doctor-voice' }, { mid: '3', kind: 'audio', publication: 'mai-voice' }],
    publications: [{ id: 'doctor-voice', participant: 'doctor' }, { id: 'mai-voice', participant: 'mai' }],
  }) as unknown as Parameters<typeof gainOf>[0];
  const gains = (of: Parameters<typeof gainOf>[0]) => ['2', '3'].map((mid) => gainOf(of, mid));

  it('is loud over the others where this is chosen, and everybody is alike where not', () => {
    const there = [person('doctor', 'specialist'), person('mai', 'interpreter')];
    expect(gains(state('over', ...there))).toEqual([0.2, 1]);
    expect(gains(state('both', ...there))).toEqual([1, 1]);
  });

  it('leaves nobody quiet when gone', () => {
    expect(gains(state('over', person('doctor', 'specialist'), person('mai', 'interpreter', false)))).toEqual([1, 1]);
  });
});

describe('why a PDF is not shown', () => {
  it('is told as what it is', async () => {
    vi.stubGlobal('DOMMatrix', class {}); // The reader asks for one as it loads; no page is painted here.
    const { faultOf } = await import('../../src/files/pdf');
    const { InvalidPDFException, PasswordException } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    expect(faultOf(new InvalidPDFException('Invalid PDF structure.'))).toMatchObject({ fault: 'damaged' });
    expect(faultOf(new PasswordException('No password given', 1))).toMatchObject({ fault: 'locked' });
    expect(faultOf(new Unviewable('heavy'))).toMatchObject({ fault: 'heavy' });
    expect(faultOf(new Error('Worker was destroyed'))).toMatchObject({ fault: 'failed' });
    expect(faultOf(new TypeError('x is not a function'))).toMatchObject({ fault: 'failed' });
    const late = faultOf(new Error('Setting up fake worker failed: "Failed to fetch dynamically imported module".'));
    expect(late instanceof Problem && late.offline).toBe(true);
  });
});
