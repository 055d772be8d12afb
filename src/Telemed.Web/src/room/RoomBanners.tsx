import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import { unblockSound } from './AudioSlots';
import type { RoomSession } from './session';
import { SessionNotices } from './SessionNotices';
import { asksForRecording, isHolding, switchesRecording } from './state';

/** What is the matter, what the page did about it, and what was kept. Quiet strips, never a dialog. */
export function RoomBanners({ session, consult }: { session: RoomSession; consult: Consult | null }) {
  const phase = session.phase.value;
  const recording = session.state.value?.recording.state;
  return (
    <div class="banners">
      {phase === 'reconnecting' && <Banner tone="warn" icon="linkDown" testId="reconnecting">{t('room.reconnecting')}</Banner>}
      <SessionNotices session={session} />
      {phase === 'live' && isHolding(session.state.value) && (
        <Banner icon="pause" testId="holding">
          <span>{t('room.holding')}</span>
          <Button icon="play" testId="hold-off" onClick={() => attempt(() => session.hold(false))}>{t('bar.hold.off')}</Button>
        </Banner>
      )}
      {phase === 'failed' && (
        <Banner tone="alarm" icon="alert" testId="join-failed">
          <span>{problemText(session.fault.value)}</span>
          <Button onClick={() => session.join()}>{t('common.again')}</Button>
        </Banner>
      )}
      {phase === 'live' && session.mode.value !== 'full' && (
        <Banner tone="warn" icon="linkDown" testId="weak-link">{t(session.mode.value === 'photo' ? 'room.photo' : 'room.saving')}</Banner>
      )}
      {session.soundBlocked.value && (
        <Banner icon="speaker">
          <span>{t('room.soundBlocked')}</span>
          <Button icon="speaker" onClick={() => unblockSound(session)}>{t('room.unblock')}</Button>
        </Banner>
      )}
      {session.media.audioFault.value && phase === 'live' && <Banner tone="warn" icon="micOff">{t('room.noMicrophone')}</Banner>}
      {consult?.state === 'convertedToTransfer' && <Banner tone="warn" icon="emergency" testId="transfer-kept">{t('transfer.kept')}</Banner>}
      <RecordingQuestion session={session} />
      {recording === 'failed' && <Unrecorded consult={consult} />}
    </div>
  );
}

/** Somebody asks for the recording: who switches it answers, who asked sees that it is asked. */
function RecordingQuestion({ session }: { session: RoomSession }) {
  const state = session.state.value;
  const ask = state?.recordingAsk;
  if (!state || !ask) return null;
  if (asksForRecording(state)) {
    return <Banner icon="clock" testId="recording-asking">{t(ask.on ? 'room.recordingAsk.waits' : 'room.recordingAsk.waitsRest')}</Banner>;
  }
  if (!switchesRecording(state)) return null;
  const by = state.participants.find((one) => one.id === ask.by);
  const answer = (granted: boolean) => attempt(() => session.answerRecording(ask.on, granted));
  return (
    <Banner icon="record" testId="recording-asked">
      <span>{t(ask.on ? 'room.recordingAsk' : 'room.recordingAsk.rest', { name: by ? nameOf(by.person.name) : '' })}</span>
      <Button kind="primary" testId="recording-ask-do" onClick={() => answer(true)}>{t(ask.on ? 'room.recordingAsk.do' : 'room.recordingAsk.doRest')}</Button>
      <Button testId="recording-ask-later" onClick={() => answer(false)}>{t('room.recordingAsk.later')}</Button>
    </Banner>
  );
}

/** The lead specialist decides to go on without a recording, and why. */
function Unrecorded({ consult }: { consult: Consult | null }) {
  const [done, setDone] = useState(false);
  if (!consult || consult.mine !== 'specialist' || done) return <Banner tone="alarm" icon="alert">{t('room.recordingFailed')}</Banner>;
  const proceed = () => attempt(() => api.proceedUnrecorded(consult.id, 'recording-failed')).then(setDone);
  return (
    <Banner tone="alarm" icon="alert">
      <span>{t('room.recordingFailed')}</span>
      <Button onClick={proceed}>{t('room.proceed')}</Button>
    </Banner>
  );
}
