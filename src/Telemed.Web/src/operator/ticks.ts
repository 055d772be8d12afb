/** Where the marks of an axis stand. */

/** Some round numbers from 0 to at least `most`, at most five steps. */
export function valueTicks(most: number): number[] {
  const rough = Math.max(most, 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power;
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push(Number(((ticks.at(-1) ?? 0) + step).toFixed(6)));
  return ticks.length > 1 ? ticks : [0, step];
}

const hour = 3_600_000;
const day = 24 * hour;
const steps = [hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 60 * day, 120 * day];

/** Whole hours or days of UTC+8 within a span, at most `most` of them; and whether they are days. */
export function timeTicks(from: number, until: number, most: number): { at: number[]; days: boolean } {
  const step = steps.find((one) => (until - from) / one <= most) ?? 120 * day;
  const offset = 8 * hour;
  const at: number[] = [];
  for (let next = Math.ceil((from + offset) / step) * step - offset; next <= until; next += step) at.push(next);
  return { at, days: step >= day };
}
