import { useId, useState } from 'preact/hooks';
import { t } from '../i18n';
import { dayOf, timeOfDay, zoneWords } from '../time/format';
import { timeTicks, valueTicks } from './ticks';

export interface Point {
  at: number;
  /** Null where nothing was measured. */
  mean: number | null;
  worst: number | null;
}

const height = 220;
/** Drawn as wide as it is shown, more or less, so that its letters are as large as the page's. */
const widths = { wide: 720, narrow: 360 };
const pad = { start: 52, end: 12, above: 12, below: 30 };

/**
 * One measure over time: the mean as a line, and what the worst twentieth reached as a dashed one. Time runs from left to right in every
 * script. Each reading can be had by keyboard from the slider below, and all of them from the table.
 */
export function Plot(props: {
  title: string;
  unit: string;
  worstLabel: string;
  points: readonly Point[];
  from: number;
  until: number;
  /** How long one point stands for; a longer pause breaks the line. */
  grain: number;
  /** The axis goes at least so far. */
  least: number;
}) {
  const { points, from, until } = props;
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const narrow = matchMedia('(max-width: 40rem)').matches;
  const width = narrow ? widths.narrow : widths.wide;
  const values = points.flatMap((one) => [one.mean, one.worst]).filter((one) => one !== null);
  const levels = valueTicks(Math.max(props.least, ...values));
  const top = levels.at(-1) ?? 1;
  const x = (at: number) => pad.start + ((at - from) / (until - from)) * (width - pad.start - pad.end);
  const y = (value: number) => height - pad.below - (value / top) * (height - pad.above - pad.below);
  const times = timeTicks(from, until, narrow ? 4 : 8);
  const stamp = (at: number) => (times.days ? dayOf(at) : timeOfDay(at).slice(0, 5));
  const full = (at: number) => (props.grain >= 86_400_000 ? dayOf(at) : `${dayOf(at)} ${timeOfDay(at)}`);
  const index = Math.min(chosen ?? points.length - 1, points.length - 1);
  const current = points[index];
  const reading = current ? t('plot.reading', {
    time: full(current.at), mean: words(current.mean, props.unit), label: props.worstLabel, worst: words(current.worst, props.unit),
  }) : '';
  return (
    <figure class="plot" aria-labelledby={`${id}-title`}>
      <figcaption class="line line--apart">
        <strong id={`${id}-title`}>{props.unit ? t('plot.title', { title: props.title, unit: props.unit }) : props.title}</strong>
        <span class="plot__key small soft" aria-hidden="true">
          <span class="plot__swatch" /> {t('plot.mean')} <span class="plot__swatch plot__swatch--worst" /> {props.worstLabel}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} class="plot__picture" aria-hidden="true" direction="ltr">
        {levels.map((level) => (
          <g key={level}>
            <line class="plot__grid" x1={pad.start} x2={width - pad.end} y1={y(level)} y2={y(level)} />
            <text class="plot__text" x={pad.start - 6} y={y(level) + 4} text-anchor="end">{level}</text>
          </g>
        ))}
        {times.at.map((at) => (
          <g key={at}>
            <line class="plot__grid" x1={x(at)} x2={x(at)} y1={height - pad.below} y2={height - pad.below + 4} />
            <text class="plot__text" x={x(at)} y={height - 10} text-anchor="middle">{stamp(at)}</text>
          </g>
        ))}
        <path class="plot__line plot__line--worst" d={pathOf(points, 'worst', x, y, props.grain)} />
        <path class="plot__line" d={pathOf(points, 'mean', x, y, props.grain)} />
        {current && (
          <>
            <line class="plot__cursor" x1={x(current.at)} x2={x(current.at)} y1={pad.above} y2={height - pad.below} />
            {current.mean !== null && <circle class="plot__dot" cx={x(current.at)} cy={y(current.mean)} r={4} />}
          </>
        )}
      </svg>
      <p class="small soft">{t('plot.zone', { zone: zoneWords() })}</p>
      <input class="plot__slider" type="range" dir="ltr" min={0} max={Math.max(points.length - 1, 0)} value={index}
        aria-label={t('plot.slider', { title: props.title })} aria-valuetext={reading}
        onInput={(event) => setChosen(Number(event.currentTarget.value))} />
      <p class="plot__reading small" aria-hidden="true">{reading}</p>
      <details>
        <summary>{t('plot.table')}</summary>
        <div class="plot__scroll" tabIndex={0} role="region" aria-label={t('plot.tableOf', { title: props.title })}>
          <table class="operator__table">
            <thead><tr><th scope="col">{t('plot.time', { zone: zoneWords() })}</th><th scope="col">{t('plot.mean')}</th><th scope="col">{props.worstLabel}</th></tr></thead>
            <tbody>
              {[...points].reverse().map((one) => (
                <tr key={one.at}><th scope="row">{full(one.at)}</th><td>{words(one.mean, props.unit)}</td><td>{words(one.worst, props.unit)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function words(value: number | null, unit: string): string {
  return value === null ? '–' : unit ? `${value} ${unit}` : String(value);
}

/** A line through what was measured; a single point between two pauses is a short stroke. */
function pathOf(
  points: readonly Point[], which: 'mean' | 'worst', x: (at: number) => number, y: (value: number) => number, grain: number,
): string {
  let last: number | null = null;
  return points.flatMap((one) => {
    const value = one[which];
    if (value === null) return [];
    const goesOn = last !== null && one.at - last <= 1.5 * grain;
    last = one.at;
    const place = `${x(one.at).toFixed(1)} ${y(value).toFixed(1)}`;
    return [goesOn ? `L${place}` : `M${place}h2`];
  }).join('');
}
