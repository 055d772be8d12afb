import { useState } from 'preact/hooks';
import type { GuestConsult, GuestRecording } from '../api/contracts';
import * as api from '../api/telemed';
import { OpinionText } from '../consult/OpinionText';
import { t } from '../i18n';
import { dayAndTime, span } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { attempt } from '../ui/toasts';

type Take = (visit: GuestConsult) => void;

/** What the patient, or who speaks for them, came to read: the opinion, and whether they may see the recording. */
export function GuestRecord({ visit, take }: { visit: GuestConsult; take: Take }) {
  return (
    <>
      <section class="card stack" aria-labelledby="guest-opinion" data-testid="guest-opinion">
        <h2 id="guest-opinion">{t('guest.record.opinion')}</h2>
        {visit.opinion ? (
          <>
            <OpinionText opinion={visit.opinion} />
            <div class="guest__print"><Button onClick={() => print()} testId="guest-print">{t('guest.record.print')}</Button></div>
          </>
        ) : <EmptyState icon="opinion" title={t('guest.record.none')} />}
      </section>
      <section class="card stack" aria-labelledby="guest-recordings" data-testid="guest-recordings">
        <h2 id="guest-recordings">{t('guest.record.recordings')}</h2>
        {visit.recordings.length === 0
          ? <EmptyState title={t('guest.record.noRecording')} />
          : visit.recordings.map((one) => <Recording key={one.id} recording={one} take={take} />)}
      </section>
    </>
  );
}

function Recording({ recording, take }: { recording: GuestRecording; take: Take }) {
  const [open, setOpen] = useState(false);
  const ask = () => attempt(async () => take(await api.guestAskToPlay(recording.id)));
  return (
    <div class="stack stack--tight" data-testid="guest-recording">
      <p>{recording.startedAt && `${dayAndTime(recording.startedAt, now())} · `}{span(recording.recordedMs)}</p>
      {recording.until !== null ? (
        <>
          <Badge tone="good" icon="check">{t('guest.record.granted', { time: dayAndTime(recording.until, now()) })}</Badge>
          {open
            ? <video class="guest__video" src={api.guestVideo(recording.id)} controls playsInline autoPlay aria-label={t('guest.record.recordings')}
                data-testid="guest-video" disablePictureInPicture />
            : <Button kind="primary" size="large" wide icon="play" testId="guest-play" onClick={() => setOpen(true)}>{t('guest.record.play')}</Button>}
        </>
      ) : recording.askedAt !== null ? (
        <Banner icon="clock" testId="guest-asked">{t('guest.record.asked', { time: dayAndTime(recording.askedAt, now()) })}</Banner>
      ) : (
        <>
          {recording.refused !== null && <Banner icon="alert" testId="guest-refused">{t('guest.record.refused', { reason: recording.refused })}</Banner>}
          <p class="soft">{t('guest.record.meaning')}</p>
          <Button size="large" wide testId="guest-ask" onClick={ask}>{t('guest.record.ask')}</Button>
        </>
      )}
    </div>
  );
}
