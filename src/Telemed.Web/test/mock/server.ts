import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type {
  Alarm, Audience, Availability, ChatLine, ConsentItem, Consult, ConsultRow, CopyDraft, Dependant, Glass, GuestConsult, JoinReply, KeptLine, LibraryCopy, Me, Offer, Ordered, Participant, Presentation, Publication, Preview, Recording, RecordingAsk, RecordingState, Sample, SessionState, SiteLink, SiteProbe, Slot,
} from '../../src/api/contracts';
import {
  alarmOf, consultOf, consultRoom, counts, fileOf, institutions, iso, keptOf, overviewOf, people, personOf, placesOf, services, siteHistoryOf,
} from './data';
import { HubClient, upgrade } from './hub';
import { qrSvg } from './qr';

/** What stands in for the relay: it answers an offer. */
export type Answerer = (offerSdp: string, publications: readonly Publication[]) => Promise<string>;

interface RoomClient {
  user: string;
  hub: HubClient;
  joined: boolean;
}

interface Room {
  clients: Set<RoomClient>;
  sequence: number;
  participants: Participant[];
  publications: Publication[];
  recording: RecordingState;
  joins: number;
  /** How many lines the last offer of who looks on would send. */
  sent: number;
  presentation: Presentation | null;
  session: SessionState | null;
  /** Those who look on, as who gives the word knows them. */
  audience: Audience;
  /** As what who signs in enters. */
  ownRole: Participant['role'];
  recordingAsk: RecordingAsk | null;
  recordingAnswer: boolean | null;
  /** How the last who said so hears the interpreter. */
  mix: string;
  /** Of what a still was asked for last. */
  still: string;
  /** What was written, by the name of its message; and a refusal of the next line. */
  chat: Map<string, ChatLine>;
  chatRefusal: string | null;
  /** Whether the answer to the next line gets lost with the connection. */
  losesChatAnswer: boolean;
  /** Who was last removed by another. */
  removed: string;
  /** Whose voice was last muted by another. */
  muted: string;
  /** Which hub methods were called, and which kinds of publications were last told to be muted. */
  calls: string[];
  told: Record<string, boolean>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8', '.webm': 'video/webm',
};
const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob: mediastream:; " +
  "connect-src 'self'; worker-src 'self' blob:; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";


class Refused extends Error {
  constructor(readonly status: number, readonly code: string, readonly more: object = {}, readonly headers: Record<string, string> = {}) {
    super(code);
  }
}

/**
 * The server's contract, played by a few hundred lines in memory, for the page's own tests. It knows three people and
 * whatever consults a test puts into it; it is no model of what the real deciders allow.
 */
export class MockServer {
  readonly consults = new Map<string, Consult>();
  readonly recordings = new Map<string, Recording>();
  readonly previews = new Map<string, Preview>();
  readonly rooms = new Map<string, Room>();
  /** Chats that are longer than what a case's view shows of them. */
  readonly chats = new Map<string, readonly KeptLine[]>();
  readonly availability = new Map<string, Availability>();
  readonly requests: string[] = [];
  answer: Answerer = () => Promise.reject(new Error('no relay'));
  /** Answers one of the two offers of a measurement. */
  check: (offer: string) => Promise<string> = () => Promise.reject(new Error('no relay'));
  /** The links of the houses, and what was reported of them. */
  probes: SiteProbe[] = [];
  readonly reported: SiteLink[] = [];
  /** Files of cases, by their id. */
  readonly attached = new Map<string, Buffer>();
  /** Under which ids stills were filed. */
  readonly stills: string[] = [];
  /** What GET /api/recordings/{id}/video gives. */
  video: Buffer | null = null;
  /** While true every request is cut off. */
  down = false;
  lockedOut = false;
  /** The channel and the time of the last appointment. */
  booked = '';
  glasses: Glass[] = [];
  library: LibraryCopy[] = [];
  /** What a copy of any case is made of. */
  copyDraft: CopyDraft | null = null;
  alarms: Alarm[] = [alarmOf()];
  /** The next answer about the network is made at once and sent when this is done. */
  holdOverview: Promise<void> | null = null;
  orders: Ordered[] = [];
  samples: Sample[] = [];
  guest: GuestConsult | null = null;
  /** The cases of the dependants on the guest's phone. */
  dependants: Dependant[] = [];
  readonly #http: Server;
  readonly #dist: string;
  readonly #sessions = new Map<string, string>();
  readonly #desk = new Set<{ user: string; hub: HubClient }>();
  readonly #rings: { user: string; offer: string; ring: { consult: Consult; expiresAt: string } }[] = [];
  readonly #sockets = new Set<import('node:stream').Duplex>();

