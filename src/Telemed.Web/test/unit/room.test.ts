import { describe, expect, it } from 'vitest';
import type { JoinReply, Participant, Publication } from '../../src/api/contracts';
import { apply, fromReply, type RoomEvent, type RoomState } from '../../src/room/state';
import { stageKey, tilesOf } from '../../src/room/tiles';
import { iso, personOf } from '../mock/data';

const participant = (user: string): Participant => ({
  id: user, person: personOf(user), role: 'specialist', recordingConsent: 'unanswered', joinedAt: iso(0), connected: true,
});
const video = (user: string, feed: Publication['feed'] = 'face'): Publication => ({
  id: `${user}-${feed}`, participant: user, mid: '1', kind: 'video', feed, label: null, muted: false,
});

const reply: JoinReply = {
  answerSdp: '', recordingAsk: null, self: 'ayse', consultId: 'c', sequence: 10, chat: [], mix: 'both', presentation: null, session: null, audience: { count: 0, hands: 0, people: [], word: null },
  participants: [participant('ayse'), participant('liwei')],
  publications: [video('liwei')],
  slots: [{ mid: '2', kind: 'audio', publication: null }, { mid: '5', kind: 'video', publication: 'liwei-face' }, { mid: '6', kind: 'video', publication: null }],
  recording: { id: null, state: 'off', since: iso(0), recordedMs: 0, waitingFor: [], waitsForPatient: false, progress: null },
};
const start = fromReply(reply, null);
const run = (state: RoomState, ...events: RoomEvent[]) => events.reduce(apply, state);
const event = (name: RoomEvent['name'], sequence: number, body: object): RoomEvent => ({ name, body: { sequence, ...body } });

