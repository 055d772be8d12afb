import { useEffect, useState } from 'preact/hooks';
import type { Consult, Me, Recording } from '../api/contracts';
import * as api from '../api/telemed';
import { pathOf } from '../app/router';
import { OpinionText } from '../consult/OpinionText';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Icon } from '../ui/Icon';
import { KeepingCard } from './KeepingCard';
import { Player } from './Player';
import './playback.css';

const pollMs = 3_000;

function useRecording(id: string) {
  const [recording, setRecording] = useState<Recording | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const load = () => api.recording(id).then(
    (found) => {
      setRecording(found);
      setFault(null);
    },
    (error: unknown) => setFault(problemText(error)),
  );
  useEffect(() => void load(), [id]);
  const waiting = recording !== null && recording.video === null && !['failed', 'destroyed'].includes(recording.state);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void load(), pollMs);
    return () => clearInterval(timer);
  }, [waiting, id]);
  return { recording, fault, load };
}

/** The recording with its chapters and marks, and the opinion beside it. */
export function PlaybackPage({ id, me }: { id: string; me: Me }) {
  const { recording, fault, load } = useRecording(id);
  const [consult, setConsult] = useState<Consult | null>(null);
  const consultId = recording?.consultId;
  useEffect(() => {
    if (consultId) void api.consult(consultId).then(setConsult, () => undefined);
  }, [consultId]);
  return (
    <main class="playback dark" id="main">
      <div class="playback__head">
        <a class="consult__back" href={consultId ? pathOf.consult(consultId) : pathOf.desk()}><Icon name="back" />{t('playback.back')}</a>
        <h1>{consult?.summaryLine || t('playback.title')}</h1>
        {recording && <p class="soft">{dayAndTime(recording.startedAt, now())}</p>}
      </div>
      {fault && (
        <Banner tone="alarm" icon="alert">
          <span>{fault}</span>
          <Button onClick={load}>{t('common.again')}</Button>
        </Banner>
      )}
      {!recording && !fault && <p class="soft" aria-busy="true">{t('common.loading')}</p>}
      {recording?.video && (
        <Player recording={recording} viewer={`${nameOf(me.name)} · ${nameOf(me.institution.name)}`}>
          <OpinionBeside consult={consult} />
          {recording.keeping && <KeepingCard recording={recording} keeping={recording.keeping} me={me} changed={load} />}
        </Player>
      )}
      {recording && !recording.video && (
        <div class="card">
          <EmptyState icon="clock" title={t(`recordingRow.${recording.state}`)}>
            {t(recording.state === 'destroyed' ? 'playback.destroyed' : 'playback.notReady')}
          </EmptyState>
        </div>
      )}
    </main>
  );
}

function OpinionBeside({ consult }: { consult: Consult | null }) {
  return (
    <section class="card stack" aria-labelledby="playback-opinion">
      <h2 id="playback-opinion">{t('opinion.title')}</h2>
      {consult?.opinion?.signedAt ? <OpinionText opinion={consult.opinion} /> : <p class="soft">{t('opinion.waiting')}</p>}
    </section>
  );
}
