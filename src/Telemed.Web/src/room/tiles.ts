import type { Participant, Publication } from '../api/contracts';
import type { RoomState } from './state';

/** One picture on the stage or in the strip. */
export interface Tile {
  key: string;
  participant: Participant;
  self: boolean;
  publication: Publication | null;
  /** The slot that carries it; null for what is the own, and for somebody without one. */
  mid: string | null;
  /** Something to look at rather than a face: it takes the stage. */
  feed: boolean;
}

/** A tile for every video that a slot carries, one for each person without a video, the own instruments, and the own face last. */
export function tilesOf(state: RoomState): Tile[] {
  const tiles: Tile[] = [];
  for (const slot of state.slots) {
    if (slot.kind !== 'video' || !slot.publication) continue;
    const publication = state.publications.find((one) => one.id === slot.publication);
    const participant = publication && state.participants.find((one) => one.id === publication.participant);
    if (!publication || !participant) continue;
    tiles.push({ key: slot.mid, participant, self: false, publication, mid: slot.mid, feed: publication.feed !== 'face' });
  }
  for (const participant of state.participants) {
    if (participant.id === state.self || tiles.some((tile) => tile.participant.id === participant.id)) continue;
    tiles.push({ key: `person-${participant.id}`, participant, self: false, publication: null, mid: null, feed: false });
  }
  const self = state.participants.find((one) => one.id === state.self);
  for (const publication of state.publications) {
    if (!self || publication.participant !== self.id || publication.kind !== 'video' || publication.muted || isPlain(publication.feed)) continue;
    tiles.push({ key: `own-${publication.id}`, participant: self, self: true, publication, mid: null, feed: true });
  }
  if (self) tiles.push({ key: 'self', participant: self, self: true, publication: null, mid: null, feed: false });
  return tiles;
}

/** The own screen is behind this page, and the own face has its tile. */
const isPlain = (feed: string) => feed === 'face' || feed === 'screen';

/** Which tile is large: the one the person chose, else a diagnostic feed or screen, else who speaks, else anybody else. */
export function stageKey(tiles: readonly Tile[], speakers: readonly string[], pinned: string | null, last: string | null): string | null {
  const has = (key: string | null) => key !== null && tiles.some((tile) => tile.key === key);
  if (has(pinned)) return pinned;
  const feed = tiles.find((tile) => tile.feed);
  if (feed) return feed.key;
  const others = tiles.filter((tile) => !tile.self);
  const speaking = speakers.map((id) => others.find((tile) => tile.participant.id === id)).find((tile) => tile !== undefined);
  if (speaking) return speaking.key;
  if (has(last) && last !== 'self') return last;
  return (others.find((tile) => tile.publication) ?? others[0] ?? tiles[0])?.key ?? null;
}
