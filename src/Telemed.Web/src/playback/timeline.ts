import type { Recording } from '../api/contracts';

export interface Stop {
  key: string;
  atMs: number;
  label: string;
  kind: 'chapter' | 'mark';
}

/** Chapters and marks in order; a chapter that only repeats a mark is left out. */
export function stopsOf(recording: Recording): Stop[] {
  const marks: Stop[] = recording.marks.map((mark, index) => ({
    key: `mark-${index}`, atMs: mark.atMs, label: mark.label, kind: 'mark',
  }));
  const chapters: Stop[] = recording.chapters
    .filter((chapter) => !marks.some((mark) => Math.abs(mark.atMs - chapter.atMs) < 1000))
    .map((chapter, index) => ({ key: `chapter-${index}`, atMs: chapter.atMs, label: chapter.title, kind: 'chapter' }));
  return [...chapters, ...marks].sort((a, b) => a.atMs - b.atMs);
}

/** A place on the line, 0 to 1. */
export function placeOf(atMs: number, durationMs: number): number {
  return durationMs > 0 ? Math.min(1, Math.max(0, atMs / durationMs)) : 0;
}

/** A wave form's levels, 0 to 255 each. */
export function levelsOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

interface Stretch {
  fromMs: number;
  toMs: number;
}

/** Where the speech before an instant begins; within the first second of one, that before it. Null when there is none. */
export function speechBefore(speech: readonly Stretch[], atMs: number): number | null {
  return speech.filter((one) => one.fromMs < atMs - 1000).at(-1)?.fromMs ?? null;
}

/** Where the next speech after an instant begins; null when there is none. */
export function speechAfter(speech: readonly Stretch[], atMs: number): number | null {
  return speech.find((one) => one.fromMs > atMs + 50)?.fromMs ?? null;
}

/** At most so many of a film strip's pictures, evenly chosen. */
export function picturesOf(film: { count: number }, most: number): number[] {
  const count = Math.min(film.count, most);
  return Array.from({ length: count }, (_, index) => Math.floor((index * film.count) / count));
}
