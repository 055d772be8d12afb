import { useEffect } from 'preact/hooks';
import { nameOf, t, tryT } from '../i18n';
import type { RoomSession } from './session';

/** Goes into the room and stays there until the page goes; tells when it is over, and why if the room said so. */
export function useStay(session: RoomSession, onLeft: (reason: string | null) => void): void {
  const phase = session.phase.value;
  useEffect(() => {
    // A page that was loaded anew in the room goes straight back in.
    if (session.phase.value === 'idle') void session.join();
    const bye = () => void session.leave();
    addEventListener('pagehide', bye);
    return () => {
      removeEventListener('pagehide', bye);
      void session.leave();
    };
  }, [session]);
  useEffect(() => {
    if (phase !== 'left') return;
    const state = session.state.value;
    const reason = state?.ended;
    const by = reason === 'removed' ? state?.participants.find((one) => one.id === state.endedBy) : undefined;
    if (by) onLeft(t('ended.removed.by', { name: nameOf(by.person.name) }));
    else onLeft(reason ? tryT(`ended.${reason}`) ?? t('ended.other') : null);
  }, [phase]);
}
