import { useEffect, useRef, useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import { go, pathOf } from '../app/router';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { giveUp, sessionOf } from '../room/current';
import type { RoomSession } from '../room/session';
import type { LocalMedia } from '../rtc/localMedia';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Select } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { Meter } from '../ui/Meter';
import { useDevices, useLevel } from '../ui/mediaHooks';
import { LinkCheck } from './LinkCheck';

/** Camera, microphone, verdict, and one click into the room. Nothing here has to be waited for. */
export function CheckCard({ consult }: { consult: Consult }) {
  const [session, setSession] = useState<RoomSession | null>(null);
  const id = consult.id;
  useEffect(() => {
    const mine = sessionOf(id);
    setSession(mine);
    // The room's own chunk comes while the person looks at their picture.
    void import('../room/RoomPage');
    return () => giveUp(mine);
  }, [id]);
  const mayJoin = consult.actions.includes('join');
  useEffect(() => {
    if (mayJoin) session?.prepareLine();
  }, [session, mayJoin]);
  const join = () => {
    if (!session) return;
    void session.join();
    go(pathOf.room(id));
  };
  const again = consult.state === 'inSession' || consult.state === 'interrupted';
  return (
    <section class="card stack" aria-labelledby="check-title">
      <div class="line line--apart">
        <h2 id="check-title">{t('check.title')}</h2>
        <Button kind="primary" size="large" icon="camera" testId="join-room" disabled={!session || !mayJoin} onClick={join}>
          {t(again ? 'check.joinAgain' : 'check.join')}
        </Button>
      </div>
      {!mayJoin && <p class="soft">{t('check.notYet')}</p>}
      {session?.fault.value && !session.fault.value.offline && (
        <Banner tone="warn" icon="alert">{problemText(session.fault.value)}</Banner>
      )}
      {session && <Devices media={session.media} />}
      {session && <LinkCheck session={session} />}
    </section>
  );
}

function Devices({ media }: { media: LocalMedia }) {
  const level = useLevel(media.audio.value);
  const cameras = useDevices('videoinput', media.video.value);
  const microphones = useDevices('audioinput', media.audio.value);
  return (
    <div class="check-card">
      <div>
        <Preview media={media} />
        <div class="check-card__level">
          <Icon name="mic" />
          <Meter label={t('check.level')} value={level} text={t(level > 0.1 ? 'check.level.heard' : 'check.level.quiet')}
            tone={level > 0.1 ? 'good' : 'accent'} />
        </div>
      </div>
      <div class="stack">
        <p aria-live="polite"><strong>{verdict(media)}</strong></p>
        <Select label={t('check.camera')} value={media.chosen.videoId ?? ''} disabled={cameras.length === 0}
          options={options(cameras, 'check.camera.n')} onInput={(id) => void media.chooseCamera(id)} />
        <Select label={t('check.microphone')} value={media.chosen.audioId ?? ''} disabled={microphones.length === 0}
          options={options(microphones, 'check.microphone.n')} onInput={(id) => void media.chooseMicrophone(id)} />
      </div>
    </div>
  );
}

function options(devices: readonly { id: string; label: string }[], fallback: 'check.camera.n' | 'check.microphone.n') {
  return devices.length > 0
    ? devices.map((one, index) => ({ value: one.id, label: one.label || t(fallback, { number: index + 1 }) }))
    : [{ value: '', label: t('check.none') }];
}

function verdict(media: LocalMedia): string {
  if (media.opening.value) return t('check.opening');
  const fault = media.audioFault.value ?? media.videoFault.value;
  if (fault === 'denied') return t('check.fault.denied');
  if (fault === 'unsupported') return t('check.fault.unsupported');
  if (media.audioFault.value && media.videoFault.value) return t('check.fault.both');
  if (media.audioFault.value) return t(fault === 'busy' ? 'check.fault.busy' : 'check.fault.microphone');
  if (media.videoFault.value) return t(fault === 'busy' ? 'check.fault.busy' : 'check.fault.camera');
  return t('check.good');
}

function Preview({ media }: { media: LocalMedia }) {
  const video = useRef<HTMLVideoElement>(null);
  const track = media.video.value;
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <div class="check-card__preview">
      <video ref={video} autoplay muted playsInline aria-label={t('check.preview')} />
      {!track && <p class="check-card__none">{t(media.opening.value ? 'check.opening' : 'check.noPicture')}</p>}
    </div>
  );
}
