import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Preview, Recording } from '../api/contracts';
import * as api from '../api/telemed';
import { t, tryT } from '../i18n';
import { span, timeOfDay } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { FilmStrip } from './FilmStrip';
import { Speakers } from './Speakers';
import { placeOf, stopsOf, type Stop } from './timeline';
import { usePreview } from './usePreview';

const speeds = [0.75, 1, 1.25, 1.5, 2];

/** The picture with its time line; chapters and marks beside it, above whatever else belongs there. */
export function Player({ recording, viewer, children }: { recording: Recording; viewer: string; children: ComponentChildren }) {
  const video = useRef<HTMLVideoElement>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [started, setStarted] = useState(false);
  const [failed, setFailed] = useState(false);
  const [damaged, setDamaged] = useState(false);
  const [captions, setCaptions] = useState(false);
  const [drawings, setDrawings] = useState(true);
  const preview = usePreview(recording);
  const [speed, setSpeed] = useState(1);
  const durationMs = recording.video?.durationMs ?? 0;
  const play = () => video.current?.play().catch(() => setPlaying(false));
  const toggle = () => {
    if (video.current?.paused) void play();
    else video.current?.pause();
  };
  const seek = (ms: number) => {
    if (!video.current) return;
    video.current.currentTime = ms / 1000;
    setAt(ms);
  };
  // Whoever came here by the play button wants to see it play; a browser that forbids that shows the large button.
  useEffect(() => void play(), [recording.id]);
  const stops = stopsOf(recording);
  return (
    <div class="playback__body">
      <section class="player" aria-label={t('playback.player')}>
      <div class="player__screen">
        <video
          ref={video}
          class="player__video"
          src={api.recordingVideo(recording.id)}
          playsInline
          preload="auto"
          data-testid="recording-video"
          aria-label={t('playback.title')}
          disablePictureInPicture
          onClick={toggle}
          onContextMenu={(event) => event.preventDefault()}
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime * 1000)}
          onPlay={() => {
            setPlaying(true);
            setStarted(true);
          }}
          onPause={() => setPlaying(false)}
          onError={() => {
            setFailed(true);
            // The element does not say why; the door does.
            void api.isRecordingDamaged(recording.id).then(setDamaged);
          }}
        >
          {recording.hasPreview && (
            <track kind="captions" label={t('playback.captions.language')} srclang="zh" src={api.recordingCaptions(recording.id)} />
          )}
        </video>
        {drawings && recording.video && <Drawings strokes={preview?.drawings ?? []} at={at} video={recording.video} />}
        <Watermark text={viewer} />
        {!started && !failed && (
          <span class="player__start">
            <Button kind="primary" size="large" icon="play" testId="recording-play" onClick={() => void play()}>{t('recording.play')}</Button>
          </span>
        )}
      </div>
      {failed && <Banner tone="alarm" icon="alert">{t(damaged ? 'playback.damaged' : 'playback.failed')}</Banner>}
      <Line recording={recording} at={at} durationMs={durationMs} onSeek={seek} />
      {preview?.film && <FilmStrip id={recording.id} film={preview.film} durationMs={durationMs} onSeek={seek} />}
      <div class="player__controls">
        <Button icon={playing ? 'pause' : 'play'} testId="recording-toggle" label={t(playing ? 'playback.pause' : 'playback.play')} onClick={toggle} />
        <span class="player__time">{span(at)} / {span(durationMs)}</span>
        <span class="bar__gap" />
        {recording.hasPreview && (
          <Button pressed={captions} testId="recording-captions" onClick={() => {
            const track = video.current?.textTracks[0];
            if (track) track.mode = captions ? 'disabled' : 'showing';
            setCaptions(!captions);
          }}>{t('playback.captions')}</Button>
        )}
        {(preview?.drawings?.length ?? 0) > 0 && (
          <Button pressed={drawings} testId="recording-drawings" onClick={() => setDrawings(!drawings)}>{t('playback.drawings')}</Button>
        )}
        <label class="player__speed">
          <span>{t('playback.speed')}</span>
          <select value={String(speed)} onInput={(event) => {
            const value = Number(event.currentTarget.value);
            setSpeed(value);
            if (video.current) video.current.playbackRate = value;
          }}>
            {speeds.map((one) => <option key={one} value={String(one)}>{one}×</option>)}
          </select>
        </label>
      </div>
      <Speakers recording={recording} preview={preview} at={at} durationMs={durationMs} onSeek={seek} />
      </section>
      <div class="playback__side">
        {stops.length > 0 && <Stops stops={stops} onSeek={seek} />}
        {children}
      </div>
    </div>
  );
}

