import type { Preview } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { span } from '../time/format';
import { picturesOf } from './timeline';

/** Some of the recording's pictures in a row; each leads to its place. */
export function FilmStrip(props: {
  id: string;
  film: NonNullable<Preview['film']>;
  durationMs: number;
  onSeek: (ms: number) => void;
}) {
  const { film } = props;
  const sheet = `url("${api.recordingFilm(props.id)}")`;
  return (
    <ul class="film" aria-label={t('playback.film')}>
      {picturesOf(film, 12).map((index) => (
        <li key={index} class="film__cell">
          <button
            type="button"
            class="film__picture"
            data-testid="recording-picture"
            aria-label={t('playback.film.at', { time: span(index * film.stepMs) })}
            title={span(index * film.stepMs)}
            style={{
              aspectRatio: `${film.width} / ${film.height}`,
              backgroundImage: sheet,
              backgroundSize: `${film.columns * 100}% auto`,
              backgroundPosition: `${((index % film.columns) / Math.max(1, film.columns - 1)) * 100}% ${rowPlace(index, film)}%`,
            }}
            onClick={() => props.onSeek(index * film.stepMs)}
          />
        </li>
      ))}
    </ul>
  );
}

function rowPlace(index: number, film: NonNullable<Preview['film']>): number {
  const rows = Math.ceil(film.count / film.columns);
  return rows > 1 ? (Math.floor(index / film.columns) / (rows - 1)) * 100 : 0;
}
