import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { Sheet } from '../ui/Sheet';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';

/** Beside the patient: hold the colour card into the picture, then take it. */
export function StillSheet({ session }: { session: RoomSession }) {
  const wanted = session.stillWanted.value;
  const video = useRef<HTMLVideoElement>(null);
  const publication = session.state.value?.publications.find((one) => one.id === wanted?.publication);
  const track = session.ownTrack(publication?.feed ?? 'face');
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track, wanted]);
  if (!wanted) return null;
  const isOwn = publication?.participant === session.state.value?.self;
  return (
    <Sheet title={t('still.card.title')} onClose={() => {
      session.stillWanted.value = null;
    }} testId="still-sheet">
      <div class="stack">
        <p>{t('still.card.how')}</p>
        {isOwn && <video ref={video} class="still-preview" autoplay muted playsInline aria-label={t('tile.you')} />}
        <div class="line">
          <Button kind="primary" icon="still" testId="still-take" onClick={() => attempt(() => session.takeStill(wanted))}>{t('still.card.take')}</Button>
        </div>
      </div>
    </Sheet>
  );
}
