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
