import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { consultPath } from '../api/telemed';
import * as api from '../api/telemed';
import { postAndForget } from '../api/http';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import type { IconName } from '../ui/icons';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';
import { asksForRecording, isHolding, isInterpreter, mayDraw, switchesRecording } from './state';

/** Ending is for everybody: there is this long to take it back. */
const endDelayMs = 3_000;

interface ControlProps {
  icon: IconName;
  label: string;
  testId?: string;
  keyHint?: string;
  pressed?: boolean;
  off?: boolean;
  tone?: 'plain' | 'red';
  disabled?: boolean;
  children?: ComponentChildren;
  onClick: () => void | Promise<unknown>;
}

export function Control(props: ControlProps) {
  return (
    <button
      type="button"
      class="control"
      data-testid={props.testId}
      data-off={props.off ? '' : undefined}
      data-tone={props.tone}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.keyHint}
      title={props.keyHint ? `${props.label} (${props.keyHint})` : props.label}
      disabled={props.disabled}
      onClick={() => void props.onClick()}
    >
      <Icon name={props.icon} />
      <span class="control__label">{props.label}</span>
      {props.children}
    </button>
  );
}

export interface RoomActions {
  toggleAudio: () => Promise<unknown>;
  toggleVideo: () => Promise<unknown>;
  toggleShare: () => Promise<unknown>;
  mark: () => Promise<unknown>;
}

export function actionsOf(session: RoomSession): RoomActions {
  return {
    toggleAudio: () => attempt(async () => {
      const muted = !session.media.audioMuted.value;
      await session.setAudioMuted(muted);
      announce(t(muted ? 'bar.audio.off.said' : 'bar.audio.on.said'));
    }),
    toggleVideo: () => attempt(async () => {
      const muted = !session.media.videoMuted.value;
      await session.setVideoMuted(muted);
      announce(t(muted ? 'bar.video.off.said' : 'bar.video.on.said'));
    }),
    toggleShare: async () => {
      if (session.screen.value) return attempt(() => session.stopSharing());
      try {
        return await session.shareScreen();
      } catch (error) {
        // A person who closes the browser's own chooser has changed their mind; that is no fault.
        if (error instanceof DOMException && error.name === 'NotAllowedError') return false;
        return attempt(() => Promise.reject(error instanceof Error ? error : new Error()));
      }
    },
    mark: () => attempt(async () => {
      await session.mark(t('mark.label'));
      announce(t('mark.said'));
    }),
  };
}

/** Always in the same place and in the same order. */
export function ControlBar(props: {
  session: RoomSession;
  actions: RoomActions;
  panelOpen: boolean;
  unread: number;
  onPanel: () => void;
  onLeave: () => void;
}) {
  const { session, actions } = props;
  const { media } = session;
  // Who interprets talks, and steers nothing.
  const steers = !isInterpreter(session.state.value);
  const micOff = media.audioMuted.value || !media.audio.value;
  const holding = isHolding(session.state.value);
  const camOff = media.videoMuted.value || !media.video.value;
  return (
    <div class="bar" role="toolbar" aria-label={t('bar.title')}>
      <Control icon={micOff ? 'micOff' : 'mic'} label={t(micOff ? 'bar.audio.off' : 'bar.audio.on')} keyHint="M" testId="mute-audio"
        pressed={media.audioMuted.value} off={micOff} onClick={actions.toggleAudio} />
      <Control icon={camOff ? 'cameraOff' : 'camera'} label={t(camOff ? 'bar.video.off' : 'bar.video.on')} keyHint="V" testId="mute-video"
        pressed={media.videoMuted.value} off={camOff} onClick={actions.toggleVideo} />
      <Control icon={holding ? 'play' : 'phone'} label={t(holding ? 'bar.hold.off' : 'bar.hold')} testId="hold" pressed={holding}
        onClick={() => attempt(() => session.hold(!holding))} />
      {steers && (
        <Control icon="share" label={t(session.screen.value ? 'bar.share.stop' : 'bar.share')} keyHint="S" testId="share-screen"
          pressed={session.screen.value !== null} onClick={actions.toggleShare} />
      )}
      {steers && (
        <Control icon="instrument" label={t('bar.instruments')} testId="instruments" pressed={session.instruments.shown.value.length > 0}
          onClick={() => {
            session.instruments.choosing.value = true;
          }} />
      )}
      <DrawingControls session={session} />
      {steers && <RecordingControls session={session} mark={actions.mark} />}
      <Control icon="panel" label={t('bar.panel')} testId="toggle-panel" pressed={props.panelOpen} onClick={props.onPanel}>
        {props.unread > 0 && <span class="control__count"><span class="visually-hidden">{t('chat.unread')} </span>{props.unread}</span>}
      </Control>
      <span class="bar__gap" />
      <Control icon="leave" label={t('bar.leave')} testId="leave-room" onClick={props.onLeave} />
      {steers && <EndControl session={session} />}
    </div>
  );
}

