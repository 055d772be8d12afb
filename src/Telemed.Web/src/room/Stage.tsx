import { useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { RoomSession } from './session';
import { stageKey, tilesOf } from './tiles';
import { VideoTile } from './VideoTile';

/** A row of 16:9 for each tile of the strip, smaller when they are many, and what is left over. */
function rowsOf(tiles: number): Record<string, string> {
  return { '--stage-rows': `${tiles > 1 ? `repeat(${tiles - 1}, minmax(0, 7.3125rem)) ` : ''}minmax(0, 1fr)` };
}

/** The stage and the strip are one grid: a tile that changes its place keeps its element, and so its picture. */
export function Stage({ session }: { session: RoomSession }) {
  const [pinned, setPinned] = useState<string | null>(null);
  const last = useRef<string | null>(null);
  const state = session.state.value;
  if (!state) return null;
  const tiles = tilesOf(state);
  const large = stageKey(tiles, state.speakers, pinned, last.current);
  last.current = large;
  const alone = tiles.every((tile) => tile.self);
  return (
    <section class="stage" data-count={tiles.length} style={rowsOf(tiles.length)} aria-label={t('room.stage')}>
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
      {alone && <p class="stage__alone" role="status">{t('room.alone')}</p>}
    </section>
  );
}
