// What a region does when parts of it go away: node bench-region.mjs CLUSTER_DIR TARGET PARTS
// Adds the figures of each part to TARGET. People are hub connections without media but where a part says so; what browsers see
// is asserted by media-tests/Telemed.Cluster.Tests.
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Region, draft, root, run, sleep, until } from './region-people.mjs';

const [directory, target, parts] = [process.argv[2], process.argv[3], process.argv[4].split(' ')];
const region = parts.includes('claims') ? null : new Region(directory);
const rows = (() => { try { return JSON.parse(readFileSync(target, 'utf8')); } catch { return []; } })();
const consults = Number(process.env.REGION_CONSULTS ?? 50);
const rounds = Number(process.env.REGION_ROUNDS ?? 4);

const add = (name, value, unit, goal = null, holds = true, spread = null) =>
  rows.push({ name, value: Math.round(value * 1000) / 1000, unit, goal, holds, spread });
const at = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const spread = (times, of) => `${(Math.min(...times) / 1000).toFixed(2)} to ${(Math.max(...times) / 1000).toFixed(2)} s, ${times.length} ${of}`;

function addTimes(name, times, of, goal = null) {
  add(`${name}, p50`, at(times, 0.5) / 1000, 's', null, true, spread(times, of));
  add(`${name}, p99`, at(times, 0.99) / 1000, 's', goal === null ? null : `<= ${goal}`, goal === null || at(times, 0.99) <= goal * 1000, spread(times, of));
}

/** How many facts of these kinds the database has. */
const facts = async (...types) => Number((await region.ask(
  `SELECT count(*) FROM events WHERE type IN (${types.map((one) => `'consult.${one}/1'`).join(', ')})`))[0][0]);

/** Everybody into their rooms. */
async function open(count) {
  const meetings = await region.consults(count);
  const stays = meetings.flatMap(({ id, people }) => people.map((one) => one.stayIn(id)));
  await until(() => meetings.every(({ people }) => people.every((one) => one.joins.length > 0)), 120_000);
  await until(async () => await facts('session-started') === count);
  return {
    meetings,
    async close() {
      meetings.forEach(({ people }) => people.forEach((one) => one.leave()));
      await Promise.all(stays);
    },
  };
}

/** Nodes are stopped as an operator updates them, one after the other, while people talk. */
async function rolling({ meetings }) {
  const before = { ended: await facts('session-ended'), interrupted: await facts('session-interrupted') };
  const people = meetings.flatMap((one) => one.people);
  const moves = people.map((one) => one.moved.length);
  const entries = people.map((one) => one.joins.length);
  const from = performance.now();
  for (const node of region.nodes) {
    await region.node(node, 'stop');
    await region.node(node, 'start');
  }
  const took = performance.now() - from;
  const times = people.flatMap((one, index) => one.moved.slice(moves[index]));
  const broken = people.reduce((sum, one, index) => sum + one.joins.length - entries[index], 0) - times.length;
  const live = Number((await region.ask("SELECT count(*) FROM consult_rows WHERE state = 'InSession'"))[0][0]);
  const name = `${region.nodes.length} nodes restarted one after the other during ${meetings.length} consults`;
  add(`${name}: consults ended`, await facts('session-ended') - before.ended, 'consults', '0', await facts('session-ended') === before.ended);
  add(`${name}: sessions interrupted`, await facts('session-interrupted') - before.interrupted, 'times', '0',
    await facts('session-interrupted') === before.interrupted);
  add(`${name}: consults in session after it`, live, 'consults', String(meetings.length), live === meetings.length);
  add(`${name}: connections that broke before the next room was entered`, broken, 'times', '0', broken === 0);
  addTimes(`${name}: from the word to being in the next room`, times, 'moves');
  add(`${name}: all of it`, took / 1000, 's');
}

/** The node with the most rooms is killed, again and again. */
async function failover({ meetings }) {
  const times = [];
  const ended = await facts('session-ended');
  for (let round = 0; round < rounds; round++) {
    const held = await region.rooms();
    const node = region.nodes.toSorted((a, b) => held.get(b).length - held.get(a).length)[0];
    const hit = meetings.filter(({ id }) => held.get(node).includes(id));
    const before = new Map(hit.flatMap(({ people }) => people.map((one) => [one, one.joins.length])));
    const from = performance.now();
    await region.node(node, 'kill');
    await until(() => [...before].every(([one, count]) => one.joins.length > count));
    times.push(...hit.map(({ people }) => Math.max(...people.map((one) => one.joins[before.get(one)])) - from));
    await region.node(node, 'start');
  }
  addTimes(`a node with ${Math.round(times.length / rounds)} of ${meetings.length} rooms is killed: both in the room again`, times, 'rooms', 10);
  const after = await facts('session-ended');
  add('a node is killed: consults ended', after - ended, 'consults', '0', after === ended);
}

