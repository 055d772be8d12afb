import { RoomSession } from './session';

/** The one room this page is in, or is about to enter. */
let current: RoomSession | null = null;

/** The session that was prepared for a consult, or a new one that is prepared now. */
export function sessionOf(consultId: string): RoomSession {
  if (current?.consultId === consultId && current.phase.value !== 'left') return current;
  void current?.leave();
  current = new RoomSession(consultId);
  current.prepare();
  return current;
}

/** Gives up a session that nobody joined. */
export function giveUp(session: RoomSession): void {
  if (session.phase.value === 'idle' || session.phase.value === 'failed') void session.leave();
}
