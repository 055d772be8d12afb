import { useEffect, useRef } from 'preact/hooks';
import type { RecordingState } from '../api/contracts';
import { second } from '../time/serverClock';
import { announce } from '../ui/announce';
import { t } from '../i18n';
import { recordingWords } from './words';

/** Unmistakable: colour, shape, word and time, always in the same place. */
export function RecordingStatus({ recording }: { recording: RecordingState }) {
  void second.value;
  const before = useRef(recording.state);
  useEffect(() => {
    if (before.current !== recording.state) announce(t(`rec.${recording.state}.said`));
    before.current = recording.state;
  }, [recording.state]);
  return (
    <span class={`rec rec--${recording.state}`} data-testid="recording-state" data-state={recording.state}>
      <span class="rec__shape" aria-hidden="true" />
      <span>{recordingWords(recording)}</span>
    </span>
  );
}