/** The node with the most rooms goes on reaching people, but not the database; the others reach it. */
async function split({ meetings }) {
  // Who comes back to a room that was just taken over is asked of the database for ten seconds: that is another fault.
  await sleep(15_000);
  const ended = await facts('session-ended');
  const held = await region.rooms();
  const node = region.nodes.toSorted((a, b) => held.get(b).length - held.get(a).length)[0];
  const hit = meetings.filter(({ id }) => held.get(node).includes(id));
  const before = new Map(hit.flatMap(({ people }) => people.map((one) => [one, one.joins.length])));
  const from = performance.now();
  await region.node(node, 'cut');
  await until(() => [...before].every(([one, count]) => one.joins.length > count));
  const times = hit.map(({ people }) => Math.max(...people.map((one) => one.joins[before.get(one)])) - from);
  await region.node(node, 'mend');
  const name = `a node with ${hit.length} of ${meetings.length} rooms does not reach the database, which others reach`;
  addTimes(`${name}: both in a room of another node`, times, 'rooms', 10);
  const after = await facts('session-ended');
  add(`${name}: consults ended`, after - ended, 'consults', '0', after === ended);
  await until(async () => (await fetch(`http://127.0.0.1:${region.port + node.charCodeAt(0) - 96}/readyz/node`)).ok);
}

/** Consults with media and a recording: `telemed call` takes both people's places. */
async function recorded(count) {
  const meetings = await region.consults(count);
  for (const one of meetings) {
    one.call = (who) => run('dotnet', [process.env.TELEMED_CLI, 'call', '--url', region.front, '--user', who.user, '--consult', one.id,
      '--clip', join(root, 'artifacts/clips/clinic.webm')], { env: { ...process.env, TELEMED_PASSWORD: region.setting('password') } })
      .then((text) => JSON.parse(text));
    one.calls = one.people.map(one.call);
    const [doctor, specialist] = one.people;
    await until(async () => (await doctor.ask('GET', `/api/consults/${one.id}`)).state === 'inSession');
    await doctor.command(`/api/consults/${one.id}/consents`, {
      item: 'recording', subject: 'patient', granted: true, method: 'spoken', witness: 'bench', textVersion: '1', language: 'en',
    });
    await specialist.command(`/api/consults/${one.id}/recording/start`);
    one.recording = await until(async () => (await doctor.ask('GET', `/api/consults/${one.id}`)).recordings.find((row) => row.state === 'on')?.id);
  }
  return meetings;
}

/** Ends a consult; the manifest of its recording when that is sealed. */
async function sealed({ id, people: [doctor, specialist], recording }) {
  await specialist.command(`/api/consults/${id}/end`);
  await until(async () => (await doctor.ask('GET', `/api/recordings/${recording}`)).state === 'sealed', 120_000);
  return await doctor.ask('GET', `/api/recordings/${recording}/manifest`);
}

/** The database is away for a minute. */
async function database() {
  const away = Number(process.env.REGION_AWAY ?? 60);
  const meetings = await recorded(2);
  const [doctor] = meetings[0].people;
  await sleep(5_000);
  const stopped = Date.now();
  await region.database('stop');
  const refusals = [];
  while (Date.now() < stopped + away * 1000) {
    const from = performance.now();
    const body = { commandId: randomUUID(), ...draft() };
    const answer = await doctor.send('POST', '/api/consults', body).catch(() => null);
    refusals.push({ body, took: performance.now() - from, clear: answer?.status === 503 && answer.body?.code === 'database-away' });
    await sleep(2_000);
  }
  await region.database('start');
  const started = Date.now();
  // What was refused is sent again as it was, twice, as a page does that got no answer.
  const last = refusals.at(-1).body;
  const first = await until(async () => (await doctor.ask('POST', '/api/consults', last).catch(() => null))?.id);
  const back = Date.now() - started;
  const again = (await doctor.ask('POST', '/api/consults', last)).id;
  await sleep(5_000);
  const manifests = await Promise.all(meetings.map(sealed));
  const calls = await Promise.all(meetings.flatMap(({ calls }) => calls));
  const name = `PostgreSQL away for ${away} s, ${meetings.length} recorded consults with media`;
  const wrote = Number((await region.ask(`SELECT count(*) FROM consult_rows WHERE requester = '${doctor.id}'`))[0][0]);
  const missing = manifests.map((one) => missingMs(one, stopped, started));
  // A clip of 25 frames a second; people were in the room a little longer than they were recorded.
  const seen = calls.map((one, index) => one.videoFrames / ((manifests[index >> 1].durationMs / 1000) * 25));
  add(`${name}: connections that ended`, calls.filter((one) => one.failure !== '').length, 'connections', '0', calls.every((one) => one.failure === ''));
  add(`${name}: pictures that each side saw, of those of the recorded time, at least`, Math.min(...seen, 1) * 100, '%', '>= 99', Math.min(...seen) >= 0.99);
  add(`${name}: recording missing in that time, at most`, Math.max(...missing) / 1000, 's', '0', missing.every((one) => one === 0));
  add(`${name}: epochs of each recording`, Math.max(...manifests.map((one) => new Set(one.tracks.map((track) => track.epoch)).size)), 'epochs', '1',
    manifests.every((one) => one.tracks.every((track) => track.epoch === 0)));
  add(`${name}: new consults refused clearly (503, database-away)`, refusals.filter((one) => one.clear).length, 'requests', String(refusals.length), refusals.every((one) => one.clear));
  add(`${name}: the slowest refusal`, Math.max(...refusals.map((one) => one.took)) / 1000, 's');
  add(`${name}: a new consult is taken again after`, back / 1000, 's');
  add(`${name}: consults that the doctor has, the refused one sent twice afterwards`, wrote, 'consults', '2', wrote === 2 && first === again);
}

