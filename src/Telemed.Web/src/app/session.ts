import { signal } from '@preact/signals';
import type { Me, Service } from '../api/contracts';
import * as api from '../api/telemed';
import { whenSignedOut } from '../api/http';
import { learn } from '../time/serverClock';

/** Who is signed in; `undefined` until the server has said. */
export const person = signal<Me | null | undefined>(undefined);
export const services = signal<readonly Service[]>([]);

whenSignedOut(() => {
  person.value = null;
});

async function timed(ask: () => Promise<Me>): Promise<Me> {
  const asked = Date.now();
  const me = await ask();
  learn(me.serverTime, asked, Date.now());
  return me;
}

/** Asks who is signed in. A server that does not answer leaves the page as it was. */
export async function resume(): Promise<void> {
  try {
    person.value = await timed(api.me);
    await loadServices();
  } catch {
    person.value ??= null;
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  const me = await timed(() => api.signIn(user, password));
  person.value = me;
  await loadServices();
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } finally {
    person.value = null;
    location.hash = '#/';
  }
}

/** Measures the server's time again; a clinic computer's clock drifts. */
export async function measureTime(): Promise<void> {
  await timed(api.me).catch(() => undefined);
}

async function loadServices(): Promise<void> {
  services.value = await api.services().catch(() => services.value);
}

export function isSpecialist(me: Me): boolean {
  return me.roles.includes('specialist');
}

export function mayRequest(me: Me): boolean {
  return me.roles.includes('requestingDoctor') || me.roles.includes('nurse');
}
