// People of a region that eng/cluster has started: hub connections without media, as the page makes and keeps them.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const root = new URL('..', import.meta.url).pathname;
const { WebSocket } = createRequire(join(root, 'src/Telemed.Web/package.json'))('ws');
const end = '\u001e';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(holds, limitMs = 60_000) {
  const limit = performance.now() + limitMs;
  let found;
  while (!(found = await holds())) {
    if (performance.now() > limit) throw new Error(`It did not come about within ${limitMs / 1000} s: ${holds}`);
    await sleep(20);
  }
  return found;
}

/** A program's output; not awaited by blocking, since the people have to go on meanwhile. */
export const run = (program, words, options = {}) => new Promise((done, failed) => {
  const process = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  let text = '';
  process.stdout.on('data', (part) => { text += part; });
  process.on('error', failed);
  process.on('close', (code) => (code === 0 ? done(text) : failed(new Error(`${program} ${words.join(' ')} ended with ${code}.`))));
});

/** The region in a directory of eng/cluster. */
export class Region {
  constructor(directory) {
    this.directory = directory;
    this.port = Number(this.setting('port'));
    this.front = `http://127.0.0.1:${this.port}`;
    this.nodes = Array.from({ length: Number(this.setting('nodes')) }, (_, index) => String.fromCharCode(97 + index));
  }

  setting(name) {
    return readFileSync(join(this.directory, name), 'utf8').trim();
  }

  node(name, what) {
    return run(join(root, 'eng/cluster'), ['node', this.directory, name, what]);
  }

  database(what) {
    return run(join(root, 'eng/cluster'), ['database', this.directory, what]);
  }

  /** Rows of a question to the region's database, each a list of texts. */
  async ask(sql) {
    const text = await run('psql', ['-X', '-q', '-A', '-t', '-h', join(this.directory, 'socket'), '-U', 'telemed', '-d', 'telemed', '-c', sql]);
    return text.split('\n').filter(Boolean).map((line) => line.split('|'));
  }

  /** Consults by the node that runs their room. */
  async rooms() {
    const held = new Map(this.nodes.map((name) => [name, []]));
    for (const [consult, node] of await this.ask('SELECT consult, node FROM room_leases')) held.get(node).push(consult);
    return held;
  }

  /** So many doctors and specialists more, copies of two of the demonstration, with the same password; the specialists are on call. */
  async grow(count) {
    const copy = (id, user, to) => `
      INSERT INTO people (id, user_name, body)
        SELECT '${id}-' || n, '${to}.' || n, replace(replace(body, '"${id}"', '"${id}-' || n || '"'), '"${user}"', '"${to}.' || n || '"')
        FROM people, generate_series(1, ${count}) n WHERE id = '${id}' ON CONFLICT DO NOTHING;
      INSERT INTO sign_ins (person, password_hash, failures)
        SELECT '${id}-' || n, password_hash, 0 FROM sign_ins, generate_series(1, ${count}) n WHERE person = '${id}' ON CONFLICT DO NOTHING;
      INSERT INTO rota (person, service, from_at, until_at)
        SELECT '${id}-' || n, service, from_at, until_at FROM rota, generate_series(1, ${count}) n WHERE person = '${id}' ON CONFLICT DO NOTHING;`;
    await this.ask(`BEGIN; ${copy('p-liu-min', 'liu.min', 'doctor')} ${copy('p-zhao-wei', 'zhao.wei', 'specialist')}
      UPDATE network_version SET version = version + 1 WHERE id = 1; COMMIT;`);
  }

  /** So many consults, each accepted by a specialist of its own: { id, people: [doctor, specialist] }. */
  async consults(count) {
    await this.grow(count);
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const pairs = await eachOf(numbers, async (n) => [await Person.signIn(this, `doctor.${n}`), await Person.signIn(this, `specialist.${n}`)]);
    const specialists = new Map();
    await eachOf(pairs, async ([, specialist]) => {
      specialist.sitAtDesk();
      await until(async () => (await specialist.ask('PUT', '/api/availability/me', { available: true }).catch(() => null)) !== null);
      specialists.set(specialist.id, specialist);
    });
    return await eachOf(pairs, async ([doctor]) => await doctor.meet(specialists));
  }
}

/** A few at a time: what is measured is not how fast they come. */
async function eachOf(list, work) {
  const results = [];
  let next = 0;
  await Promise.all(Array.from({ length: 6 }, async () => {
    while (next < list.length) {
      const index = next++;
      results[index] = await work(list[index]);
    }
  }));
  return results;
}

export class Person {
  /** Moments (performance.now) at which the room was entered, and at which it was said to have moved. */
  joins = [];
  moves = [];
  /** Milliseconds from the word that the room moved to being in the next one. */
  moved = [];
  /** States of the consult that were told. */
  states = [];
  #done = false;

  static async signIn(region, user) {
    const person = new Person();
    person.region = region;
    person.user = user;
    const answer = await fetch(`${region.front}/api/session`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-telemed': '1' }, body: JSON.stringify({ user, password: region.setting('password') }),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${user}: ${answer.status} ${body}`);
    person.id = JSON.parse(body).id;
    person.cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).filter((one) => one.startsWith('telemed.')).join('; ');
    return person;
  }

