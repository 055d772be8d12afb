import type { Gains } from '../api/contracts';

export type Colour = readonly [red: number, green: number, blue: number];

/** A field of a card is larger than this on any still that is of use; a single dot may be dirt or noise. */
const radius = 4;
/** Darker or brighter than this a colour says nothing of the light. */
const [dark, bright] = [20, 250];
const most = 4;

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** The mean colour around a pixel. */
export function colourAround({ width, height, data }: Pixels, x: number, y: number): Colour {
  const sum = [0, 0, 0];
  let count = 0;
  for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
    for (let column = Math.max(0, x - radius); column <= Math.min(width - 1, x + radius); column++) {
      for (let colour = 0; colour < 3; colour++) sum[colour] = (sum[colour] ?? 0) + (data[(row * width + column) * 4 + colour] ?? 0);
      count++;
    }
  }
  return sum.map((one) => one / Math.max(1, count)) as unknown as Colour;
}

/** What makes a field that is grey grey; null when it is too dark, too bright, or no light would make grey look so. */
export function gainsOf(seen: Colour): Gains | null {
  if (seen.some((one) => one < dark || one > bright)) return null;
  const grey = (seen[0] + seen[1] + seen[2]) / 3;
  const [red, green, blue] = seen.map((one) => Math.round((grey / one) * 1000) / 1000) as unknown as Colour;
  return [red, green, blue].every((one) => one <= most && one >= 1 / most) ? { red, green, blue } : null;
}

/** Sets the colours of a picture right, in place. */
export function correct(data: Uint8ClampedArray, { red, green, blue }: Gains): void {
  for (let i = 0; i + 2 < data.length; i += 4) {
    data[i] = (data[i] ?? 0) * red;
    data[i + 1] = (data[i + 1] ?? 0) * green;
    data[i + 2] = (data[i + 2] ?? 0) * blue;
  }
}
