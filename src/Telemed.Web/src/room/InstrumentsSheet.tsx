import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { faultOf, instrumentDevices, openInstrument, type DeviceFault } from '../rtc/devices';
import { kindOf } from '../rtc/peer';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Select } from '../ui/Field';
import { keepFocus, placesOf } from '../ui/focus';
import { Icon } from '../ui/Icon';
import { useLevel, useListed } from '../ui/mediaHooks';
import { Meter } from '../ui/Meter';
import { Sheet } from '../ui/Sheet';
import { attempt } from '../ui/toasts';
import { instrumentFeeds, rememberedDevice, type InstrumentFeed } from './instruments';
import type { RoomSession } from './session';

/** A device that is plugged into this computer is shown to the room under the name of what it is. */
export function InstrumentsSheet({ session }: { session: RoomSession }) {
  if (!session.instruments.choosing.value) return null;
  return <Chooser session={session} onClose={() => {
    session.instruments.choosing.value = false;
  }} />;
}

function Chooser({ session, onClose }: { session: RoomSession; onClose: () => void }) {
  const { instruments, media } = session;
  const [feed, setFeed] = useState<InstrumentFeed>(() => instrumentFeeds.find((one) => rememberedDevice(one) !== null) ?? 'exam');
  const kind = kindOf(feed);
  const [wished, setWished] = useState<string | null>(null);
  const [opened, setOpened] = useState<MediaStreamTrack | null>(null);
  const listed = useListed(kind === 'audio' ? 'audioinput' : 'videoinput', opened);
  const open = (kind === 'audio' ? media.audio : media.video).value?.getSettings().deviceId;
  const { devices, own } = instrumentDevices(listed ?? [], open, kind === 'audio' ? media.chosen.audioId : media.chosen.videoId);
  const device = chosen(devices, wished ?? rememberedDevice(feed), own);
  const { track, fault, give } = usePreview(kind, device, listed !== null);
  // Before the first one of a kind may be used, none is listed.
  useEffect(() => {
    if (track) setOpened(track);
  }, [track]);
  const show = () => attempt(async () => {
    const given = give();
    if (!given) return;
    onClose();
    await instruments.show(feed, given);
  });
  return (
    <Sheet title={t('instrument.title')} onClose={onClose} testId="instruments-sheet">
      <div class="stack">
        <Shown session={session} />
        <Select label={t('instrument.kind')} value={feed} testId="instrument-kind"
          options={instrumentFeeds.map((one) => ({ value: one, label: t(`feed.${one}`) }))}
          onInput={(value) => {
            setFeed(value as InstrumentFeed);
            setWished(null);
          }} />
        <Select label={t(kind === 'audio' ? 'check.microphone' : 'check.camera')} value={device ?? ''} disabled={devices.length === 0} testId="instrument-device"
          options={devices.length === 0 ? [{ value: '', label: t('check.none') }] : devices.map((one, index) => ({
            value: one.id, label: one.label || t(kind === 'audio' ? 'check.microphone.n' : 'check.camera.n', { number: index + 1 }),
          }))}
          onInput={setWished} />
        {device !== null && own.has(device) && <p class="soft">{t(kind === 'audio' ? 'instrument.ownMicrophone' : 'instrument.ownCamera')}</p>}
        {fault ? <Banner tone="warn" icon="alert">{t(fault === 'busy' ? 'check.fault.busy' : fault === 'denied' ? 'check.fault.denied' : 'instrument.none')}</Banner>
          : kind === 'audio' ? <Level track={track} /> : <Picture track={track} />}
        {kind === 'audio' && <p class="soft">{t('instrument.whole')}</p>}
        <div class="line">
          <Button kind="primary" icon="instrument" testId="instrument-show" disabled={!track} onClick={show}>{t('instrument.show')}</Button>
        </div>
      </div>
    </Sheet>
  );
}

/** What is shown already, and a button to stop each. */
function Shown({ session: { instruments } }: { session: RoomSession }) {
  if (instruments.shown.value.length === 0) return null;
  return (
    <ul class="instruments" aria-label={t('instrument.shown')}>
      {instruments.shown.value.map(({ feed, track }) => (
        <li key={feed} class="line line--apart">
          <span>{t(`feed.${feed}`)}{track.label && ` · ${track.label}`}</span>
          <Button icon="stop" testId={`instrument-stop-${feed}`} onClick={() => {
            const around = placesOf(document.activeElement); // The button goes with what it stops.
            return attempt(() => instruments.stop(feed)).finally(() => keepFocus(around));
          }}>{t('instrument.stop')}</Button>
        </li>
      ))}
    </ul>
  );
}

/** The one that is wished for if it is there, else one that is not the face's or the voice's already, else any. */
function chosen(devices: readonly { id: string }[], wished: string | null, own: ReadonlySet<string>): string | null {
  return (devices.find((one) => one.id === wished) ?? devices.find((one) => !own.has(one.id)) ?? devices[0])?.id ?? null;
}

/** Opens the device while it is looked at, any where none is listed; what is given away is not closed with the sheet. */
function usePreview(kind: 'audio' | 'video', device: string | null, isListed: boolean) {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [fault, setFault] = useState<DeviceFault | null>(null);
  const given = useRef<MediaStreamTrack | null>(null);
  useEffect(() => {
    let over = false;
    let opened: MediaStreamTrack | null = null;
    setTrack(null);
    setFault(null);
    if (!isListed) return;
    openInstrument(kind, device).then((one) => {
      if (over) one.stop();
      else {
        opened = one;
        setTrack(one);
        one.addEventListener('ended', () => {
          if (opened !== one || over || given.current === one) return;
          setTrack(null);
          setFault('missing');
        });
      }
    }, (error: unknown) => {
      if (!over) setFault(faultOf(error));
    });
    return () => {
      over = true;
      if (opened !== given.current) opened?.stop();
    };
  }, [kind, device, isListed]);
  // For a moment after the kind was changed the device of before is still here.
  const fitting = track?.kind === kind ? track : null;
  return {
    track: fitting,
    fault,
    give: () => {
      given.current = fitting;
      return fitting;
    },
  };
}

function Picture({ track }: { track: MediaStreamTrack | null }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return <video ref={video} class="still-preview" autoplay muted playsInline aria-label={t('instrument.preview')} data-testid="instrument-preview" />;
}

function Level({ track }: { track: MediaStreamTrack | null }) {
  const level = useLevel(track);
  return (
    <div class="instrument-level">
      <Icon name="mic" />
      <Meter label={t('instrument.level')} value={level} text={t(level > 0.1 ? 'instrument.level.heard' : 'check.level.quiet')} tone={level > 0.1 ? 'good' : 'accent'} />
    </div>
  );
}