/** What was drawn over the pictures, at its time. The composed file itself is without it. */
function Drawings(props: { strokes: NonNullable<Preview['drawings']>; at: number; video: { width: number; height: number } }) {
  const now = props.strokes.filter((one) => one.fromMs <= props.at && props.at < one.toMs);
  return (
    <svg class="player__drawings" viewBox={`0 0 ${props.video.width} ${props.video.height}`} aria-hidden="true">
      {now.map((one) => <polyline key={`${one.fromMs}-${one.points[0]}`} data-testid="recording-stroke" points={one.points.join(' ')} />)}
    </svg>
  );
}

/** Whose eyes these are, moving over the picture, so that a photograph of the screen tells who took it. */
function Watermark({ text }: { text: string }) {
  return <p class="player__watermark" aria-hidden="true">{text} · {timeOfDay(now())}</p>;
}

function Line(props: { recording: Recording; at: number; durationMs: number; onSeek: (ms: number) => void }) {
  const { recording, durationMs } = props;
  const percent = (ms: number) => `${placeOf(ms, durationMs) * 100}%`;
  return (
    <div class="time-line">
      <input
        class="time-line__range"
        type="range"
        min={0}
        max={Math.max(1, durationMs)}
        step={100}
        value={props.at}
        aria-label={t('playback.position')}
        aria-valuetext={span(props.at)}
        onInput={(event) => props.onSeek(Number(event.currentTarget.value))}
      />
      <div class="time-line__marks" aria-hidden="true">
        {recording.gaps.map((gap) => (
          <span key={gap.fromMs} class="time-line__gap" title={tryT(`gap.${gap.cause}`) ?? t('gap.other')}
            style={{ insetInlineStart: percent(gap.fromMs), inlineSize: percent(Math.max(gap.toMs - gap.fromMs, durationMs / 200)) }} />
        ))}
        {recording.marks.map((mark) => (
          <button key={mark.atMs} type="button" tabIndex={-1} class="time-line__mark" style={{ insetInlineStart: percent(mark.atMs) }}
            title={`${span(mark.atMs)} ${mark.label}`} onClick={() => props.onSeek(mark.atMs)} />
        ))}
      </div>
      {recording.gaps.length > 0 && (
        <ul class="line">
          {recording.gaps.map((gap) => (
            <li key={gap.fromMs}><Badge tone="warn">{span(gap.fromMs)} · {tryT(`gap.${gap.cause}`) ?? t('gap.other')} · {((gap.toMs - gap.fromMs) / 1000).toFixed(1)} s</Badge></li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Stops({ stops, onSeek }: { stops: readonly Stop[]; onSeek: (ms: number) => void }) {
  return (
    <nav class="card" aria-labelledby="stops-title">
      <h2 id="stops-title">{t('playback.stops')}</h2>
      <ol class="stops">
        {stops.map((stop) => (
          <li key={stop.key}>
            <button type="button" class="stop" data-testid="recording-stop" data-at={stop.atMs} onClick={() => onSeek(stop.atMs)}>
              <Icon name={stop.kind === 'mark' ? 'bookmark' : 'caseFile'} />
              <span class="stop__time">{span(stop.atMs)}</span>
              <span dir="auto">{stop.label || t(stop.kind === 'mark' ? 'mark.label' : 'playback.chapter')}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
