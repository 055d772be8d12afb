import { useEffect, useRef } from 'preact/hooks';
import type { RoomSession } from './session';
import { gainOf } from './state';

/**
 * One audio element for each audio slot. They play whatever the slot carries, the others quietly under an interpreter where this is
 * chosen; silent, nothing at all: by `muted`, for a phone's own volume cannot be set from a page.
 */
export function AudioSlots({ session, volume, silent = false }: { session: RoomSession; volume: number; silent?: boolean }) {
  const mids = session.state.value?.slots.filter((slot) => slot.kind === 'audio').map((slot) => slot.mid) ?? [];
  const loud = (mid: string) => volume * (session.state.value ? gainOf(session.state.value, mid) : 1);
  return <>{mids.map((mid) => <AudioSlot key={mid} mid={mid} session={session} volume={loud(mid)} silent={silent} />)}</>;
}

function AudioSlot({ mid, session, volume, silent }: { mid: string; session: RoomSession; volume: number; silent: boolean }) {
  const audio = useRef<HTMLAudioElement>(null);
  const peer = session.peer.value;
  useEffect(() => {
    const element = audio.current;
    const track = peer?.slotTrack(mid);
    if (!element || !track) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') session.soundBlocked.value = true;
    });
  }, [peer, mid]);
  useEffect(() => {
    if (audio.current) audio.current.volume = volume;
  }, [volume]);
  return <audio ref={audio} autoplay muted={silent} data-slot={mid} />;
}

/** After a click: browsers let a page be heard only then. */
export function unblockSound(session: RoomSession): void {
  document.querySelectorAll<HTMLAudioElement>('audio[data-slot]').forEach((element) => {
    void element.play().catch(() => undefined);
  });
  session.soundBlocked.value = false;
}
