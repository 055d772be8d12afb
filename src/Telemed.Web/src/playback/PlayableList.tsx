import type { Playable } from '../api/contracts';
import { pathOf } from '../app/router';
import { t } from '../i18n';
import { dayAndTime, span } from '../time/format';
import { now } from '../time/serverClock';
import { Icon } from '../ui/Icon';

/** Recordings to play, for who knows nothing else of their case. */
export function PlayableList({ recordings }: { recordings: readonly Playable[] }) {
  return (
    <ul class="stack stack--tight">
      {recordings.map((one) => (
        <li key={one.id} class="line line--apart">
          <span>{one.startedAt && `${dayAndTime(one.startedAt, now())} · `}{span(one.recordedMs)}</span>
          <a class="button button--primary button--normal" href={pathOf.recording(one.id)} data-testid="playable">
            <Icon name="play" />{t('recording.play')}
          </a>
        </li>
      ))}
    </ul>
  );
}
