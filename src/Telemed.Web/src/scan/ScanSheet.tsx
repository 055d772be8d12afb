import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { faultOf, openCodeCamera, type DeviceFault } from '../rtc/devices';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Sheet } from '../ui/Sheet';
import { draw, makeReader } from './reader';
import './scan.css';

export interface ScanProps {
  title: string;
  hint: string;
  /** What is typed where there is no camera and no picture. */
  typedLabel: string;
  /** Takes a code; resolves to what is wrong with it, or to null when it was taken and the sheet may close. */
  onCode: (code: string) => Promise<string | null>;
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
  const take = async (code: string) => {
    if (busy.current) return;
    busy.current = true;
    setFault(null);
    const wrong = await onCode(code);
    busy.current = false;
    if (wrong === null) onClose();
    else setFault(wrong);
  };
  const { video, camera } = useCamera(take);
  const read = async (picture: File | undefined) => {
    if (!picture) return;
    const code = await codeIn(picture);
    if (code.found) await take(code.found);
    else setFault(t(code.isPicture ? 'scan.fault.noCode' : 'scan.fault.noPicture'));
    if (file.current) file.current.value = '';
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

/** The camera while the sheet is open; each code that comes before it is told once until another one does. */
function useCamera(onCode: (code: string) => Promise<void>) {
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<Camera>('opening');
  const tell = useRef(onCode);
  tell.current = onCode;
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
      for (let last = ''; !gone; await new Promise((resolve) => setTimeout(resolve, everyMs))) {
        const picture = video.current;
        if (!picture || document.hidden || !draw(canvas, picture, picture.videoWidth, picture.videoHeight)) continue;
        const code = await read(canvas);
        if (gone || !code || code === last) continue;
        last = code;
        await tell.current(code);
      }
    };
    void watch();
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