/** Milliseconds of a recording that are missing between two moments, whatever the cause; one gap may lie in another. */
function missingMs(manifest, from, to) {
  const zero = Date.parse(manifest.startedAt);
  const spans = manifest.gaps.map((gap) => [Math.max(gap.fromMs + zero, from), Math.min(gap.toMs + zero, to)])
    .filter(([start, stop]) => stop > start).sort((a, b) => a[0] - b[0]);
  let [sum, done] = [0, 0];
  for (const [start, stop] of spans) {
    sum += Math.max(0, stop - Math.max(start, done));
    done = Math.max(done, stop);
  }
  return sum;
}

/** The node that records is killed: how much of what it had received is missing. */
async function loss() {
  const lost = [];
  const gaps = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    const meetings = await recorded(2);
    await sleep(4_000 + Math.random() * 1_000);
    const held = await region.rooms();
    const node = region.nodes.toSorted((a, b) => held.get(b).length - held.get(a).length)[0];
    const hit = meetings.filter(({ id }) => held.get(node).includes(id));
    const killed = Date.now();
    await region.node(node, 'kill');
    await Promise.allSettled(hit.flatMap(({ calls }) => calls));
    // Not before: `telemed call` tries once, and whoever is sent to the node while it may still live finds nobody there.
    await until(async () => { const now = await region.rooms(); return hit.every(({ id }) => region.nodes.some((one) => one !== node && now.get(one).includes(id))); });
    for (const one of hit) one.calls = one.people.map(one.call);
    await sleep(5_000);
    for (const one of hit) {
      const manifest = await sealed(one);
      const zero = Date.parse(manifest.startedAt);
      lost.push(...manifest.tracks.filter((track) => track.epoch === 0).map((track) => killed - zero - track.toMs));
      gaps.push(...manifest.gaps.filter((gap) => gap.cause === 'serverAway').map((gap) => gap.toMs - gap.fromMs));
    }
    await Promise.allSettled(meetings.flatMap(({ people, calls, id }) => [people[1].command(`/api/consults/${id}/end`), ...calls]));
    meetings.forEach(({ people }) => people.forEach((one) => one.leave()));
    await region.node(node, 'start');
  }
  add('the node that records is killed: media received and not in the recording, at most', Math.max(...lost) / 1000, 's', '<= 1', Math.max(...lost) <= 1000, spread(lost, 'tracks'));
  addTimes('the node that records is killed: the marked gap, until people are recorded again at another', gaps, 'recordings');
}

/** What `telemed simulate claims` counted, by number of nodes. */
function claims() {
  for (const nodes of [1, 3, 5]) {
    const seen = JSON.parse(readFileSync(join(directory, `${nodes}.json`), 'utf8'));
    const name = `${nodes} node${nodes > 1 ? 's' : ''} (stores with connections of their own, one process, 4 hands each)`;
    const times = (one) => `p50 ${one.p50.toFixed(1)} ms, p99 ${one.p99.toFixed(1)} ms, ${one.missed} found it taken`;
    add(`${name}: rooms claimed`, seen.rooms.perSecond, '1/s', null, true, times(seen.rooms));
    add(`${name}: specialists found, rung and taken`, seen.specialists.perSecond, '1/s', null, true, times(seen.specialists));
    add(`${name}: given to two at once`, seen.twice, 'times', '0', seen.twice === 0);
  }
}

const inRooms = { rolling, failover, split };
const alone = { database, loss, claims };
if (parts.some((part) => inRooms[part])) {
  const rooms = await open(consults);
  for (const part of parts.filter((one) => inRooms[one])) await inRooms[part](rooms);
  await rooms.close();
}
for (const part of parts.filter((one) => alone[one])) await alone[part]();

writeFileSync(target, `${JSON.stringify(rows, null, 2)}\n`);
process.exit(0);
