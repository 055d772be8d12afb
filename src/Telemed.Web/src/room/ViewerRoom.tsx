import { useEffect, useMemo } from 'preact/hooks';
import type { Me } from '../api/contracts';
import { go, pathOf } from '../app/router';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Clock } from '../ui/Clock';
import { attempt, toast } from '../ui/toasts';
import { AudienceCount } from './AudiencePanel';
import { AudioSlots, unblockSound } from './AudioSlots';
import { actionsOf, Control } from './ControlBar';
import { RoomSession } from './session';
import { Stage } from './Stage';
import { useStay } from './useStay';
import './room.css';

/** The room of who looks on to learn: the instruments and the people, a hand to raise, and a microphone while they have the word. */
export function ViewerRoom({ id }: { id: string; me: Me }) {
  const session = useMemo(() => {
    const made = new RoomSession(id, undefined, true);
    made.prepare();
    return made;
  }, [id]);
  const actions = useMemo(() => actionsOf(session), [session]);
  const state = session.state.value;
  const phase = session.phase.value;
  useStay(session, (reason) => {
    if (reason) toast(reason);
    go(pathOf.desk());
  });
  const word = state?.audience.word;
  const speaks = word !== null && word !== undefined && word.participant === state?.self;
  const hand = state?.audience.people.find((one) => one.id === state.self)?.handAt ?? null;
  useEffect(() => {
    if (speaks) announce(t('viewer.word'));
  }, [speaks]);
  const micOff = session.media.audioMuted.value || !session.media.audio.value;
  return (
    <main class="room guest-room dark" id="main" data-phase={phase} data-testid="viewer-room">
      <header class="room__head">
        <h1 class="room__title">{t('viewer.title')}</h1>
        <AudienceCount session={session} />
      </header>
      <div class="room__stage">
        {session.soundBlocked.value && <Button kind="primary" icon="speaker" onClick={() => unblockSound(session)}>{t('guest.sound')}</Button>}
        {phase === 'reconnecting' && <Banner tone="warn" icon="linkDown">{t('room.reconnecting')}</Banner>}
        {phase === 'failed' && (
          <Banner tone="warn" icon="alert">
            <span>{t('room.notJoined')}</span>
            <Button onClick={() => session.join()}>{t('common.again')}</Button>
          </Banner>
        )}
        {speaks && word && (
          <Banner icon="mic" testId="viewer-word">
            <span>{t('viewer.word')}</span>
            <Clock dueAt={word.until} label={t('viewer.word.until')} />
          </Banner>
        )}
        {state ? <Stage session={session} /> : <p class="room__joining" role="status">{t(phase === 'failed' ? 'room.notJoined' : 'room.joining')}</p>}
        <AudioSlots session={session} volume={1} />
      </div>
      <div class="bar guest-room__bar" role="toolbar" aria-label={t('bar.title')}>
        {speaks ? (
          <>
            <Control icon={micOff ? 'micOff' : 'mic'} label={t(micOff ? 'bar.audio.off' : 'bar.audio.on')} testId="mute-audio"
              pressed={session.media.audioMuted.value} off={micOff} onClick={actions.toggleAudio} />
            <Control icon="check" label={t('viewer.word.end')} testId="word-end" onClick={() => attempt(() => session.giveWord(null, 1))} />
          </>
        ) : (
          <Control icon="hand" label={t(hand ? 'viewer.hand.down' : 'viewer.hand')} testId="raise-hand" pressed={hand !== null}
            disabled={!state} onClick={() => attempt(() => session.raiseHand(hand === null))} />
        )}
        <Control icon="leave" tone="red" label={t('bar.leave')} testId="leave-room" onClick={() => session.leave()} />
      </div>
    </main>
  );
}
