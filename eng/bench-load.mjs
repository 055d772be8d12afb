// The suites that need a whole server under load: node eng/bench-load.mjs cost|tail|join|soak|doors OUTPUT_FILE
// The server runs on one processor, the load generator on another; both are this repository's build. See docs/performance.md.
// COST_PARTS='fanout rooms recording scale spread saturation' chooses parts of cost, TAIL_SHAPES='fanout consults' shapes of tail; the figures
// of the other parts of cost are kept.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , suite, output] = process.argv;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const configuration = process.env.CONFIGURATION ?? 'Release';
const program = (project, file) => join(root, 'src', project, 'bin', configuration, 'net10.0', configuration === 'Release' ? 'publish' : '', file);
const serverDll = program('Telemed.Server', 'Telemed.Server.dll');
const cliDll = program('Telemed.Cli', 'telemed.dll');
const twin = process.env.TWIN_PROGRAM;
const url = 'http://127.0.0.1:18990';
const password = 'bench-lantern-42';
const pinned = cpus().length > 1;
const figures = [];
const sleep = ms => new Promise(done => setTimeout(done, ms));

// On one processor each, so that the figures are per core; without a second one they share it.
const pin = (cpu, command, args) => (pinned ? ['taskset', ['-c', `${cpu}`, command, ...args]] : [command, args]);

function figure(name, value, unit, goal = null, holds = null, spread = 0) {
  figures.push({ name, value: round(value), unit, goal, holds, spread: round(spread) });
}
const atMost = (name, value, unit, goal, spread = 0) => figure(name, value, unit, goal, value <= goal, spread);
const atLeast = (name, value, unit, goal, spread = 0) => figure(name, value, unit, goal, value >= goal, spread);
const round = value => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
/** From the lower to the upper quartile: the spread of many short windows, of which some meet a neighbour on the machine. */
const middleOf = values => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.75)] - sorted[Math.floor(sorted.length * 0.25)];
};
const spreadOf = values => Math.max(...values) - Math.min(...values);

