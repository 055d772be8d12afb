import type { LinkWord, RecordingState } from '../api/contracts';
import { span } from '../time/format';
import { now } from '../time/serverClock';
import { t } from '../i18n';

/** Recorded time so far: what was recorded before, and the running stretch. */
export function recordedMs(recording: RecordingState): number {
  const running = recording.state === 'on' ? Math.max(0, now() - Date.parse(recording.since)) : 0;
  return recording.recordedMs + running;
}

export function recordingWords(recording: RecordingState): string {
  if (recording.state === 'awaitingConsent') {
    return t('rec.awaitingConsent', { count: recording.waitingFor.length + (recording.waitsForPatient ? 1 : 0) });
  }
  const words = t(`rec.${recording.state}`);
  return recording.state === 'on' || recording.state === 'paused' ? `${words} ${span(recordedMs(recording))}` : words;
}

export function linkWords(word: LinkWord | null): string {
  return word ? t(`link.${word}`) : t('link.unknown');
}
