import { useEffect, useRef } from 'preact/hooks';
import type { Preview, Recording } from '../api/contracts';
import { nameOf, t } from '../i18n';
import { Button } from '../ui/Button';
import { levelsOf, placeOf, speechAfter, speechBefore } from './timeline';

/** One line for each person: when they are recorded, how loud they were, and the way from one of their speeches to the next. */
export function Speakers(props: {
  recording: Recording;
  preview: Preview | null;
  at: number;
  durationMs: number;
  onSeek: (ms: number) => void;
}) {
  const { recording, preview, durationMs } = props;
  const people = new Map<string, Recording['tracks']>();
  for (const track of recording.tracks) {
    const name = nameOf(track.participant);
    people.set(name, [...(people.get(name) ?? []), track]);
  }
  const percent = (ms: number) => `${placeOf(ms, durationMs) * 100}%`;
  return (
    <ul class="tracks">
      {[...people].map(([name, tracks]) => {
        const speech = recording.speech.filter((one) => nameOf(one.name) === name);
        const before = speechBefore(speech, props.at);
        const after = speechAfter(speech, props.at);
        const wave = preview?.people.find((one) => one.participant === speech[0]?.participant);
        return (
          <li key={name} class="tracks__person">
            <span class="tracks__name">{name}</span>
            <span class="tracks__line" onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              props.onSeek(((event.clientX - box.left) / box.width) * durationMs);
            }}>
              {tracks.map((track, index) => (
                <span key={index} class={`tracks__bar tracks__bar--${track.kind}`}
                  style={{ insetInlineStart: percent(track.fromMs), inlineSize: percent(track.toMs - track.fromMs) }} />
              ))}
              {wave && <Wave levels={levelsOf(wave.levels)} label={t('playback.wave', { name })} />}
              <span class="tracks__here" style={{ insetInlineStart: percent(props.at) }} />
            </span>
            <span class="tracks__steps">
              <Button kind="quiet" icon="back" label={t('playback.speech.before', { name })} disabled={before === null}
                testId="recording-speech-before" onClick={() => { if (before !== null) props.onSeek(before); }} />
              <Button kind="quiet" icon="forward" label={t('playback.speech.after', { name })} disabled={after === null}
                testId="recording-speech-after" onClick={() => { if (after !== null) props.onSeek(after); }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Wave({ levels, label }: { levels: Uint8Array; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const to = canvas.current;
    const pen = to?.getContext('2d');
    if (!to || !pen) return;
    pen.clearRect(0, 0, to.width, to.height);
    pen.fillStyle = getComputedStyle(to).color;
    for (let x = 0; x < to.width; x++) {
      const level = levels[Math.floor((x * levels.length) / to.width)] ?? 0;
      const height = Math.max(1, (level / 255) * to.height);
      pen.fillRect(x, (to.height - height) / 2, 1, height);
    }
  }, [levels]);
  return <canvas ref={canvas} class="tracks__wave" width={1000} height={40} role="img" aria-label={label} data-testid="recording-wave" />;
}
