import { useRef, useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import { t } from '../i18n';
import type { RoomSession } from './session';
import { SharedView } from './SharedView';
import { stageKey, tilesOf } from './tiles';
import { VideoTile } from './VideoTile';

/** A row of 16:9 for each tile of the strip, smaller when they are many, and what is left over. */
function rowsOf(tiles: number): Record<string, string> {
  return { '--stage-rows': `${tiles > 1 ? `repeat(${tiles - 1}, minmax(0, 7.3125rem)) ` : ''}minmax(0, 1fr)` };
}

/** The stage and the strip are one grid: a tile that changes its place keeps its element, and so its picture. */
export function Stage({ session, consult = null }: { session: RoomSession; consult?: Consult | null }) {
  const [pinned, setPinned] = useState<string | null>(null);
  const last = useRef<string | null>(null);
  const state = session.state.value;
  if (!state) return null;
  const tiles = tilesOf(state);
  // A file that is shown has the stage; everybody is in the strip.
  const shows = state.presentation !== null && (consult?.attachments.some((one) => one.id === state.presentation?.file) ?? false);
  const large = shows ? null : stageKey(tiles, state.speakers, pinned, last.current);
  if (large !== null) last.current = large;
  const alone = tiles.every((tile) => tile.self);
  return (
    <section class="stage" data-count={tiles.length + (shows ? 1 : 0)} style={rowsOf(tiles.length + (shows ? 1 : 0))} aria-label={t('room.stage')}>
      {shows && <SharedView session={session} consult={consult} />}
      {tiles.map((tile) => (
        <VideoTile
          key={tile.key}
          tile={tile}
          session={session}
          onStage={tile.key === large}
          pinned={tile.key === pinned}
          onPin={() => setPinned(pinned === tile.key ? null : tile.key)}
        />
      ))}
      {alone && !shows && <p class="stage__alone" role="status">{t('room.alone')}</p>}
    </section>
  );
}
