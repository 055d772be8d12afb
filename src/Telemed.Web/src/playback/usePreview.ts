import { useEffect, useState } from 'preact/hooks';
import type { Preview, Recording } from '../api/contracts';
import * as api from '../api/telemed';

/** The wave forms and the film strip; null while they load and where there are none: the video plays without them. */
export function usePreview(recording: Recording): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  useEffect(() => {
    setPreview(null);
    if (recording.hasPreview) void api.recordingPreview(recording.id).then(setPreview, () => undefined);
  }, [recording.id, recording.hasPreview]);
  return preview;
}