/** Starts a server, hands it to the work, and stops it. */
async function withServer(settings, work) {
  const data = mkdtempSync(join(tmpdir(), 'telemed-bench-'));
  const options = {
    urls: url, 'Telemed:DataDirectory': data, 'Telemed:Demo': 'true', 'Telemed:DemoPassword': password, 'Telemed:LoadRooms': 'true',
    'Telemed:Media:Address': '127.0.0.1', 'Telemed:Media:Port': '52000', 'Telemed:Media:MaximumParticipants': '10000',
    'Telemed:Media:MaximumRoomParticipants': '1000', 'Telemed:Media:RefuseAtPercentBusy': '100', 'Telemed:SignIn:RequestsPerSecond': '100000', 'Logging:LogLevel:Default': 'Warning', ...settings,
  };
  const args = [serverDll, ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, value])];
  const server = spawn(...pin(0, 'dotnet', args), { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    await ready(server);
    return await work(server);
  } finally {
    const ended = new Promise(done => (server.exitCode === null ? server.once('exit', done) : done()));
    server.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

async function ready(server) {
  for (let i = 0; i < 300; i++) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    if (await fetch(`${url}/readyz`).then(answer => answer.ok, () => false)) return;
    await sleep(200);
  }
  throw new Error('the server did not become ready');
}

function run(cpu, command, args) {
  return new Promise((done, failed) => {
    const child = spawn(...pin(cpu, command, args), { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', piece => (text += piece));
    child.on('error', failed);
    child.on('close', code => (text ? done(text) : failed(new Error(`${command} ${args[0]} ended with ${code} and said nothing`))));
  });
}

/** Runs `telemed load`; its report. */
async function load(options) {
  const args = Object.entries({ url, seconds: 8, 'warm-up': 2, 'join-rate': 200, ...options }).flatMap(([key, value]) => [`--${key}`, `${value}`]);
  const report = JSON.parse(await run(1, 'dotnet', [cliDll, 'load', '--json', ...args]));
  if (report.failed > 0) console.error(`  ${report.failed} participants failed: ${report.firstFailure}`);
  console.error(`  ${JSON.stringify(options)}: ${report.packetsOutPerSecond} packets/s, loss ${report.lossPercent} %, ${report.cpuPerPacketUs} µs process, `
    + `${report.shardCpuPerPacketUs} µs media, delay ${report.delayMs.p50}/${report.delayMs.p99}/${report.delayMs.p999} ms`);
  return report;
}

/** Runs the C twin's relay and load in the same shape; its cost per packet in µs. */
async function twinCost(rooms, viewers, bitrate, seconds = 5) {
  const relay = run(0, twin, ['relay', '53000', `${rooms}`, `${viewers}`, `${seconds}`]);
  await sleep(300);
  await run(1, twin, ['load', '53000', `${rooms}`, `${viewers}`, `${bitrate}`, `${seconds + 1}`]);
  const cost = JSON.parse(await relay);
  console.error(`  C twin ${rooms} × 1 → ${viewers}: ${cost.cpuPerPacketUs} µs`);
  return cost.cpuPerPacketUs;
}

/** One shape, ours and C's in turn; the ratio can be trusted where the microseconds cannot. */
async function compare(name, options, rooms, viewers, bitrate, goal) {
  const ours = [], theirs = [];
  for (let round = 0; round < 3; round++) {
    ours.push(await load({ ...options, seconds: 6 }));
    if (twin) theirs.push(await twinCost(rooms, viewers, bitrate, 4));
  }
  const costs = ours.map(one => one.shardCpuPerPacketUs), whole = ours.map(one => one.cpuPerPacketUs);
  figure(`${name}: media threads per packet`, median(costs), 'µs', null, null, spreadOf(costs));
  figure(`${name}: whole process per packet`, median(whole), 'µs', null, null, spreadOf(whole));
  atMost(`${name}: managed bytes per packet`, median(ours.map(one => one.allocatedPerPacket)), 'B', 0.5);
  figure(`${name}: loss`, median(ours.map(one => one.lossPercent)), '%', 0.1, ours.every(one => one.lossPercent < 0.1));
  if (!twin) return;
  const ratios = whole.map((cost, i) => cost / theirs[i]);
  figure(`${name}: C twin per packet`, median(theirs), 'µs', null, null, spreadOf(theirs));
  atMost(`${name}: whole process, ratio to the C twin`, median(ratios), 'x', goal, spreadOf(ratios));
}

/** What is compiled on the way must not be measured: the tiers, and what profiling makes of them. */
const warmUp = () => load({ viewers: 100, seconds: 4, 'join-rate': 500 });

const costParts = {
  fanout: () => withServer({}, async () => {
    await warmUp();
    await compare('1 → 100', { viewers: 100 }, 1, 100, 1_500_000, 2);
  }),
  rooms: () => withServer({}, async () => {
    await warmUp();
    await compare('100 rooms of two', { rooms: 100, publishers: 2, viewers: 2, bitrate: 500_000 }, 200, 1, 500_000, 2);
  }),
  recording: () => withServer({}, async () => {
    await warmUp();
    for (const [name, bitrate, rooms] of [['500 kbit/s', 500_000, 40], ['1.5 Mbit/s', 1_500_000, 25]]) await recorded(name, bitrate, rooms);
  }),
  scale: () => withServer({}, async () => {
    await warmUp();
    const costs = [];
    let hundred, thousand;
    for (const [rooms, viewers] of [[1, 9], [1, 99], [10, 99]]) {
      const report = await load({ rooms, viewers, bitrate: 600_000, seconds: 8, 'join-rate': 500 });
      figure(`per packet at ${report.participants} participants, media threads`, report.shardCpuPerPacketUs, 'µs');
      costs.push(report.shardCpuPerPacketUs);
      [hundred, thousand] = [thousand, report];
    }
    const apart = Math.max(...costs) / Math.min(...costs);
    figure('per packet, dearest over cheapest of 10, 100 and 1,000 participants', apart, 'x', 1.2, apart <= 1.2);
    atMost('memory per participant beyond the first hundred', (thousand.residentKb - hundred.residentKb) / (thousand.participants - hundred.participants), 'kB', 150);
  }),
  spread: () => withServer({ 'Telemed:Media:Shards': '2', 'Telemed:Media:SpreadAbove': '50' }, async () => {
    const report = await load({ viewers: 500, bitrate: 100_000, seconds: 8, 'join-rate': 100, sample: 64 });
    figure('1 → 500 over two shards: viewers that got media', report.participants - 1 - report.failed, '', 500, report.participants === 501 && report.failed === 0);
    figure('1 → 500 over two shards: packets out', report.packetsOutPerSecond, 'packets/s');
    atMost('1 → 500 over two shards: loss', report.lossPercent, '%', 0.1);
    figure('1 → 500 over two shards: whole process per packet', report.cpuPerPacketUs, 'µs');
  }),
  saturation,
};

const door = (path, init) => fetch(url + path, { ...init, headers: { 'X-Telemed': '1', 'Content-Type': 'application/json' } });
const usage = () => door('/api/load/usage').then(answer => answer.json());

/** What the server used for each packet that it sent, over some seconds. */
async function costFor(ms) {
  const before = await usage();
  await sleep(ms);
  const after = await usage();
  return (after.cpuNs - before.cpuNs) / (after.packetsOut - before.packetsOut) / 1000;
}

/**
 * The same rooms of two, not recorded and recorded in turn: what a recording adds to each packet. Every recorded window is held against
 * the mean of the two around it, so that a machine that grows slower or faster meanwhile does not count.
 */
async function recorded(name, bitrate, rooms) {
  const warming = 3, rounds = 15, window = 2500, settle = 1500; // until every file is there: a consult makes them once
  const people = { rooms, publishers: 2, viewers: 2, bitrate };
  const until = { done: false };
  const seconds = Math.ceil((warming + rounds) * (2 * window + 2 * settle) / 1000) + 10;
  const running = load({ ...people, seconds, 'warm-up': 3 }).finally(() => (until.done = true));
  running.catch(() => {}); // heard below, when the server is to be stopped as well
  while (!until.done && (await usage()).participants < rooms * 4) await sleep(100);
  await sleep(2000);
  const plain = [], taped = [];
  for (let turn = 0; turn < warming + rounds; turn++) {
    plain.push(await costFor(window));
    await record(true);
    await sleep(settle);
    taped.push(await costFor(window));
    await record(false);
    await sleep(settle);
  }
  plain.push(await costFor(window));
  await running;
  const more = taped.map((cost, i) => (cost / ((plain[i] + plain[i + 1]) / 2) - 1) * 100).slice(warming); // before, the recorder is compiled
  console.error(`  adds ${more.map(one => one.toFixed(1)).join(' ')} %`);
  figure(`${rooms} rooms of two, ${name}: whole process per packet, not recorded`, median(plain.slice(warming)), 'µs', null, null, middleOf(plain.slice(warming)));
  figure(`${rooms} rooms of two, ${name}: whole process per packet, recorded`, median(taped.slice(warming)), 'µs', null, null, middleOf(taped.slice(warming)));
  atMost(`${rooms} rooms of two, ${name}: what a recording adds`, median(more), '%', 10, middleOf(more));
}

async function record(on) {
  const answer = await door('/api/load/recording', { method: 'PUT', body: JSON.stringify({ on }) });
  if (!answer.ok) throw new Error(`recording ${on ? 'on' : 'off'}: ${answer.status} ${await answer.text()}`);
}

async function cost() {
  for (const part of (process.env.COST_PARTS ?? Object.keys(costParts).join(' ')).split(' ')) {
    console.error(` ${part}`);
    await costParts[part]();
  }
}

/** The shapes whose saturation is looked for, and at half of which the tail is measured; `more` is what grows from step to step. */
const shapes = {
  fanout: { name: '2 × 1 → 100', of: bitrate => ({ rooms: 2, viewers: 100, bitrate: Math.round(bitrate) }), from: 4_000_000, unit: 'bit/s a publisher' },
  consults: { name: 'rooms of two', of: rooms => ({ rooms: Math.round(rooms), publishers: 2, viewers: 2, bitrate: 1_500_000 }), from: 32, unit: 'rooms' },
};
const step = 1.2;
const atHalf = shape => `saturation, ${shapes[shape].name}: at`;

/** More and more until packets are lost: the last step that held. */
async function saturate(from, one) {
  let best = { rate: 0, at: 0 };
  for (let at = from; ; at *= step) {
    const { rate, loss } = await one(at);
    if (loss >= 0.1) return best;
    best = { rate, at };
  }
}

const ours = options => load({ ...options, seconds: 5, 'join-rate': 500, sample: 64 })
  .then(report => ({ rate: report.packetsOutPerSecond, loss: report.lossPercent }));

/** The C twin's relay outlives its load, so that what it loses is lost and not left. */
async function twins(rooms, viewers, bitrate, seconds = 4) {
  const relay = run(0, twin, ['relay', '53000', `${rooms}`, `${viewers}`, `${seconds + 1}`]);
  await sleep(300);
  const { received, lossPercent } = JSON.parse(await run(1, twin, ['load', '53000', `${rooms}`, `${viewers}`, `${Math.round(bitrate)}`, `${seconds}`]));
  await relay;
  console.error(`  C twin ${rooms} × 1 → ${viewers}, ${Math.round(bitrate)} bit/s: ${Math.round(received / seconds)} packets/s, loss ${lossPercent} %`);
  return { rate: received / seconds, loss: lossPercent };
}

/**
 * Where packets begin to be lost. On the loopback the kernel's half of the receivers is the server's processor time too; with receivers that take
 * runs of datagrams whole (UDP_GRO) less of it is.
 */
async function saturation() {
  await withServer({}, async () => {
    await warmUp();
    const { name, of, from, unit } = shapes.fanout;
    const plain = await saturate(from, at => ours(of(at)));
    const coalescing = await saturate(from, at => ours({ ...of(at), coalesce: 'true' }));
    atLeast(`saturation, ${name}, loss < 0.1 %`, plain.rate, 'packets/s', 550_000);
    atLeast(`saturation, ${name}, receivers that coalesce`, coalescing.rate, 'packets/s', 550_000);
    figure(atHalf('fanout'), plain.at, unit);
    if (twin) {
      const theirs = await saturate(from / step ** 3, at => twins(2, 100, at));
      figure(`saturation, ${name}: the C twin`, theirs.rate, 'packets/s');
      figure(`saturation, ${name}: ours over the C twin's`, plain.rate / theirs.rate, 'x');
    }
  });
  await withServer({}, async () => {
    await warmUp();
    const { name, of, from, unit } = shapes.consults;
    const plain = await saturate(from, at => ours(of(at)));
    figure(`saturation, ${name}, loss < 0.1 %`, plain.rate, 'packets/s');
    figure(atHalf('consults'), plain.at, unit);
  });
}

/** Sends requests at a steady rate, REST by a signed-in person and the load rooms' hub; how many were answered. */
async function traffic(perSecond, until) {
  const headers = { 'X-Telemed': '1', 'Content-Type': 'application/json' };
  const signIn = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify({ user: 'liu.min', password }) });
  const cookie = signIn.headers.get('set-cookie').split(';')[0];
  const paths = ['/api/me', '/api/consults?view=mine', '/api/availability', '/api/institutions', '/api/services'];
  const { token } = await fetch(`${url}/api/load/tokens`, { method: 'POST', headers, body: JSON.stringify({ room: 'hub', role: 'any' }) }).then(r => r.json());
  const hub = async () => (await fetch(`${url}/hubs/consult/negotiate?negotiateVersion=1&room=hub`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })).ok;
  const rest = async i => {
    const answer = await fetch(url + paths[i % paths.length], { headers: { ...headers, cookie } });
    await answer.arrayBuffer();
    return answer.ok;
  };
  const begin = Date.now(), pending = [];
  let good = 0, bad = 0;
  for (let i = 0; !until.done; i++) {
    pending.push((i % 4 === 3 ? hub() : rest(i)).then(ok => (ok ? good++ : bad++), () => bad++));
    const wait = begin + (i + 1) * 1000 / perSecond - Date.now();
    if (wait > 0) await sleep(wait);
  }
  await Promise.all(pending);
  return { good, bad, seconds: (Date.now() - begin) / 1000 };
}