  private constructor(dist: string) {
    this.#dist = dist;
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.down) socket.destroy();
      else upgrade(request, socket, head, (ws) => this.#connected(request, ws));
    });
    for (const user of ['liwei', 'zhao']) {
      const person = personOf(user);
      this.availability.set(user, {
        personId: person.id, name: person.name, title: person.title, institution: person.institution,
        services: people[user]?.services ?? [], version: 0, state: 'off', whenFree: 'off', until: null,
      });
    }
  }

  static async start(dist: string): Promise<MockServer> {
    const server = new MockServer(dist);
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Forgets everything but who is signed in. */
  clear(): void {
    this.consults.clear();
    this.recordings.clear();
    this.orders = [];
    this.samples = [];
    this.attached.clear();
    this.rooms.clear();
    this.chats.clear();
    this.#rings.length = 0;
    this.requests.length = 0;
    this.probes = [];
    this.dependants = [];
    this.reported.length = 0;
    this.lockedOut = false;
  }

  put(consult: Consult): void {
    this.consults.set(consult.id, consult);
    this.#queueChanged(consult);
  }

  /** Asks a person's page to measure its link. */
  wantProbe(user: string, consult: string): void {
    for (const desk of this.#desk) if (desk.user === user) desk.hub.send('ProbeWanted', { consultId: consult, until: iso(Date.now() + 60_000) });
  }

  setOff(user: string): void {
    this.setAvailability(user, { state: 'off', whenFree: 'off', until: null });
  }

  /** Says what a specialist does, to their own desk too. */
  setAvailability(user: string, now: Pick<Availability, 'state' | 'whenFree' | 'until'>): void {
    const before = this.availability.get(user);
    if (!before) return;
    const availability = { ...before, ...now, version: before.version + 1 };
    this.availability.set(user, availability);
    for (const desk of this.#desk) if (desk.user === user) desk.hub.send('AvailabilityChanged', { availability });
  }

  goDown(): void {
    this.down = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  ring(user: string, consult: Consult, offer: Offer, forMs: number): void {
    const ring = { offer, consult: this.#view(consult, user), summary: consult.summary, expiresAt: iso(Date.now() + forMs) };
    this.#rings.push({ user, offer: offer.id, ring });
    for (const desk of this.#desk) if (desk.user === user) desk.hub.send('Ring', ring);
  }

  room(id: string): Room {
    let room = this.rooms.get(id);
    if (!room) {
      room = {
        clients: new Set(), sequence: 0, participants: [], publications: [], presentation: null, session: null, audience: { count: 0, hands: 0, people: [], word: null }, ownRole: 'requester', recordingAsk: null, recordingAnswer: null, mix: 'both', still: '', removed: '', muted: '', joins: 0, sent: 0, calls: [], told: {}, chat: new Map(), chatRefusal: null, losesChatAnswer: false,
        recording: { id: null, state: 'off', since: iso(Date.now()), recordedMs: 0, waitingFor: [], waitsForPatient: false, progress: null },
      };
      this.rooms.set(id, room);
    }
    return room;
  }

  tell(id: string, event: string, body: object): void {
    const room = this.room(id);
    room.sequence += 1;
    for (const client of room.clients) if (client.joined) client.hub.send(event, { sequence: room.sequence, ...body });
  }

  /** Each hears of those who look on what they may know; it carries the room's latest number. */
  tellAudience(id: string): void {
    const room = this.room(id);
    for (const client of room.clients) {
      if (client.joined) client.hub.send('AudienceChanged', { sequence: room.sequence, audience: audienceFor(room, client.user) });
    }
  }

  /** Cuts the room's connections, as a lost line does. */
  dropRoom(id: string): void {
    for (const client of this.room(id).clients) client.hub.drop();
  }

  // --- HTTP ---

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://mock');
    response.setHeader('Content-Security-Policy', policy);
    if (this.down) {
      request.socket.destroy();
      return;
    }
    try {
      if (url.pathname.startsWith('/api/recordings/') && url.pathname.endsWith('/video')) this.#video(request, response);
      else if (url.pathname.includes('/attachments')) await this.#attachment(request, response, url.pathname.slice(5).split('/'));
      else if (/^\/api\/(library|consults)\/[^/]+\/(copy\/)?files\//.test(url.pathname)) {
        response.setHeader('Content-Type', 'image/png');
        response.end(this.attached.get(url.pathname.split('/').pop() ?? '') ?? fail(404, 'not-found'));
      } else if (url.pathname.startsWith('/api/')) {
        this.requests.push(`${request.method} ${url.pathname}`);
        const body = await readBody(request);
        const result = await this.#api(request, response, url.pathname.slice(5).split('/'), body);
        json(response, result === undefined ? 204 : request.method === 'POST' && url.pathname === '/api/consults' ? 201 : 200, result);
      } else if (url.pathname === '/healthz') json(response, 200, {});
      else if (url.pathname.endsWith('/negotiate')) {
        json(response, 200, {
          negotiateVersion: 1, connectionId: 'c', connectionToken: 't',
          availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }],
        });
      } else await this.#file(url.pathname, response);
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused(500, 'unknown', { detail: String(error) });
      for (const [key, value] of Object.entries(refused.headers)) response.setHeader(key, value);
      json(response, refused.status, { type: `https://telemed.invalid/problems/${refused.code}`, code: refused.code, ...refused.more });
    }
  }

  /** A file comes as it is, not as JSON, and goes as it came. */
  async #attachment(request: IncomingMessage, response: ServerResponse, [, id = '', , file]: string[]): Promise<void> {
    const user = this.#userOf(request) ?? fail(401, 'signed-out');
    const consult = this.consults.get(id) ?? fail(404, 'not-found');
    if (request.method === 'GET') {
      response.setHeader('Content-Type', consult.attachments.find((one) => one.id === file)?.mediaType ?? 'application/octet-stream');
      response.end(this.attached.get(file ?? '') ?? fail(404, 'not-found'));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    if (file) {
      const { x, y, red, green, blue } = JSON.parse(bytes.toString('utf8')) as { x: number; y: number; red: number; green: number; blue: number };
      const card = { by: personOf(user), at: iso(Date.now()), x, y, red, green, blue };
      this.put({ ...consult, attachments: consult.attachments.map((one) => (one.id === file ? { ...one, card } : one)), version: consult.version + 1 });
      json(response, 200, this.#view(this.consults.get(id) as Consult, user));
      return;
    }
    const mediaType = bytes.subarray(1, 4).toString() === 'PNG' ? 'image/png' : bytes[0] === 0xff && bytes[1] === 0xd8 ? 'image/jpeg' : null;
    if (!mediaType) throw new Refused(409, 'refused', { reason: 'file-kind' });
    const name = decodeURIComponent(String(request.headers['x-telemed-name']));
    const kept = `file-${this.attached.size + 1}`;
    this.attached.set(kept, bytes);
    const still = request.headers['x-telemed-still'] ? { feed: 'face' as const, of: personOf(user), askedBy: personOf('liwei'), withCard: true } : null;
    const attachment = fileOf(kept, { name, mediaType, size: bytes.length, by: personOf(user), still });
    if (still) this.stills.push(String(request.headers['x-telemed-still']));
    this.put({ ...consult, attachments: [...consult.attachments, attachment], version: consult.version + 1 });
    json(response, 200, this.#view(this.consults.get(id) as Consult, user));
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const name = path === '/' ? '/index.html' : path;
    const bytes = await readFile(join(this.#dist, name)).catch(() => null);
    if (!bytes) throw new Refused(404, 'not-found');
    response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream');
    response.end(bytes);
  }

  #video(request: IncomingMessage, response: ServerResponse): void {
    const bytes = this.video;
    if (!bytes) throw new Refused(404, 'not-found');
    const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
    const from = range ? Number(range[1]) : 0;
    const to = range?.[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
    response.writeHead(range ? 206 : 200, {
      'Content-Type': 'video/webm', 'Accept-Ranges': 'bytes', 'Content-Length': to - from + 1,
      ...(range ? { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` } : {}),
    });
    response.end(bytes.subarray(from, to + 1));
  }

  async #api(request: IncomingMessage, response: ServerResponse, path: string[], body: Record<string, unknown>): Promise<unknown> {
    if (request.method !== 'GET' && request.headers['x-telemed'] !== '1') throw new Refused(403, 'forbidden');
    if (path[0] === 'session') return this.#session(request, response, body);
    if (path[0] === 'guest') return this.#guest(path[1], body);
    const user = this.#userOf(request);
    if (!user) throw new Refused(401, 'signed-out');
    switch (path[0]) {
      case 'me': return this.#me(user);
      case 'services': return services;
      case 'institutions': return institutions;
      case 'glasses': return this.glasses;
      case 'counts': return counts;
      case 'operator': return this.#operator(user, path, body, new URL(request.url ?? '/', 'http://mock').searchParams);
      case 'sites': return this.probes;
      case 'library': return this.#inLibrary(user, path, body);
      case 'check': return this.#check(request.method ?? 'GET', path[2], body);
      case 'availability': return this.#availability(user, path, body);
      case 'orders': return this.orders;
      case 'samples': return this.samples;
      case 'recordings': return (path[2] === 'preview.json' ? this.previews : this.recordings).get(path[1] ?? '') ?? fail(404, 'not-found');
      case 'consults': return this.#consults(request.method ?? 'GET', user, path, body);
      default: throw new Refused(404, 'not-found');
    }
  }

  async #operator(user: string, [, part, id = '']: string[], body: Record<string, unknown>, query: URLSearchParams): Promise<unknown> {
    if (!people[user]?.roles.includes('operator')) throw new Refused(403, 'forbidden');
    switch (part) {
      case 'overview': {
        const answer = overviewOf(this.alarms);
        const held = this.holdOverview;
        this.holdOverview = null;
        await held;
        return answer;
      }
      case 'sites': return siteHistoryOf(id, query.get('from') ?? '', query.get('until') ?? '');
      case 'alarms': {
        if (!id) return this.alarms;
        const taken = { acknowledgedAt: iso(Date.now()), acknowledgedBy: personOf(user).name, note: (body['note'] as string | undefined) ?? null };
        this.alarms = this.alarms.map((one) => (one.id === id ? { ...one, ...taken } : one));
        return this.alarms.find((one) => one.id === id) ?? fail(404, 'not-found');
      }
      default: throw new Refused(404, 'not-found');
    }
  }

  #inLibrary(user: string, [, id = '']: string[], body: Record<string, unknown>): unknown {
    if (!people[user]?.roles.some((role) => ['trainee', 'requestingDoctor', 'specialist', 'qualityReviewer'].includes(role))) throw new Refused(403, 'forbidden');
    if (id !== 'search') return this.library.find((one) => one.id === id) ?? fail(404, 'not-found');
    const words = String(body['words'] ?? '').split(' ').filter(Boolean);
    const found = this.library.filter((one) => (!body['service'] || one.service === body['service'])
      && words.every((word) => Object.values(one.text).some((part) => part.includes(word))));
    const from = Number(body['after'] ?? 0);
    return {
      items: found.slice(from, from + 10).map(({ text, files, ...facts }) => ({ ...facts, title: text.title, pictures: files.length })),
      next: found.length > from + 10 ? String(from + 10) : null,
    };
  }

  async #check(method: string, verb: string | undefined, body: Record<string, unknown>): Promise<unknown> {
    if (method === 'DELETE') return undefined;
    return verb === 'offer' ? { answerSdp: await this.check(String(body['offerSdp'])) } : { id: 'check-1', iceServers: [] };
  }

  #session(request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>): Me | undefined {
    if (request.method === 'DELETE') {
      this.#sessions.delete(cookieOf(request) ?? '');
      return undefined;
    }
    if (this.lockedOut) throw new Refused(429, 'locked-out', {}, { 'Retry-After': '600' });
    const user = String(body['user']);
    if (!people[user] || body['password'] !== 'secret') throw new Refused(401, 'sign-in-refused');
    const key = `${user}-${this.#sessions.size}`;
    this.#sessions.set(key, user);
    response.setHeader('Set-Cookie', `telemed.session=${key}; HttpOnly; SameSite=Strict; Path=/`);
    return this.#me(user);
  }

  /** One guest at a time, of the one consult that a test has put here. */
  #guest(verb: string | undefined, body: Record<string, unknown>): unknown {
    const visit = this.guest;
    if (!visit) throw new Refused(401, 'signed-out');
    if (verb === 'session' && body['identifier'] !== '010011') throw new Refused(409, 'refused', { reason: 'identifiers-differ' });
    if (verb === 'places') return placesOf(['liwei', 'zhao'], []);
    if (verb === 'dependants') return this.dependants;
    if (verb === 'switch') this.guest = { ...visit, consult: String(body['consult']) };
    if (verb === 'unbind') {
      this.dependants = [];
      this.guest = { ...visit, binding: null };
    }
    if (verb === 'schedule') {
      const whom = String(body['specialist']).replace('p-', '');
      this.booked = `${whom} ${body['startsAt']}`;
      this.guest = { ...visit, state: 'scheduled', startsAt: String(body['startsAt']), specialist: personOf(whom) };
    }
    if (verb === 'contract') {
      this.guest = { ...visit, contract: visit.contract && { ...visit.contract, status: body['signed'] ? 'inForce' : 'declined' }, mayCall: body['signed'] === true };
    }
    if (verb === 'alert') {
      const by = { ...visit.requester, name: { zh: '患者', en: 'Patient' } };
      this.guest = { ...visit, mayCall: false, alert: { at: iso(Date.now()), by, text: String(body['text']), answeredBy: null, answeredAt: null, answer: null, escalatedAt: null } };
    }
    if (verb === 'recordings') this.guest = { ...visit, recordings: visit.recordings.map((one) => ({ ...one, askedAt: iso(Date.now()), refused: null })) };
    if (verb === 'join') return { token: 'hana', hubUrl: `/hubs/consult?room=${visit.consult}`, room: visit.consult, iceServers: [], role: 'patient' };
    if (verb === 'consents') {
      const answered = { consult: 'consentConsult', recording: 'consentRecording', library: 'consentLibrary' }[body['item'] as 'consult' | 'recording' | 'library'];
      this.guest = { ...visit, [answered]: body['granted'] === true };
    }
    return this.guest;
  }

  #me(user: string): Me {
    return { ...(people[user] as (typeof people)[string]), serverTime: iso(Date.now()), secondFactor: false, secondFactorMissing: false };
  }

  #availability(user: string, path: string[], body: Record<string, unknown>) {
    const mine = this.availability.get(user) ?? null;
    if (path[1] === 'me' && mine) {
      const whenFree = body['available'] ? 'available' : 'off';
      const isBound = mine.state === 'ringing' || mine.state === 'inConsult' || (mine.state === 'wrapUp' && whenFree === 'off');
      this.availability.set(user, { ...mine, version: mine.version + 1, whenFree, ...(isBound ? {} : { state: whenFree, until: null }) });
      return this.availability.get(user);
    }
    return { me: mine, others: [...this.availability.values()].filter((one) => one !== mine) };
  }

  async #consults(method: string, user: string, path: string[], body: Record<string, unknown>): Promise<unknown> {
    const [, id, verb, detail] = path;
    if (!id) return method === 'POST' ? this.#create(user, body) : [...this.consults.values()].map((one) => this.#view(one, user));
    const consult = this.consults.get(id);
    if (!consult) throw new Refused(404, 'not-found');
    if (method === 'GET' && verb === 'places') {
      return placesOf(consult.specialist ? ['liwei'] : ['liwei', 'zhao'], consultRoom);
    }
    if (method === 'GET' && verb === 'slip') {
      return { startsAt: consult.startsAt, service: consult.service, specialist: consult.specialist, appointed: consult.appointed, qr: qrSvg(`${this.url}/#/consult/${id}/slip/${Date.parse(consult.startsAt ?? '') / 1_000}`) };
    }
    if (method === 'GET' && verb === 'copy') return this.copyDraft ?? fail(404, 'not-found');
    if (verb === 'release-copy' || verb === 'return-copy') {
      this.put({ ...consult, actions: [], copy: consult.copy && { ...consult.copy, status: verb === 'release-copy' ? 'released' : 'returned' } });
      return undefined;
    }
    if (method === 'GET' && verb === 'chat') return this.chats.get(id) ?? consult.chat.latest;
    if (method === 'GET') return verb ? fail(404, 'not-found') : this.#view(consult, user);
    if (verb === 'join') {
      return { token: user, hubUrl: `/hubs/consult?room=${id}`, room: id, iceServers: [], role: 'requester' };
    }
    if (verb === 'probe') {
      this.reported.push(body['link'] as SiteLink);
      return this.#view(consult, user);
    }
    if (verb === 'guests' && path[4]) {
      const binding = { at: iso(Date.now()), name: '阿依古丽', relation: 'child', endedAt: path[4] === 'unbind' ? iso(Date.now()) : null };
      this.put({ ...consult, guests: consult.guests.map((one) => (one.id === path[3] ? { ...one, binding } : one)), version: consult.version + 1 });
      return this.#view(this.consults.get(id) as Consult, user);
    }
    if (verb === 'recording') return this.#record(consult, detail ?? '');
    if (verb === 'guests') {
      const until = iso(Date.now() + 900_000);
      this.put({ ...consult, guests: [{ id: 'g-1', kind: body['kind'] as 'patient', name: null, state: 'open', until, usedAt: null, binding: null, reads: body['reads'] === true }] });
      const url = `${this.url}/#/guest/x.g-1.0a1b2c3d`;
      return { guest: 'g-1', url, qr: qrSvg(url), until, view: this.#view(this.consults.get(id) as Consult, user) };
    }
    this.put({ ...consult, ...this.#command(consult, user, verb ?? '', body), version: consult.version + 1 });
    return this.#view(this.consults.get(id) as Consult, user);
  }

  #create(user: string, body: Record<string, unknown>): Consult {
    const consult = consultOf({
      id: `c-${this.consults.size + 1}`, service: String(body['service']), urgency: body['urgency'] as Consult['urgency'],
      summary: String(body['summary']), summaryLine: String(body['summary']).slice(0, 60), patient: body['patient'] as Consult['patient'],
      requester: personOf(user), actions: ['submit', 'cancel'], timeline: [], submittedAt: null,
    });
    this.put(consult);
    return consult;
  }

  #command(consult: Consult, user: string, verb: string, body: Record<string, unknown>): Partial<Consult> {
    switch (verb) {
      case 'submit': return this.#submit(consult);
      case 'accept': return {
        state: consult.consents.length > 0 ? 'ready' : 'accepted', specialist: personOf(user),
        actions: consult.consents.length > 0 ? ['join', 'cancel'] : ['consent', 'cancel'], clock: null,
        offers: consult.offers.map((one) => ({ ...one, status: 'accepted', respondedAt: iso(Date.now()) })),
      };
      case 'decline': return {
        state: 'dispatching', clock: null,
        offers: consult.offers.map((one) => ({ ...one, status: 'declined', declineReason: String(body['reason']) })),
      };
      case 'consents': return {
        consents: [...consult.consents, {
          item: body['item'] as ConsentItem, subject: 'patient', person: null, granted: body['granted'] === true, method: 'spoken', witness: String(body['witness']),
          textVersion: String(body['textVersion']), language: String(body['language']), at: iso(Date.now()),
          guardian: null,
        }],
        actions: consult.actions.filter((one) => one !== 'consent'),
        ...(consult.state === 'accepted' ? { state: 'ready', actions: ['join', 'cancel'] } : {}),
      };
      case 'cancel': return { state: 'cancelled', actions: [], clock: null };
      case 'end':
        setTimeout(() => this.tell(consult.id, 'Ended', { reason: 'ended' }), 10);
        return { state: 'opinionPending', actions: ['opinion'], chat: keptOf([...this.room(consult.id).chat.values()]) };
      case 'opinion': return {
        opinion: {
          findings: String(body['findings']), advice: String(body['advice']), author: personOf(user),
          draftedAt: iso(Date.now()), signedAt: null, addenda: [],
        },
        actions: ['opinion', 'sign'],
      };
      case 'sign':
        if (body['password'] !== 'secret') throw new Refused(401, 'sign-in-refused');
        return { state: 'opinionSigned', actions: ['acknowledge'], opinion: consult.opinion && { ...consult.opinion, signedAt: iso(Date.now()) } };
      case 'acknowledge': return {
        state: 'acknowledged', actions: ['close'],
        acknowledgement: { adopted: body['adopted'] === true, note: (body['note'] as string) ?? null, at: iso(Date.now()), by: personOf(user) },
      };
      case 'close': return { state: 'closed', actions: [] };
      case 'schedule':
        this.booked = [body['via'], body['startsAt'], body['specialist'] ?? '-', ...(body['resources'] as string[])].join(' ');
        return {
          state: 'scheduled', startsAt: String(body['startsAt']),
          specialist: consult.specialist ?? personOf(String(body['specialist']).replace('p-', '')),
          appointed: consultRoom.filter((one) => (body['resources'] as string[]).includes(one.id)),
        };
      case 'teaching': return body['open']
        ? { teaching: { by: personOf(user), at: iso(Date.now()) }, actions: [...consult.actions.filter((one) => one !== 'openTeaching'), 'closeTeaching'] }
        : { teaching: null, actions: [...consult.actions.filter((one) => one !== 'closeTeaching'), 'openTeaching'] };
      case 'propose-copy': {
        const text = { title: String(body['title']), summary: String(body['summary']), findings: String(body['findings']), advice: String(body['advice']) };
        const at = text.findings.indexOf('13812345678');
        if (at >= 0) throw new Refused(409, 'refused', { reason: 'identifiers-left', errors: { findings: [`number:${at}:11`] } });
        const files = (body['files'] as string[]).map((id) => ({ id, mediaType: 'image/png' }));
        return {
          copy: { ...(this.copyDraft ?? fail(404, 'not-found')), status: 'proposed', authors: [personOf(user)], at: iso(Date.now()), text, files, reviewedBy: null, reviewedAt: null, reason: null, end: null, released: null },
          actions: ['withdrawCopy'],
        };
      }
      case 'withdraw-copy': return { copy: consult.copy && { ...consult.copy, status: 'withdrawn', end: 'takenOut', released: null }, actions: ['proposeCopy'] };
      case 'interpreter': return {
        interpretation: { language: String(body['language']), status: 'asked', by: personOf(user), at: iso(Date.now()), until: iso(Date.now() + 600_000), interpreter: null },
      };
      case 'answer-interpreting': return {
        actions: ['join', 'giveBackInterpreting'],
        interpretation: consult.interpretation && { ...consult.interpretation, status: body['accepted'] ? 'found' : 'declined', interpreter: personOf(user) },
      };
      case 'follow-up': return {
        aftermath: consult.aftermath && {
          ...consult.aftermath,
          followUp: { dueAt: String(body['dueAt']), by: personOf(user), note: (body['note'] as string) ?? null, draft: null },
        },
      };
      default: throw new Refused(404, 'not-found');
    }
  }

  #submit(consult: Consult): Partial<Consult> {
    const offer: Offer = {
      id: `o-${consult.id}`, specialist: personOf('liwei'), status: 'offered', hop: 1, notifiedAt: iso(Date.now()),
      respondedAt: null, joinedAt: null, declineReason: null, reason: 'nearest',
    };
    const offered = { ...consult, state: 'offered' as const, offers: [offer] };
    setTimeout(() => this.ring('liwei', offered, offer, 30_000), 20);
    return { ...offered, actions: ['consent', 'cancel'], clock: { kind: 'ring', dueAt: iso(Date.now() + 30_000) } };
  }

  #record(consult: Consult, verb: string): RecordingState {
    const room = this.room(consult.id);
    const state = ({ start: 'on', pause: 'paused', resume: 'on', stop: 'finalizing' } as const)[verb];
    if (!state) throw new Refused(404, 'not-found');
    const running = room.recording.state === 'on' ? Date.now() - Date.parse(room.recording.since) : 0;
    room.recording = { ...room.recording, id: 'r-1', state, since: iso(Date.now()), recordedMs: room.recording.recordedMs + running };
    this.tell(consult.id, 'RecordingChanged', { recording: room.recording });
    return room.recording;
  }

  #view<C extends ConsultRow>(consult: C, user: string): C {
    const id = people[user]?.id;
    const offered = (consult as unknown as Consult).offers?.some((one) => one.specialist.id === id);
    if (people[user]?.roles.includes('interpreter')) return { ...consult, mine: 'interpreter' };
    if (people[user]?.roles.includes('trainee')) {
      return { ...consult, mine: 'observer', actions: ['join'], summary: null, summaryLine: null, patient: null, patientLabel: null, consents: [], timeline: [] };
    }
    return { ...consult, mine: consult.requester.id === id ? 'requester' : offered || consult.specialist?.id === id ? 'specialist' : 'other' };
  }

  #queueChanged(consult: Consult): void {
    for (const desk of this.#desk) desk.hub.send('QueueChanged', { consultId: consult.id, state: consult.state, version: consult.version });
  }

  // --- Hubs ---

  #connected(request: IncomingMessage, socket: import('ws').WebSocket): void {
    const url = new URL(request.url ?? '/', 'http://mock');
    const user = url.pathname === '/hubs/desk' ? this.#userOf(request) : url.searchParams.get('access_token');
    if (!user) {
      socket.close();
      return;
    }
    if (url.pathname === '/hubs/desk') {
      const entry = { user, hub: new HubClient(socket, () => Promise.resolve(null), () => this.#desk.delete(entry)) };
      entry.hub.ready = () => {
        this.#desk.add(entry);
        // A ring that is open is told again to whoever connects.
        for (const { offer, ring } of this.#rings.filter((one) => one.user === user)) {
          const isOpen = this.consults.get(ring.consult.id)?.offers.some((one) => one.id === offer && one.status === 'offered');
          if (isOpen && Date.parse(ring.expiresAt) > Date.now()) entry.hub.send('Ring', ring);
        }
      };
      return;
    }
    const id = url.searchParams.get('room') ?? '';
    const room = this.room(id);
    const client: RoomClient = {
      user, joined: false,
      hub: new HubClient(socket, (method, argument) => this.#roomMethod(id, room, client, method, argument), () => room.clients.delete(client)),
    };
    room.clients.add(client);
  }

  async #roomMethod(id: string, room: Room, client: RoomClient, method: string, argument: Record<string, unknown>): Promise<unknown> {
    const person = personOf(client.user);
    room.calls.push(method);
    switch (method) {
      case 'SetPublication':
        room.told[argument['feed'] === 'screen' ? 'screen' : String(argument['kind'])] = argument['muted'] === true;
        return null;
      case 'Join': return this.#join(id, room, client, String(argument['offerSdp']));
      case 'Negotiate': return { answerSdp: await this.answer(String(argument['offerSdp']), room.publications) };
      case 'Consent':
        room.participants = room.participants.map((one) =>
          one.id === person.id ? { ...one, recordingConsent: argument['granted'] ? 'granted' : 'refused' } : one);
        this.tell(id, 'ConsentChanged', { participantId: person.id, item: 'recording', granted: argument['granted'] });
        return null;
      case 'Chat':
        return this.#write(id, room, client, argument);
      case 'Present':
        room.presentation = argument['file'] === null ? null : {
          participant: person.id, file: String(argument['file']), view: argument['view'] as Presentation['view'],
          pointer: (argument['pointer'] as Presentation['pointer']) ?? null, revision: Number(argument['revision']),
        };
        this.tell(id, 'Presented', { presentation: room.presentation });
        return null;
      case 'AskRecording':
        room.recordingAsk = { by: person.id, on: Boolean(argument['on']), at: iso(Date.now()) };
        this.tell(id, 'RecordingAsked', { ask: room.recordingAsk });
        return null;
      case 'AnswerRecording':
        room.recordingAsk = null;
        room.recordingAnswer = Boolean(argument['granted']);
        this.tell(id, 'RecordingAsked', { ask: null, answer: argument['granted'] ? 'switched' : 'declined', by: person.id });
        return null;
      case 'RaiseHand':
        room.audience.people = room.audience.people.map((one) => (one.id === person.id ? { ...one, handAt: argument['raised'] ? iso(Date.now()) : null } : one));
        this.tellAudience(id);
        return null;
      case 'GiveWord': {
        const whom = argument['participant'] as string | null;
        room.audience.word = whom === null ? null : { participant: whom, until: iso(Date.now() + Number(argument['seconds']) * 1_000) };
        if (whom !== null) room.audience.people = room.audience.people.map((one) => (one.id === whom ? { ...one, handAt: null } : one));
        this.tellAudience(id);
        return null;
      }
      case 'Mute':
        room.muted = String(argument['participant']);
        return null;
      case 'Remove':
        room.removed = String(argument['participant']);
        this.tell(id, 'ParticipantLeft', { participantId: room.removed, reason: 'removed' });
        return null;
      case 'Hold':
        room.participants = room.participants.map((one) => (one.id === person.id ? { ...one, heldSince: argument['on'] ? iso(Date.now()) : null } : one));
        this.tell(id, 'ParticipantChanged', { participant: room.participants.find((one) => one.id === person.id) });
        return null;
      case 'Still':
        room.still = String(argument['publication']);
        return null;
      case 'SetMix':
        room.mix = String(argument['mix']);
        return null;
      case 'Draw':
        this.tell(id, 'Draw', { participant: person.id, publication: argument['publication'], points: argument['points'] ?? [] });
        return null;
      default: return null;
    }
  }

  /** A line is kept once, however often its message comes. */
  #write(id: string, room: Room, client: RoomClient, argument: Record<string, unknown>): null {
    if (room.chatRefusal !== null) throw new Error(room.chatRefusal);
    const name = String(argument['messageId']);
    if (!room.chat.has(name)) {
      const person = personOf(client.user);
      const line = { id: `line-${room.chat.size}`, participant: person.id, name: person.name, text: String(argument['text']), at: iso(Date.now()) };
      room.chat.set(name, line);
      if (!room.losesChatAnswer) this.tell(id, 'Chat', { line });
    }
    if (room.losesChatAnswer) {
      room.losesChatAnswer = false;
      this.dropRoom(id);
    }
    return null;
  }

  async #join(id: string, room: Room, client: RoomClient, offerSdp: string): Promise<JoinReply> {
    const person = personOf(client.user);
    room.joins += 1;
    const looksOn = people[client.user]?.roles[0] === 'trainee';
    const own: Participant = { id: person.id, person, role: 'observer', recordingConsent: 'unanswered', joinedAt: iso(Date.now()), connected: true };
    if (looksOn) {
      room.sent = [...offerSdp.matchAll(/^a=sendonly/gm)].length;
      if (!room.audience.people.some((one) => one.id === person.id)) room.audience.people.push({ id: person.id, person, handAt: null });
    } else if (!room.participants.some((one) => one.id === person.id)) {
      room.participants.push({
        id: person.id, person, role: room.ownRole, recordingConsent: 'unanswered', joinedAt: iso(Date.now()), connected: true,
      });
    }
    const answerSdp = await this.answer(offerSdp, room.publications);
    client.joined = true;
    if (looksOn) this.tellAudience(id);
    return {
      answerSdp, self: person.id, participants: looksOn ? [...room.participants, own] : room.participants, publications: room.publications,
      audience: audienceFor(room, client.user),
      slots: slotsOf(room.publications, person.id, looksOn ? room.sent : 2), recording: room.recording, recordingAsk: room.recordingAsk, sequence: room.sequence, consultId: id, chat: looksOn ? [] : [...room.chat.values()], mix: 'both', presentation: room.presentation, session: room.session,
    };
  }

  #userOf(request: IncomingMessage): string | undefined {
    return this.#sessions.get(cookieOf(request) ?? '');
  }
}

/** Whoever gives the word knows everybody; the others know how many, and themselves. */
function audienceFor(room: Room, user: string): Audience {
  const { people: all, word } = room.audience;
  const leads = ['requestingDoctor', 'specialist'].includes(people[user]?.roles[0] ?? '');
  return {
    count: all.length, hands: all.filter((one) => one.handAt !== null).length, word,
    people: leads ? all : all.filter((one) => one.id === personOf(user).id),
  };
}

/** Behind the lines that send come three audio slots and six video slots; publications of others take them in order. */
export function slotsOf(publications: readonly Publication[], self: string, sent = 2): Slot[] {
  const others = (kind: 'audio' | 'video') => publications.filter((one) => one.participant !== self && one.kind === kind);
  const slots = (kind: 'audio' | 'video', from: number, count: number): Slot[] =>
    Array.from({ length: count }, (_, index) => ({ mid: String(from + index), kind, publication: others(kind)[index]?.id ?? null }));
  return [...slots('audio', sent, 3), ...slots('video', sent + 3, 6)];
}

function fail(status: number, code: string): never {
  throw new Refused(status, code);
}

function cookieOf(request: IncomingMessage): string | undefined {
  return /telemed\.session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