/** The pen, and what takes its strokes away again. */
function DrawingControls({ session }: { session: RoomSession }) {
  const state = session.state.value;
  if (!mayDraw(state)) return null;
  const drawnOver = [...new Set(state?.strokes.map((one) => one.publication))];
  const wipe = () => attempt(() => Promise.all(drawnOver.map((publication) => session.draw(publication, null))));
  return (
    <>
      <Control icon="pen" label={t(session.drawing.value ? 'bar.draw.on' : 'bar.draw')} testId="draw" pressed={session.drawing.value}
        onClick={() => {
          session.drawing.value = !session.drawing.value;
        }} />
      {session.drawing.value && (
        <Control icon="eraser" label={t('bar.draw.wipe')} testId="draw-wipe" disabled={drawnOver.length === 0} onClick={wipe} />
      )}
    </>
  );
}

/** As on a tape recorder: one button records and resumes, the other holds and goes on. Who asked for the consult has one that asks. */
function RecordingControls({ session, mark }: { session: RoomSession; mark: () => Promise<unknown> }) {
  const recording = session.state.value?.recording.state ?? 'off';
  const running = recording === 'on' || recording === 'paused';
  const record = (verb: 'start' | 'pause' | 'resume') => attempt(() => session.record(verb));
  const marks = <Control icon="bookmark" label={t('bar.mark')} keyHint="K" testId="recording-mark" disabled={!running} onClick={mark} />;
  if (asksForRecording(session.state.value)) {
    const rests = recording !== 'on' && recording !== 'awaitingConsent';
    const asked = session.state.value?.recordingAsk != null;
    return (
      <>
        <Control icon={rests ? 'record' : 'pause'} tone={rests ? 'red' : 'plain'} testId="recording-ask" pressed={asked} disabled={asked || recording === 'failed'}
          label={t(asked ? 'bar.record.asked' : rests ? 'bar.record.ask' : 'bar.record.askRest')}
          onClick={() => attempt(() => session.askRecording(rests))} />
        {marks}
      </>
    );
  }
  if (!switchesRecording(session.state.value)) return null;
  return (
    <>
      <Control icon="record" tone="red" testId="recording-start" disabled={recording === 'on' || recording === 'awaitingConsent'}
        pressed={recording === 'on'} label={t(recording === 'paused' ? 'bar.record.resume' : recording === 'on' ? 'bar.record.on' : 'bar.record')}
        onClick={() => record(recording === 'paused' ? 'resume' : 'start')} />
      <Control icon="pause" testId="recording-pause" disabled={!running} pressed={recording === 'paused'}
        label={t(recording === 'paused' ? 'bar.record.paused' : 'bar.record.pause')}
        onClick={() => record(recording === 'paused' ? 'resume' : 'pause')} />
      {marks}
    </>
  );
}

function EndControl({ session }: { session: RoomSession }) {
  const [ending, setEnding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const pending = useRef(false);
  const stop = () => {
    clearTimeout(timer.current);
    pending.current = false;
    setEnding(false);
  };
  const end = () => {
    setEnding(true);
    pending.current = true;
    announce(t('bar.ending'));
    timer.current = setTimeout(() => {
      pending.current = false;
      void attempt(() => api.end(session.consultId)).then((done) => !done && setEnding(false));
    }, endDelayMs);
  };
  useEffect(() => {
    const flush = () => {
      clearTimeout(timer.current);
      if (!pending.current) return;
      pending.current = false;
      postAndForget(consultPath(session.consultId, 'end'), { commandId: crypto.randomUUID() });
    };
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [session]);
  if (!ending) return <Control icon="end" tone="red" label={t('bar.end')} testId="end-consult" onClick={end} />;
  return (
    <span class="bar__ending" role="status">
      <span>{t('bar.ending')}</span>
      <Button onClick={stop} testId="end-undo">{t('bar.end.undo')}</Button>
    </span>
  );
}
