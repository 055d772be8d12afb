import { signal } from '@preact/signals';
import type { Availability, ConsultRow, Me, Ring, SiteProbe } from '../api/contracts';
import * as api from '../api/telemed';
import { mayRequest, measureTime, person, resume, worksOnQueue } from '../app/session';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { toast } from '../ui/toasts';
import { DeskHub } from './deskHub';
import { flush, openOutbox } from './sending';
import { answerProbe } from './siteProbe';
import { availabilityMeaning } from './words';

/** What concerns a signed-in person outside a room. */
export const rows = signal<readonly ConsultRow[] | null>(null);
export const own = signal<Availability | null>(null);
export const others = signal<readonly Availability[]>([]);
export const rings = signal<readonly Ring[]>([]);
/** The links of the houses before their appointments, for those who ask or arrange. */
export const probes = signal<readonly SiteProbe[]>([]);
/** Null until the first attempt has ended. */
export const online = signal<boolean | null>(null);
/** Grows whenever a consult changed; with its id. */
export const changed = signal<{ id: string; count: number }>({ id: '', count: 0 });

/** Those who arrange or review work on the queue; everybody else on what is theirs. */
const viewOf = (me: Me | null | undefined) => (me && worksOnQueue(me) ? 'queue' : 'mine');

const seesProbes = (me: Me) => mayRequest(me) || me.roles.includes('dispatcher');

let hub: DeskHub | null = null;
let count = 0;

function notice(id: string): void {
  changed.value = { id, count: ++count };
}

/** Of two views of one doctor the newer; of equally old ones the later heard, for the hour changes what a doctor does too. */
function newer(known: Availability | null | undefined, heard: Availability): Availability {
  return known && known.personId === heard.personId && known.version > heard.version ? known : heard;
}

const mergedOthers = (heard: readonly Availability[]) => {
  const known = new Map(others.peek().map((one) => [one.personId, one]));
  return heard.map((one) => newer(known.get(one.personId), one));
};

async function read(): Promise<void> {
  const me = person.peek();
  const [list, presence, links] = await Promise.allSettled([
    api.consults(viewOf(me)), api.availability(), me && seesProbes(me) ? api.siteProbes() : Promise.resolve([]),
  ]);
  if (person.peek()?.id !== me?.id) return;
  if (list.status === 'fulfilled') rows.value = list.value;
  if (links.status === 'fulfilled') probes.value = links.value;
  if (presence.status === 'fulfilled') {
    own.value = presence.value.me && newer(own.peek(), presence.value.me);
    others.value = mergedOthers(presence.value.others);
  }
}

let reading: Promise<void> | null = null;
let readAgain = false;

/** Reads the lists; asked while it reads, it reads once more: never two at once, of which the older might end last. */
export function refresh(): Promise<void> {
  readAgain = reading !== null;
  reading ??= (async () => {
    do {
      readAgain = false;
      await read();
    } while (readAgain);
    reading = null;
  })();
  return reading;
}

export async function openDesk(me: Me): Promise<void> {
  openOutbox(me.id);
  hub = new DeskHub({
    ring: (ring) => {
      rings.value = [...rings.value.filter((one) => one.offer.id !== ring.offer.id), ring];
    },
    ringStopped: (stopped) => {
      dropRing(stopped.offerId);
      if (stopped.reason === 'cancelled' || stopped.reason === 'withdrawn') toast(t('ring.stopped'));
      void refresh();
    },
    queueChanged: (change) => {
      notice(change.consultId);
      void refresh();
    },
    probeWanted: (wanted) => void answerProbe(wanted.consultId, Date.parse(wanted.until)),
    glassBroken: (opened) => notice(opened.consultId),
    availabilityChanged: ({ availability }) => {
      if (availability.personId === me.id) own.value = newer(own.peek(), availability);
      else others.value = others.value.map((one) => (one.personId === availability.personId ? newer(one, availability) : one));
    },
    connected: (up) => void lineChanged(me, up),
  });
  void hub.start();
  await refresh();
}

async function lineChanged(me: Me, up: boolean): Promise<void> {
  const before = online.value;
  online.value = up;
  if (!up) {
    if (before) announce(t('line.down'));
    // A refused connection may mean that the session has ended, not that the line is down.
    await resume();
    return;
  }
  if (before === false) announce(t('line.up'));
  const sent = await flush(me.id);
  if (sent > 0) toast(t('outbox.sent', { count: sent }));
  if (before !== null) await measureTime();
  await refresh();
  notice('');
}

export async function closeDesk(): Promise<void> {
  const closing = hub;
  hub = null;
  rows.value = null;
  own.value = null;
  rings.value = [];
  probes.value = [];
  online.value = null;
  await closing?.stop();
}

export function dropRing(offerId: string): void {
  rings.value = rings.value.filter((one) => one.offer.id !== offerId);
}

/** Switches at once and goes back, with the reason, when the server refuses. */
export async function setAvailable(available: boolean): Promise<void> {
  const before = own.value;
  const whenFree = available ? 'available' : 'off';
  // Who is bound to a consult stays so, but for who has done with writing up.
  const isBound = before && (before.state === 'ringing' || before.state === 'inConsult' || (before.state === 'wrapUp' && !available));
  if (before) own.value = { ...before, whenFree, state: isBound ? before.state : whenFree };
  try {
    own.value = newer(own.peek(), await api.setAvailable(available));
    announce(isBound ? availabilityMeaning(own.peek()) : t(available ? 'availability.on.said' : 'availability.off.said'));
  } catch (error) {
    own.value = before && newer(own.peek(), before);
    throw error;
  }
}

addEventListener('online', () => {
  const me = person.value;
  if (me) void flush(me.id).then(refresh);
});
