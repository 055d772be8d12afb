import { signal } from '@preact/signals';
import type { Me, Service } from '../api/contracts';
import * as api from '../api/telemed';
import { whenSignedOut } from '../api/http';
import { learn } from '../time/serverClock';
import { Problem } from '../api/problem';
import { forget, remembered, store } from './preferences';
import { route } from './router';

/** Who is signed in; `undefined` until the server has said. */
export const person = signal<Me | null | undefined>(undefined);
export const services = signal<readonly Service[]>([]);

// Nobody is thrown out of a running consult because a session ran out; the next page asks for the password.
whenSignedOut(() => {
  if (route.peek().page !== 'room') person.value = null;
});

async function timed(ask: () => Promise<Me>): Promise<Me> {
  const asked = Date.now();
  const me = await ask();
  learn(me.serverTime, asked, Date.now());
  return me;
}

/**
 * Asks who is signed in. A server that does not answer leaves the page as it was; a page that starts without a line
 * goes on as the person who used it last, who can then write requests and nothing more.
 */
export async function resume(): Promise<void> {
  try {
    enter(await timed(api.me));
    await loadServices();
  } catch (error) {
    const offline = error instanceof Problem && error.offline;
    if (offline && !person.value) services.value = remembered<Service[]>('services') ?? [];
    person.value ??= (offline ? remembered<Me>('person') : null) ?? null;
  }
}

function enter(me: Me): void {
  person.value = me;
  store('person', JSON.stringify(me));
}

export async function signIn(user: string, password: string, code?: string): Promise<void> {
  const me = await timed(() => api.signIn(user, password, code));
  enter(me);
  if (!me.secondFactorMissing) await loadServices();
}

/** A second factor was confirmed or ended; from then on nothing is missing. */
export async function factorChanged(): Promise<void> {
  enter(await timed(api.me));
  await loadServices();
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } finally {
    forget('person');
    person.value = null;
    location.hash = '#/';
  }
}

/** Measures the server's time again; a clinic computer's clock drifts. */
export async function measureTime(): Promise<void> {
  await timed(api.me).catch(() => undefined);
}

async function loadServices(): Promise<void> {
  const fresh = await api.services().catch(() => null);
  if (!fresh) return;
  services.value = fresh;
  store('services', JSON.stringify(fresh));
}

export function isSpecialist(me: Me): boolean {
  return me.roles.includes('specialist');
}

export function worksOnQueue(me: Me): boolean {
  return !mayRequest(me) && !isSpecialist(me)
    && me.roles.some((role) => role === 'dispatcher' || role === 'qualityReviewer' || role === 'recordsOfficer');
}

/** Those who keep the network and see no case. */
export function keepsNetwork(me: Me): boolean {
  return !mayRequest(me) && !isSpecialist(me) && !worksOnQueue(me) && !oversees(me) && me.roles.includes('administrator');
}

/** Those who run the platform and see no case. */
export function operates(me: Me): boolean {
  return me.roles.includes('operator');
}

/** Those who oversee and see no case. */
export function oversees(me: Me): boolean {
  return !mayRequest(me) && !isSpecialist(me) && (me.roles.includes('privacyOfficer') || me.roles.includes('regulator'));
}

/** Those who look on at what is open for teaching, and do nothing else. */
export function looksOn(me: Me): boolean {
  return me.roles.length === 1 && me.roles[0] === 'trainee';
}

/** Those who learn, treat or review read the case library. */
export function readsLibrary(me: Me): boolean {
  return me.roles.some((role) => role === 'trainee' || role === 'requestingDoctor' || role === 'specialist' || role === 'qualityReviewer');
}

export function mayRequest(me: Me): boolean {
  return me.roles.includes('requestingDoctor') || me.roles.includes('nurse');
}