describe('the room', () => {
  it('shows somebody who arrives as soon as a slot carries them', () => {
    const state = run(
      start,
      event('ParticipantJoined', 11, { participant: participant('zhao') }),
      event('PublicationAdded', 12, { publication: video('zhao') }),
      event('SlotAssigned', 12, { mid: '6', publication: 'zhao-face' }),
    );
    expect(tilesOf(state).map((tile) => [tile.participant.id, tile.mid])).toEqual([['liwei', '5'], ['zhao', '6'], ['ayse', null]]);
  });

  it('takes away the tile of somebody who left and keeps the others in their slots', () => {
    const before = tilesOf(start);
    const state = run(
      start,
      event('ParticipantJoined', 11, { participant: participant('zhao') }),
      event('PublicationAdded', 12, { publication: video('zhao') }),
      event('SlotAssigned', 12, { mid: '6', publication: 'zhao-face' }),
      event('ParticipantLeft', 13, { participantId: 'zhao', reason: 'left' }),
      event('SlotAssigned', 13, { mid: '6', publication: null }),
    );
    expect(tilesOf(state)).toEqual(before);
  });

  it('shows a person without a picture by name', () => {
    const state = run(start, event('ParticipantJoined', 11, { participant: participant('zhao') }));
    expect(tilesOf(state).find((tile) => tile.participant.id === 'zhao')).toMatchObject({ mid: null, publication: null });
  });

  it('shows an instrument of the own as what it is, beside the face, as long as it is sent', () => {
    const shown = run(
      start,
      event('PublicationAdded', 11, { publication: video('ayse') }),
      event('PublicationAdded', 12, { publication: video('ayse', 'screen') }),
      event('PublicationAdded', 13, { publication: video('ayse', 'exam') }),
    );
    expect(tilesOf(shown).filter((tile) => tile.self).map((tile) => [tile.publication?.feed ?? 'face', tile.feed])).toEqual([['exam', true], ['face', false]]);
    expect(stageKey(tilesOf(shown), [], null, null)).toBe('own-ayse-exam');
    const stopped = run(shown, event('PublicationChanged', 14, { publication: { ...video('ayse', 'exam'), muted: true } }));
    expect(tilesOf(stopped)).toEqual(tilesOf(start));
  });

  it('ignores an event that the answer to Join already contained', () => {
    expect(run(start, event('ParticipantLeft', 10, { participantId: 'liwei', reason: 'left' }))).toBe(start);
  });

  it('hears that it is over for this page alone, which carries the room’s latest number', () => {
    expect(run(start, event('Ended', 10, { reason: 'removed', by: 'liwei' }))).toMatchObject({ ended: 'removed', endedBy: 'liwei' });
    expect(run(start, event('Ended', 9, { reason: 'removed', by: 'liwei' }))).toBe(start);
  });

  it('takes an assignment that carries the number of the answer', () => {
    expect(run(start, event('SlotAssigned', 10, { mid: '6', publication: 'liwei-face' })).slots[2]?.publication).toBe('liwei-face');
  });

  it('takes speakers and link quality whatever their number', () => {
    const state = run(start, event('Speakers', 10, { participants: ['liwei'] }), event('LinkQuality', 10, { participantId: 'liwei', word: 'weak', score: 2 }));
    expect(state.speakers).toEqual(['liwei']);
    expect(state.links['liwei']?.word).toBe('weak');
  });

  it('keeps the answer of each person about being recorded', () => {
    const state = run(start, event('ConsentChanged', 11, { participantId: 'liwei', item: 'recording', granted: true }),
      event('ConsentChanged', 12, { participantId: 'ayse', item: 'recording', granted: false }));
    expect(state.participants.map((one) => one.recordingConsent)).toEqual(['refused', 'granted']);
  });

  it('shows a line of the chat once, even when it comes again after a new join', () => {
    const line = { id: 'l', participant: 'liwei', name: personOf('liwei').name, text: 'x', at: iso(1) };
    const before = run(start, event('Chat', 11, { line }));
    expect(fromReply({ ...reply, sequence: 12, chat: [line] }, before).chat).toEqual([line]);
    expect(fromReply({ ...reply, sequence: 12, chat: [] }, before).chat).toEqual([line]);
  });

  it('keeps strokes of each picture until that picture is wiped', () => {
    const state = run(start,
      event('Draw', 11, { participant: 'liwei', publication: 'liwei-face', points: [0, 0, 10_000, 10_000] }),
      event('Draw', 12, { participant: 'liwei', publication: 'ayse-face', points: [5, 5] }),
      event('Draw', 13, { participant: 'ayse', publication: 'liwei-face', points: [] }));
    expect(state.strokes).toEqual([{ number: 12, publication: 'ayse-face', points: [5, 5] }]);
  });

  it('knows how the session stands, from the answer to joining and from then on', () => {
    const stands = { startedAt: iso(0), limitMs: 1_800_000, ranLong: false, phone: '0990-555-0100', phoneAfterMs: 60_000, phoneOffered: false };
    const joined = fromReply({ ...reply, session: stands }, null);
    expect(joined.session).toEqual(stands);
    const long = run(joined, event('SessionChanged', 11, { session: { ...stands, ranLong: true } }));
    expect(long.session?.ranLong).toBe(true);
    expect(run(long, event('SessionChanged', 11, { session: stands })).session?.ranLong).toBe(true);
  });

  it('knows that it has ended, and why', () => {
    expect(run(start, event('Ended', 11, { reason: 'replaced' })).ended).toBe('replaced');
  });
});

describe('the stage', () => {
  const tiles = tilesOf(run(start, event('ParticipantJoined', 11, { participant: participant('zhao') }),
    event('PublicationAdded', 12, { publication: video('zhao') }), event('SlotAssigned', 12, { mid: '6', publication: 'zhao-face' })));

  it('belongs to whom the person chose', () => {
    expect(stageKey(tiles, ['liwei'], '6', '5')).toBe('6');
  });
  it('belongs to the speaker otherwise, and stays when they fall silent', () => {
    expect(stageKey(tiles, ['zhao'], null, '5')).toBe('6');
    expect(stageKey(tiles, [], null, '6')).toBe('6');
  });
  it('belongs to a shared screen before any speaker', () => {
    const state = run(start, event('PublicationAdded', 11, { publication: video('liwei', 'screen') }), event('SlotAssigned', 11, { mid: '6', publication: 'liwei-screen' }));
    expect(stageKey(tilesOf(state), ['liwei'], null, '5')).toBe('6');
  });
  it('is left by a speaker who is the person themselves', () => {
    expect(stageKey(tiles, ['ayse'], null, '5')).toBe('5');
  });
  it('is the own picture when nobody else is there', () => {
    expect(stageKey(tiles.filter((tile) => tile.self), [], null, null)).toBe('self');
  });
});
