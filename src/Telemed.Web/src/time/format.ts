import { localTimeToo } from '../app/preferences';
import { language, localeOf } from '../i18n';

const beijing = 'Asia/Shanghai';
const urumqi = 'Asia/Urumqi';

function clock(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(ms);
}

/** Hours and minutes in UTC+8; with the local UTC+6 behind it where a person switched it on. */
export function timeOfDay(instant: string | number): string {
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  if (Number.isNaN(ms)) return '';
  return localTimeToo.value ? `${clock(ms, beijing)} (${clock(ms, urumqi)})` : clock(ms, beijing);
}

/** Day and time; the day is left out when it is today's, the year when it is this year's. */
export function dayAndTime(instant: string, nowMs: number): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return '';
  const format = (value: number, parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeOf(language.value), { ...parts, timeZone: beijing }).format(value);
  const day = { month: 'short', day: 'numeric' } as const;
  if (format(ms, { year: 'numeric' }) !== format(nowMs, { year: 'numeric' })) {
    return `${format(ms, { ...day, year: 'numeric' })} ${timeOfDay(ms)}`;
  }
  return format(ms, day) === format(nowMs, day) ? timeOfDay(ms) : `${format(ms, day)} ${timeOfDay(ms)}`;
}

/** The day of an instant in UTC+8. */
export function dayOf(ms: number): string {
  return new Intl.DateTimeFormat(localeOf(language.value), { month: 'short', day: 'numeric', timeZone: beijing }).format(ms);
}

/** Which zone's times stand on an axis. */
export function zoneWords(): string {
  return localTimeToo.value ? 'UTC+8 (UTC+6)' : 'UTC+8';
}

/** 4:05, or 1:02:09; never negative. */
export function span(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** Day and time in UTC+8 as a `datetime-local` field wants them. */
export function localInput(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);
}

/** The instant of such a field's value; null while it is not whole. */
export function instantOf(value: string): string | null {
  const ms = Date.parse(`${value}:00+08:00`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) && !Number.isNaN(ms) ? new Date(ms).toISOString() : null;
}
