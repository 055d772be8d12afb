import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { faultOf, openCodeCamera, type DeviceFault } from '../rtc/devices';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Sheet } from '../ui/Sheet';
import { Held } from './held';
import { draw, makeReader } from './reader';
import './scan.css';

export interface ScanProps {
  title: string;
  hint: string;
  /** What is typed where there is no camera and no picture. */
  typedLabel: string;
  /** Takes a code; resolves to what is wrong with it, or to what follows from it: that happens, and the sheet closes, unless it was closed meanwhile. */
  onCode: (code: string) => Promise<string | (() => void)>;
  onClose: () => void;
}

/** Between two looks at the camera's picture: often enough to feel at once, seldom enough for an old phone. */
const everyMs = 150;

type Camera = 'opening' | 'on' | DeviceFault;

/** Reads a code by camera, from a picture, or as it is typed: each works without the others. */
export function ScanSheet({ title, hint, typedLabel, onCode, onClose }: ScanProps) {
  const [fault, setFault] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  const open = useRef(true);
  useEffect(() => () => void (open.current = false), []);
  const say = (wrong: string | null) => open.current && setFault(wrong);
  /** Whether the code was taken in hand: of two at once the second is not. */
  const take = async (code: string): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    say(null);
    try {
      const answer = await onCode(code);
      if (typeof answer === 'string') say(answer);
      else if (open.current) {
        answer();
        onClose();
      }
    } catch (error) {
      say(problemText(error));
    } finally {
      busy.current = false;
    }
    return true;
  };
  const { video, camera } = useCamera(take, (error) => say(problemText(error)));
  const read = async (picture: File | undefined) => {
    if (!picture) return;
    try {
      const code = await codeIn(picture);
      if (code.found) await take(code.found);
      else say(t(code.isPicture ? 'scan.fault.noCode' : 'scan.fault.noPicture'));
    } catch (error) {
      say(problemText(error));
    } finally {
      if (file.current) file.current.value = '';
    }
  };
  return (
    <Sheet title={title} onClose={onClose} testId="scan">
      <div
        class="scan"
        data-over={over ? '' : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void read(event.dataTransfer?.files[0]);
        }}
      >
        <p>{hint}</p>
        {camera !== 'on' && camera !== 'opening' ? (
          <Banner tone="warn" icon="cameraOff" testId="scan-camera-fault">{t(`scan.camera.${camera}`)}</Banner>
        ) : (
          <div class="scan__picture">
            <video ref={video} autoplay muted playsInline aria-hidden="true" />
            <span class="scan__frame" aria-hidden="true" />
          </div>
        )}
        <p class="soft small" role="status" data-testid="scan-state" data-camera={camera}>
          {camera === 'opening' ? t('scan.opening') : camera === 'on' ? t('scan.looking') : ''}
        </p>
        {fault && <Banner tone="alarm" icon="alert" testId="scan-fault">{fault}</Banner>}
        <div class="line">
          <input ref={file} class="visually-hidden" type="file" accept="image/*" aria-label={t('scan.picture')} tabIndex={-1} data-testid="scan-file"
            onChange={(event) => void read(event.currentTarget.files?.[0])} />
          <Button testId="scan-choose" onClick={() => file.current?.click()}>{t('scan.picture')}</Button>
          <span class="soft small">{t('scan.drop')}</span>
        </div>
        <form
          class="scan__typed"
          onSubmit={(event) => {
            event.preventDefault();
            // It may stand inside of another form.
            event.stopPropagation();
            if (typed.trim()) void take(typed);
          }}
        >
          <TextField label={typedLabel} value={typed} onInput={setTyped} maxLength={400} testId="scan-typed" />
          <Button type="submit" testId="scan-go" disabled={!typed.trim()}>{t('scan.go')}</Button>
        </form>
      </div>
    </Sheet>
  );
}

/** The camera while the sheet is open, and what ends the reading of its picture: the other ways to a code stay. */
function useCamera(onCode: (code: string) => Promise<boolean>, onFault: (error: unknown) => void) {
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<Camera>('opening');
  const tell = useRef({ onCode, onFault });
  tell.current = { onCode, onFault };
  useEffect(() => {
    let gone = false;
    let track: MediaStreamTrack | null = null;
    const watch = async () => {
      try {
        const opened = await openCodeCamera();
        if (gone) return opened.stop();
        track = opened;
      } catch (error) {
        if (!gone) setCamera(faultOf(error));
        return;
      }
      track.addEventListener('ended', () => !gone && setCamera('busy'));
      if (video.current) video.current.srcObject = new MediaStream([track]);
      setCamera('on');
      const read = await makeReader();
      const canvas = document.createElement('canvas');
      for (const held = new Held(); !gone; await new Promise((resolve) => setTimeout(resolve, everyMs))) {
        const picture = video.current;
        if (!picture || document.hidden || !draw(canvas, picture, picture.videoWidth, picture.videoHeight)) continue;
        const code = held.fresh(await read(canvas), performance.now());
        if (!gone && code && await tell.current.onCode(code)) held.told(code);
      }
    };
    watch().catch((error: unknown) => !gone && tell.current.onFault(error));
    return () => {
      gone = true;
      track?.stop();
    };
  }, []);
  return { video, camera };
}

async function codeIn(picture: Blob): Promise<{ isPicture: boolean; found: string | null }> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (!bitmap) return { isPicture: false, found: null };
  const canvas = document.createElement('canvas');
  draw(canvas, bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return { isPicture: true, found: await (await makeReader())(canvas) };
}