async function tail() {
  const file = join(dirname(output), 'cost.json');
  const costs = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  for (const shape of (process.env.TAIL_SHAPES ?? Object.keys(shapes).join(' ')).split(' ')) {
    const saturated = costs.find(one => one.name === atHalf(shape))?.value;
    if (!saturated) throw new Error(`COST_PARTS=saturation eng/bench cost first: half of its saturation is what '${shape}' is measured at`);
    await tailOf(shapes[shape], saturated / 2);
  }
}

/** What the host of this machine took of the server's processor (proc(5), steal), and of how much, in ticks. */
function stolen() {
  const ticks = readFileSync('/proc/stat', 'utf8').match(/^cpu0 (.*)$/m)[1].split(' ').map(Number);
  return { steal: ticks[7], all: ticks.slice(0, 8).reduce((sum, one) => sum + one, 0) };
}

async function tailOf({ name, of }, at) {
  const options = { ...of(at), seconds: 12, 'join-rate': 500, sample: 64 };
  await withServer({}, async () => {
    await warmUp();
    const quiet = await load(options);
    const until = { done: false };
    const asked = traffic(200, until);
    const before = stolen();
    const reports = [];
    for (let i = 0; i < 3; i++) reports.push(await load(options));
    const after = stolen();
    until.done = true;
    const { good, bad, seconds } = await asked;
    figure(`${name}, half of saturation: packets out`, median(reports.map(one => one.packetsOutPerSecond)), 'packets/s');
    figure(`${name}: requests answered meanwhile`, good / seconds, '/s', 200, bad === 0 && good / seconds > 190);
    for (const [which, key, goal] of [['p50', 'p50', null], ['p99', 'p99', 1], ['p99.9', 'p999', 5]]) {
      const values = reports.map(one => one.delayMs[key]);
      figure(`${name}: in → out delay ${which}, control plane quiet`, quiet.delayMs[key], 'ms');
      figure(`${name}: in → out delay ${which}, control plane busy`, median(values), 'ms', goal, goal === null ? null : median(values) <= goal, spreadOf(values));
    }
    figure(`${name}: of the server's processor the host took`, 100 * (after.steal - before.steal) / (after.all - before.all), '%');
    figure(`${name}: loss, control plane busy`, median(reports.map(one => one.lossPercent)), '%', 0.1, reports.every(one => one.lossPercent < 0.1));
  });
}

