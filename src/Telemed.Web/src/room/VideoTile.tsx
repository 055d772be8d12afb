import { useEffect, useRef, useState } from 'preact/hooks';
import { nameOf, t } from '../i18n';
import { timeOfDay } from '../time/format';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { attempt } from '../ui/toasts';
import { DrawingLayer } from './DrawingLayer';
import { LinkBadge } from './LinkBadge';
import type { RoomSession } from './session';
import { isHidden, mayDraw, mayMute, mayRemove } from './state';
import type { Tile } from './tiles';

interface TileProps {
  tile: Tile;
  session: RoomSession;
  onStage: boolean;
  pinned: boolean;
  onPin: () => void;
}

/** One person or feed: the picture, the name and institution, and what is the matter with it. */
export function VideoTile({ tile, session, onStage, pinned, onPin }: TileProps) {
  const state = session.state.value;
  const { participant } = tile;
  const name = nameOf(participant.person.name);
  const speaking = state?.speakers.includes(participant.id) ?? false;
  const own = state?.publications.filter((one) => one.participant === participant.id && one.kind === 'audio') ?? [];
  const voice = own.find((one) => one.feed === 'voice');
  // An instrument that only sounds has no picture of its own: it is named at its person's.
  const sounds = tile.feed ? [] : own.filter((one) => one.feed !== 'voice' && !one.muted);
  const link = state?.links[participant.id];
  const held = participant.connected ? participant.heldSince : null;
  const ownTrack = session.ownTrack(tile.publication?.feed ?? 'face');
  const silent = tile.self ? session.media.audioMuted.value || !session.media.audio.value : voice?.muted === true;
  const dark = Boolean(held) || (tile.self ? !ownTrack : !tile.publication || tile.publication.muted);
  const [size, setSize] = useState<Size | null>(null);
  // Others draw over the own picture too: it shows the patient where a doctor sits beside one.
  const shown = tile.publication
    ?? state?.publications.find((one) => tile.self && one.participant === participant.id && one.kind === 'video' && one.feed === 'face');
  const title = tile.publication && tile.feed ? t(`feed.${tile.publication.feed}`) : null;
  return (
    <figure class="tile" data-stage={onStage ? '' : undefined} data-speaking={speaking ? '' : undefined} data-feed={tile.feed ? '' : undefined}>
      {tile.self ? <OwnVideo track={ownTrack} label={title} face={!tile.publication} onSize={setSize} /> : tile.mid !== null && <RemoteVideo tile={tile} session={session} onSize={setSize} />}
      {dark && (
        <div class="tile__dark" data-testid={held ? 'held' : undefined}>
          <span class="tile__initial" aria-hidden="true">{held ? <Icon name="pause" /> : name.slice(0, 1)}</span>
          <span>{held ? t('tile.held', { time: timeOfDay(held) }) : t(!participant.connected ? 'tile.away' : isHidden(state, participant) ? 'tile.hidden' : 'tile.noPicture')}</span>
        </div>
      )}
      <figcaption class="tile__caption">
        {silent && <Icon name="micOff" label={t('tile.silent')} />}
        <span class="tile__name">
          {tile.self ? t('tile.you') : name}
          {title ? ` · ${title}` : ''}
        </span>
        {sounds.map((one) => <span key={one.id} class="tile__mode" data-testid="tile-sound">{t(`feed.${one.feed}`)}</span>)}
        {!tile.self && <span class="tile__institution">{nameOf(participant.person.institution)}</span>}
        {!tile.self && !dark && link?.mode === 'photo' && <span class="tile__mode">{t('tile.stills')}</span>}
        {!tile.self && !held && link && link.word !== 'good' && <LinkBadge word={link.word} score={link.score} />}
      </figcaption>
      <button type="button" class="tile__pin" aria-pressed={pinned} onClick={onPin}>
        <span class="visually-hidden">{t(pinned ? 'tile.unpin' : 'tile.pin', { name })}</span>
      </button>
      {!tile.self && (
        <div class="tile__others">
          {!tile.feed && voice && !silent && mayMute(state) && (
            <Button icon="micOff" testId="mute-other" label={t('tile.mute', { name })} onClick={() => attempt(() => session.mute(participant.id))} />
          )}
          {mayRemove(state, participant) && (
            <Button icon="close" testId="remove-other" label={t('tile.remove', { name: title ?? name })} onClick={() => {
              session.removing.value = { id: participant.id, name: title ?? name };
            }} />
          )}
        </div>
      )}
      {onStage && tile.publication && !dark && mayDraw(state) && <StillButtons session={session} publication={tile.publication.id} />}
      {shown && size && !dark && <DrawingLayer session={session} publication={shown.id} size={size} whole={onStage} mirrored={tile.self && !tile.publication} />}
    </figure>
  );
}

/** A still of this camera in full, filed with the case; with a colour card where the colour matters. */
function StillButtons({ session, publication }: { session: RoomSession; publication: string }) {
  const ask = (withCard: boolean) => attempt(() => session.askStill(publication, withCard));
  return (
    <div class="tile__still">
      <Button icon="still" testId="still" label={t('still.ask')} onClick={() => ask(false)} />
      <Button icon="colours" testId="still-card" label={t('still.ask.card')} onClick={() => ask(true)} />
    </div>
  );
}

interface Size {
  width: number;
  height: number;
}

/** The size of a video's own picture, now and whenever it changes. */
const sizeOf = (event: { currentTarget: HTMLVideoElement }): Size | null =>
  event.currentTarget.videoWidth > 0 ? { width: event.currentTarget.videoWidth, height: event.currentTarget.videoHeight } : null;

function RemoteVideo({ tile, session, onSize }: { tile: Tile; session: RoomSession; onSize: (size: Size | null) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const peer = session.peer.value;
  const mid = tile.mid ?? '';
  useEffect(() => {
    const track = peer?.slotTrack(mid);
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [peer, mid]);
  return (
    <video
      ref={video}
      class="tile__video"
      autoplay
      muted
      playsInline
      data-testid="video-remote"
      data-participant={tile.participant.id}
      data-publication={tile.publication?.id}
      data-slot={mid}
      aria-label={nameOf(tile.participant.person.name)}
      onResize={(event) => onSize(sizeOf(event))}
    />
  );
}

/** What this page sends itself: the face as in a mirror, an instrument as the others see it. */
function OwnVideo({ track, label, face, onSize }: { track: MediaStreamTrack | null; label: string | null; face: boolean; onSize: (size: Size | null) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <video ref={video} class={`tile__video${face ? ' tile__video--self' : ''}`} autoplay muted playsInline
      data-testid={face ? 'video-self' : 'video-instrument'} aria-label={label ?? t('tile.you')} onResize={(event) => onSize(sizeOf(event))} />
  );
}
