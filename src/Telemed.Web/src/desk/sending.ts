import { signal } from '@preact/signals';
import type { Consult } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { keepOutbox, loadOutbox, maySubmitAlone, type Waiting } from './drafts';

/** Requests that wait in this browser for the line to come back. */
export const outbox = signal<readonly Waiting[]>([]);

export function openOutbox(personId: string): void {
  outbox.value = loadOutbox(personId);
}

/** Creates and, if wanted, submits; the id of a created draft is kept so that a second try goes on from there. */
export async function sendOne(waiting: Waiting, submit: boolean): Promise<Consult> {
  let consult: Consult;
  if (waiting.consultId) consult = await api.consult(waiting.consultId);
  else {
    consult = await api.createConsult(waiting.request);
    waiting.consultId = consult.id;
  }
  return submit && consult.state === 'draft' ? api.submit(consult.id) : consult;
}

export function enqueue(personId: string, waiting: Waiting): void {
  outbox.value = [...outbox.value.filter((one) => one.commandId !== waiting.commandId), waiting];
  keepOutbox(personId, outbox.value);
}

/** Takes a request out of the queue, so that a person can look at it again. */
export function takeBack(personId: string, commandId: string): Waiting | null {
  const found = outbox.value.find((one) => one.commandId === commandId) ?? null;
  outbox.value = outbox.value.filter((one) => one.commandId !== commandId);
  keepOutbox(personId, outbox.value);
  return found;
}

let flushing = false;

/** Sends what waits, oldest first, and stops at the first sign that the line is still down. */
export async function flush(personId: string): Promise<number> {
  if (flushing) return 0;
  flushing = true;
  let sent = 0;
  try {
    for (const waiting of [...outbox.value]) {
      await sendOne(waiting, maySubmitAlone(waiting, Date.now()));
      sent += 1;
      outbox.value = outbox.value.filter((one) => one.commandId !== waiting.commandId);
      keepOutbox(personId, outbox.value);
    }
  } catch (error) {
    // Anything but a lost line would be refused again and again; the request stays for a person to look at.
    if (!(error instanceof Problem)) throw error;
    keepOutbox(personId, outbox.value);
  } finally {
    flushing = false;
  }
  return sent;
}