async function joins() {
  await withServer({}, async () => {
    await load({ viewers: 100, 'join-rate': 0, seconds: 1 });
    const singly = [], together = [];
    for (let i = 0; i < 3; i++) {
      singly.push(await load({ viewers: 60, 'join-rate': 20, seconds: 1 }));
      together.push(await load({ viewers: 100, 'join-rate': 0, seconds: 1 }));
    }
    const of = (reports, key) => reports.map(one => one.joinMs[key]);
    atMost('join to first media packet p50, 20 a second', median(of(singly, 'p50')), 'ms', 30, spreadOf(of(singly, 'p50')));
    figure('join to first media packet p99, 20 a second', median(of(singly, 'p99')), 'ms', null, null, spreadOf(of(singly, 'p99')));
    figure('100 at once: p50', median(of(together, 'p50')), 'ms', null, null, spreadOf(of(together, 'p50')));
    atMost('100 at once: p99', median(of(together, 'p99')), 'ms', 100, spreadOf(of(together, 'p99')));
  });
}

async function soak() {
  const seconds = Number(process.env.SOAK_SECONDS ?? 1200);
  await withServer({}, async () => {
    await load({ rooms: 5, publishers: 1, viewers: 4, bitrate: 300_000, seconds: 10, 'reopen-every': 500 });
    const samples = [];
    const until = { done: false };
    const watching = (async () => {
      while (!until.done) {
        await sleep(Math.max(1000, seconds * 10));
        samples.push({ at: Date.now(), ...(await fetch(`${url}/api/load/usage`).then(r => r.json())) });
      }
    })();
    const report = await load({ rooms: 5, publishers: 1, viewers: 4, bitrate: 300_000, seconds, 'reopen-every': 500 });
    until.done = true;
    await watching;
    const third = Math.floor(samples.length / 3);
    const mean = (list, key) => list.reduce((sum, one) => sum + one[key], 0) / list.length;
    const [first, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
    figure('soak', seconds, 's', 1200, seconds >= 1200);
    const growth = mean(last, 'residentBytes') / mean(first, 'residentBytes') - 1;
    atMost('memory, last third over the middle third', growth * 100, '%', 5);
    figure('memory at the end', samples.at(-1).residentBytes / 1e6, 'MB');
    atMost('open descriptors, last third less the middle third', mean(last, 'handles') - mean(first, 'handles'), '', 3);
    figure('loss', report.lossPercent, '%', 0.1, report.lossPercent < 0.1);
    figure('participants that failed', report.failed, '', 0, report.failed === 0);
  });
}

/** A peer that is not ours at both doors: GStreamer's webrtcbin publishes by WHIP, another plays it by WHEP. */
async function doors() {
  const peer = join(root, 'samples', 'exam-device', 'webrtcbin.py');
  await withServer({}, async () => {
    const body = JSON.stringify({ room: 'doors', role: 'any' });
    const { token } = await door('/api/load/tokens', { method: 'POST', body }).then(answer => answer.json());
    const at = (mode, path, seconds, bearer = token) =>
      run(1, peer, [mode, '--endpoint', `${url}${path}`, '--token', bearer, '--seconds', `${seconds}`]).then(JSON.parse);
    const publishing = at('publish', '/whip/doors/ultrasound', 20);
    while ((await usage()).participants < 1) await sleep(100);
    await sleep(1000);
    const played = await at('play', '/whep/doors/ultrasound', 12);
    const refused = await at('play', '/whep/doors/ultrasound', 12, 'no-token');
    const published = await publishing;
    console.error(`  ${JSON.stringify({ published, played, refused })}`);
    const wants = (name, value, goal) => figure(name, `${value}`, '', `${goal}`, value === goal);
    wants('WHIP: GStreamer connects and ends with DELETE', published.connected && published.failure === null && published.ended, 200);
    wants('WHEP: GStreamer connects and ends with DELETE', played.connected && played.failure === null && played.ended, 200);
    atLeast('WHEP: pictures decoded in 12 s of 15 a second', played.video, '', 100);
    atLeast('WHEP: packets of sound decoded in 12 s of 50 a second', played.audio, '', 400);
    wants('WHEP: a wrong token is refused', refused.failure?.slice(0, 3), '401');
  });
}

const suites = { cost, tail, join: joins, soak, doors };
if (!suites[suite] || !output) {
  console.error('node eng/bench-load.mjs cost|tail|join|soak|doors OUTPUT_FILE');
  process.exit(2);
}
if (pinned) execFileSync('taskset', ['-V'], { stdio: 'ignore' });
await suites[suite]();
if (process.env.COST_PARTS && suite === 'cost' && existsSync(output)) {
  const fresh = new Set(figures.map(one => one.name));
  figures.unshift(...JSON.parse(readFileSync(output, 'utf8')).filter(one => !fresh.has(one.name)));
}
writeFileSync(output, JSON.stringify(figures, null, 2) + '\n');
const width = Math.max(...figures.map(one => one.name.length));
for (const { name, value, unit, goal, holds, spread } of figures) {
  const verdict = holds === null ? '' : holds ? `  holds (${goal})` : `  MISSED (${goal})`;
  console.log(`${name.padEnd(width)}  ${String(value).padStart(10)} ${unit.padEnd(9)} ± ${spread}${verdict}`);
}
console.log(`\nwritten to ${output}`);
