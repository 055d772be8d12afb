import { useEffect, useState } from 'preact/hooks';
import { PhoneBanner } from '../consult/PhoneBanner';
import { t } from '../i18n';
import { Banner } from '../ui/Banner';
import type { RoomSession } from './session';

/** How long the session is, and the telephone while the link is down: for everybody in the room, in quiet words. */
export function SessionNotices({ session }: { session: RoomSession }) {
  const stands = session.state.value?.session;
  const away = session.phase.value === 'reconnecting' || session.phase.value === 'failed';
  const late = useLongAway(away, stands?.phoneAfterMs ?? null);
  if (!stands) return null;
  return (
    <>
      {stands.ranLong && (
        <Banner icon="clock" testId="session-long">{t('room.long', { minutes: Math.round((stands.limitMs ?? 0) / 60_000) })}</Banner>
      )}
      {(late || stands.phoneOffered) && stands.phone && <PhoneBanner number={stands.phone} />}
    </>
  );
}

/** Who is away hears nothing of the server: their page counts for itself. */
function useLongAway(away: boolean, afterMs: number | null): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!away || afterMs === null) return;
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [away]);
  return late;
}