  /** Status and body of an answer. */
  async send(method, path, body) {
    const answer = await fetch(this.region.front + path, {
      method, headers: { 'content-type': 'application/json', 'x-telemed': '1', cookie: this.cookie }, body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text && (answer.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : null };
  }

  async ask(method, path, body) {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  command(path, more = {}) {
    return this.ask('POST', path, { commandId: randomUUID(), ...more });
  }

  /** Asks for an emergency consult, which whoever is rung accepts. */
  async meet(specialists) {
    const { id } = await this.command('/api/consults', draft());
    await this.command(`/api/consults/${id}/consents`, {
      item: 'consult', subject: 'patient', granted: true, method: 'spoken', witness: 'bench', textVersion: '1', language: 'en',
    });
    await this.command(`/api/consults/${id}/submit`);
    const ring = await until(async () => (await this.ask('GET', `/api/consults/${id}`)).offers.find((one) => one.status === 'offered'));
    const specialist = specialists.get(ring.specialist.id);
    await specialist.command(`/api/consults/${id}/accept`, { offerId: ring.id });
    return { id, people: [this, specialist] };
  }

  /** At the desk, again and again: that is what counts as being there. */
  sitAtDesk() {
    const socket = new WebSocket(`${this.region.front.replace('http', 'ws')}/hubs/desk`, { headers: { cookie: this.cookie } });
    this.desk = socket;
    socket.on('open', () => socket.send(`{"protocol":"json","version":1}${end}`));
    const ping = setInterval(() => socket.readyState === 1 && socket.send(`{"type":6}${end}`), 5_000);
    socket.on('error', () => undefined);
    socket.on('close', () => { clearInterval(ping); if (!this.#done) setTimeout(() => this.sitAtDesk(), 200); });
  }

  /** In the room, and back in it after every break, as the page does; once in it, agrees to be recorded. */
  async stayIn(consult) {
    while (!this.#done) {
      try {
        const permit = await this.ask('POST', `/api/consults/${consult}/join`, { device: 'bench' });
        await this.#visit(permit);
      } catch {
        await sleep(200);
      }
    }
  }

  leave() {
    this.#done = true;
    this.socket?.close();
    this.desk?.close();
  }

  /** Resolves when the room was left again, or is run elsewhere now. */
  #visit(permit) {
    return new Promise((resolve, reject) => {
      const url = new URL(permit.hubUrl, this.region.front);
      url.searchParams.set('access_token', permit.token);
      const socket = new WebSocket(String(url).replace('http', 'ws'), { handshakeTimeout: 5_000 });
      const ping = setInterval(() => socket.readyState === 1 && socket.send(`{"type":6}${end}`), 5_000);
      const say = (id, target, more) =>
        socket.send(JSON.stringify({ type: 1, invocationId: id, target, arguments: [{ messageId: randomUUID(), ...more }] }) + end);
      socket.on('open', () => {
        socket.send(`{"protocol":"json","version":1}${end}`);
        say('join', 'Join', { offerSdp: offer, device: 'bench' });
      });
      socket.on('message', (data) => {
        for (const message of String(data).split(end).filter(Boolean).map((text) => JSON.parse(text))) {
          if (message.type === 3 && message.error) reject(new Error(message.error));
          else if (message.type === 3 && message.invocationId === 'join') {
            this.#entered(socket);
            say('consent', 'Consent', { item: 'recording', granted: true, textVersion: '1', language: 'en' });
          } else if (message.target === 'Moved') {
            this.moves.push(performance.now());
            this.leaving = performance.now();
            resolve();
          } else if (message.target === 'ConsultChanged') this.states.push(message.arguments[0].state);
        }
      });
      socket.on('error', reject);
      socket.on('close', () => { clearInterval(ping); resolve(); });
    });
  }

  #entered(socket) {
    const before = this.socket;
    this.socket = socket;
    this.joins.push(performance.now());
    if (this.leaving) {
      this.moved.push(performance.now() - this.leaving);
      this.leaving = null;
    }
    before?.close();
  }
}

export const draft = () => ({
  service: 'cardiology', urgency: 'emergency', summary: 'bench', patient: { name: 'bench', sex: 'female', ageYears: 60, identifiers: [] },
});

const lines = ['audio sendonly', 'video sendonly', ...Array(3).fill('audio recvonly'), ...Array(6).fill('video recvonly')];
const offer = ['v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${lines.map((_, mid) => mid).join(' ')}`, 'a=msid-semantic: WMS',
  ...lines.flatMap((line, mid) => {
    const [kind, direction] = line.split(' ');
    const codecs = kind === 'audio'
      ? ['a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1']
      : ['a=rtpmap:96 VP8/90000', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli'];
    return [`m=${kind} 9 UDP/TLS/RTP/SAVPF ${kind === 'audio' ? 111 : 96}`, 'c=IN IP4 0.0.0.0', 'a=ice-ufrag:Ufr4', 'a=ice-pwd:abcdefghijklmnopqrstuvwx',
      `a=fingerprint:sha-256 ${[...Array(32).keys()].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')}`, 'a=setup:actpass', `a=mid:${mid}`,
      'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid', `a=${direction}`, 'a=rtcp-mux', ...codecs,
      ...(direction === 'sendonly' ? [`a=msid:- track-${mid}`, `a=ssrc:${1000 + mid} cname:bench`] : [])];
  }), ''].join('\r\n');
