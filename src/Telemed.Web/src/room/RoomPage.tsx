import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Me } from '../api/contracts';
import { go, pathOf } from '../app/router';
import { useConsult } from '../consult/useConsult';
import { rings } from '../desk/deskStore';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { toast } from '../ui/toasts';
import { AudienceCount } from './AudiencePanel';
import { AudioSlots } from './AudioSlots';
import { actionsOf, ControlBar } from './ControlBar';
import { sessionOf } from './current';
import { InstrumentsSheet } from './InstrumentsSheet';
import { useKeys } from './keys';
import { LinkBadge } from './LinkBadge';
import { MixChooser } from './MixChooser';
import { RecordingConsentSheet } from './RecordingConsentSheet';
import { RecordingStatus } from './RecordingStatus';
import { RemoveSheet } from './RemoveSheet';
import { RoomBanners } from './RoomBanners';
import type { RoomSession } from './session';
import { SidePanel, type PanelTab } from './SidePanel';
import { Stage } from './Stage';
import { StillSheet } from './StillSheet';
import { useStay } from './useStay';
import './room.css';

/** Where the two meet. Everything that may not be lost lives in the session, not here. */
export function RoomPage({ id }: { id: string; me: Me }) {
  const session = useMemo(() => sessionOf(id), [id]);
  const { consult, reload, take } = useConsult(id);
  const [panel, setPanel] = useState(() => matchMedia('(min-width: 901px)').matches);
  const [volume, setVolume] = useState(1);
  const [tab, setTab] = useState<PanelTab>('case');
  const unread = useUnread(session, panel && tab === 'chat');
  const actions = useMemo(() => actionsOf(session), [session]);
  const state = session.state.value;
  const phase = session.phase.value;

  useStay(session, (reason) => {
    if (reason) toast(reason);
    go(pathOf.consult(id));
  });
  useEffect(() => void reload(), [state?.consult?.version]);
  const shown = state?.presentation?.file;
  useEffect(() => {
    // Somebody shows a file that came after the case was read here.
    if (shown && consult && !consult.attachments.some((one) => one.id === shown)) void reload();
  }, [shown]);
  useEffect(() => {
    if (phase === 'reconnecting') announce(t('room.reconnecting'));
  }, [phase]);
  useKeys({ m: actions.toggleAudio, v: actions.toggleVideo, s: actions.toggleShare, k: actions.mark, Escape: () => setPanel(false) });

  const self = state?.participants.find((one) => one.id === state.self);
  const asking = self?.recordingConsent === 'unanswered';
  return (
    <main class="room dark" id="main" data-panel={panel ? '' : undefined} data-phase={phase}>
      <header class="room__head">
        <h1 class="room__title" dir="auto">{consult?.summaryLine || t('room.title')}</h1>
        {state && <RecordingStatus recording={state.recording} />}
        <AudienceCount session={session} />
        <MixChooser session={session} />
        <Volume value={volume} onChange={setVolume} />
        <LinkBadge word={session.link.value?.word ?? null} score={session.link.value?.score ?? 0} own />
      </header>
      <div class="room__stage">
        <RoomBanners session={session} consult={consult} />
        <RingNotice />
        {state ? <Stage session={session} consult={consult} /> : <p class="room__joining" role="status">{t(phase === 'failed' ? 'room.notJoined' : 'room.joining')}</p>}
        <AudioSlots session={session} volume={volume} />
      </div>
      {panel && (
        <SidePanel session={session} consult={consult} tab={tab} unread={unread} asking={asking} take={take}
          onTab={setTab} onClose={() => setPanel(false)} />
      )}
      <ControlBar session={session} actions={actions} panelOpen={panel} unread={unread}
        onPanel={() => setPanel(!panel)} onLeave={() => void session.leave()} />
      {asking && <RecordingConsentSheet session={session} />}
      <StillSheet session={session} />
      <InstrumentsSheet session={session} />
      <RemoveSheet session={session} />
    </main>
  );
}

function Volume({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <label class="volume">
      <Icon name="speaker" />
      <input type="range" min={0} max={1} step={0.05} value={value} aria-label={t('room.volume')}
        onInput={(event) => onChange(Number(event.currentTarget.value))} />
    </label>
  );
}

/** Lines of the chat that came while it was not open. */
function useUnread(session: RoomSession, reading: boolean): number {
  const seen = useRef(0);
  const state = session.state.value;
  const others = state?.chat.filter((line) => line.participant !== state.self).length ?? 0;
  if (reading) seen.current = others;
  return Math.max(0, others - seen.current);
}

/** Somebody else rings while this person is in a room: said quietly, answered from the desk. */
function RingNotice() {
  const ring = rings.value[0];
  if (!ring) return null;
  return (
    <Banner tone="alarm" icon="bell">
      <span>{t('room.otherRing')}</span>
      <Button onClick={() => go(pathOf.desk())}>{t('room.toDesk')}</Button>
    </Banner>
  );
}
