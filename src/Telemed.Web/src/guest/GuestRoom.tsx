import { useMemo } from 'preact/hooks';
import type { GuestConsult } from '../api/contracts';
import * as api from '../api/telemed';
import { consentTextVersion } from '../consult/consentText';
import { language, nameOf, t } from '../i18n';
import { AudienceCount } from '../room/AudiencePanel';
import { AudioSlots, unblockSound } from '../room/AudioSlots';
import { actionsOf, Control } from '../room/ControlBar';
import { MixChooser } from '../room/MixChooser';
import { RecordingStatus } from '../room/RecordingStatus';
import { RoomSession } from '../room/session';
import { SessionNotices } from '../room/SessionNotices';
import { Stage } from '../room/Stage';
import { isHolding } from '../room/state';
import { useStay } from '../room/useStay';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import '../room/room.css';

interface GuestRoomProps {
  visit: GuestConsult;
  take: (visit: GuestConsult) => void;
  onLeft: (reason: string | null) => void;
}

/**
 * The doctors large, and large buttons: microphone, camera, pause, leave. Paused, for a word among themselves or somebody at the door,
 * nobody hears or sees them and they hear nobody; two buttons are left, to go on and to leave.
 */
export function GuestRoom({ visit, take, onLeft }: GuestRoomProps) {
  const session = useMemo(() => {
    const made = new RoomSession(visit.consult, api.guestJoin);
    made.prepare();
    return made;
  }, [visit.consult]);
  const actions = useMemo(() => actionsOf(session), [session]);
  const phase = session.phase.value;
  const state = session.state.value;
  const { media } = session;
  useStay(session, onLeft);
  const micOff = media.audioMuted.value || !media.audio.value;
  const camOff = media.videoMuted.value || !media.video.value;
  const holding = isHolding(state);
  const recorded = state?.participants.find((one) => one.id === state.self)?.recordingConsent === 'granted';
  const unrecord = () => attempt(async () => {
    take(await api.guestConsent('recording', false, consentTextVersion.recording, language.value === 'zh' ? 'zh' : 'en'));
  });
  return (
    <main class="room guest-room dark" id="main" data-phase={phase}>
      <header class="room__head">
        <h1 class="room__title">{nameOf(visit.requester.institution)}</h1>
        {state && <RecordingStatus recording={state.recording} />}
        <AudienceCount session={session} />
        <MixChooser session={session} />
        {recorded && <Button testId="guest-unrecord" onClick={unrecord}>{t('guest.unrecord')}</Button>}
      </header>
      <div class="room__stage">
        {session.soundBlocked.value && <Button kind="primary" icon="speaker" onClick={() => unblockSound(session)}>{t('guest.sound')}</Button>}
        {phase === 'reconnecting' && <Banner tone="warn" icon="linkDown">{t('room.reconnecting')}</Banner>}
        <SessionNotices session={session} />
        {phase === 'failed' && (
          <Banner tone="warn" icon="alert">
            <span>{t('room.notJoined')}</span>
            <Button onClick={() => session.join()}>{t('common.again')}</Button>
          </Banner>
        )}
        {holding && <Banner icon="pause" testId="guest-holding">{t('guest.holding')}</Banner>}
        {state ? <Stage session={session} /> : <p class="room__joining" role="status">{t(phase === 'failed' ? 'room.notJoined' : 'room.joining')}</p>}
        <AudioSlots session={session} volume={1} silent={holding} />
      </div>
      <div class="bar guest-room__bar" role="toolbar" aria-label={t('bar.title')}>
        {!holding && (
          <>
            <Control icon={micOff ? 'micOff' : 'mic'} label={t(micOff ? 'bar.audio.off' : 'bar.audio.on')} testId="mute-audio"
              pressed={media.audioMuted.value} off={micOff} onClick={actions.toggleAudio} />
            <Control icon={camOff ? 'cameraOff' : 'camera'} label={t(camOff ? 'bar.video.off' : 'bar.video.on')} testId="mute-video"
              pressed={media.videoMuted.value} off={camOff} onClick={actions.toggleVideo} />
          </>
        )}
        <Control icon={holding ? 'play' : 'pause'} label={t(holding ? 'guest.hold.off' : 'guest.hold')} testId="hold" pressed={holding}
          onClick={() => attempt(() => session.hold(!holding))} />
        <Control icon="leave" tone="red" label={t('bar.leave')} testId="leave-room" onClick={() => session.leave()} />
      </div>
    </main>
  );
}
