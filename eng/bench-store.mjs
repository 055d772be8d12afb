// Asks a running server over a full database for what its pages ask for: node bench-store.mjs URL PEOPLE CONSULTS TARGET
// Each question is asked by several of its people in turn, two at a time; the time is until the whole answer is here.
import { readFileSync, writeFileSync } from 'node:fs';

const [url, people, consults, target] = process.argv.slice(2);
const password = 'bench-store';
const users = JSON.parse(readFileSync(people, 'utf8'));
const hands = 2;
const least = 100;
const span = 2_500;
const warming = 30;

class Person {
  static async signIn(user) {
    const person = new Person();
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-telemed': '1' }, body: JSON.stringify({ user, password }),
    });
    if (!answer.ok) throw new Error(`${user}: ${answer.status} ${await answer.text()}`);
    person.cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).filter((one) => one.startsWith('telemed.')).join('; ');
    return person;
  }

  /** A path, or a path with a body for the questions that are no address. */
  async ask(question) {
    const { path, body } = typeof question === 'string' ? { path: question } : question;
    const answer = await fetch(url + path, body === undefined ? { headers: { cookie: this.cookie } } : {
      method: 'POST', headers: { cookie: this.cookie, 'content-type': 'application/json', 'x-telemed': '1' }, body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text;
  }
}

const everybody = (users) => Promise.all(users.map((user) => Person.signIn(user)));
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
const questions = [];
const rows = [];

const measure = (name, people, paths) => questions.push({ name, people, paths });

/** What runs for the first time is compiled on its way: all of it has run before anything is measured. */
async function warm({ name, people, paths }) {
  const begun = performance.now();
  for (let i = 0; i < warming; i++) {
    await people[i % people.length].ask(paths[i % paths.length]);
    if (i === 0) console.error(`${name}: the first after the start ${Math.round(performance.now() - begun)} ms`);
  }
}

async function answer({ name, people, paths }) {
  const times = [];
  let [asked, bytes] = [0, 0];
  const one = async () => {
    const number = asked++;
    const begun = performance.now();
    const text = await people[number % people.length].ask(paths[number % paths.length]);
    bytes = Math.max(bytes, Buffer.byteLength(text));
    return performance.now() - begun;
  };
  const until = performance.now() + span;
  await Promise.all(Array.from({ length: hands }, async () => {
    while (times.length < least || performance.now() < until) times.push(await one());
  }));
  times.sort((a, b) => a - b);
  const row = {
    name: `${name}, p99 of ${times.length} (${Math.ceil(bytes / 1024)} kB)`, value: Math.round(at(times, 0.99) * 10) / 10, unit: 'ms', goal: '<= 100',
    holds: at(times, 0.99) <= 100, spread: [Math.round(at(times, 0.5) * 10) / 10, Math.round(times.at(-1) * 10) / 10],
  };
  rows.push(row);
  console.error(`${row.name}: ${row.value} ms (p50 and worst ${row.spread.join(', ')})`);
}

const idsOf = async (person, view) => JSON.parse(await person.ask(`/api/consults?view=${view}`)).map((one) => one.id);
const [busiest, ...others] = users.filter((one) => one.startsWith('d-'));
const busy = await everybody([busiest]);
const doctors = await everybody(others);
const specialists = await everybody(users.filter((one) => one.startsWith('s-')));
const [dispatcher, records, reviewer, trainee, interpreter, privacy, regulator, operator, administrator] = await everybody(
  ['dispatcher', 'records', 'reviewer', 'trainee', 'interpreter', 'privacy', 'regulator', 'operator', 'administrator'].map((role) => `${role}-pref-0`));

measure('asking doctor: my consults', doctors, ['/api/consults?view=mine']);
// One clinic asks in each twentieth consult.
measure(`doctor of a clinic with ${Math.floor(consults / 20).toLocaleString('en')} consults: my consults`, busy, ['/api/consults?view=mine']);
const cases = (await idsOf(busy[0], 'mine')).slice(0, 150).map((id) => `/api/consults/${id}`);
measure(`one consult of the newest ${cases.length}`, busy, cases);
measure('asking doctor: who may be asked', doctors, ['/api/availability']);
measure('asking doctor: links before appointments', doctors, ['/api/sites/probes']);
measure('asking doctor: services', doctors, ['/api/services']);
measure('asking doctor: who I am', doctors, ['/api/me']);
measure('specialist: my consults', specialists, ['/api/consults?view=mine']);
measure('specialist: who is there', specialists, ['/api/availability']);
measure('dispatcher: the board', [dispatcher], ['/api/consults?view=queue']);
measure('dispatcher: who is there', [dispatcher], ['/api/availability']);
measure('dispatcher: links before appointments', [dispatcher], ['/api/sites/probes']);
measure('quality reviewer: the board', [reviewer], ['/api/consults?view=queue']);
measure('records officer: the archive', [records], ['/api/consults?view=queue']);
measure('trainee: rooms to look on', [trainee], ['/api/consults?view=mine']);
measure('interpreter: my consults', [interpreter], ['/api/consults?view=mine']);
measure('operator: overview', [operator], ['/api/operator/overview']);
measure('operator: alarms', [operator], ['/api/operator/alarms']);
const from = new Date(Date.now() - 350 * 86_400_000).toISOString();
measure("operator: a site's year", [operator], [`/api/operator/sites/${busiest.slice(2)}/history?from=${from}`]);
measure('operator: rings of a week', [operator], ['/api/operator/rings.csv']);
measure('regulator: counts of a month', [regulator], ['/api/counts']);
measure('regulator: counts by day', [regulator], ['/api/counts/days']);
measure('privacy officer: opened cases', [privacy], ['/api/glasses']);
measure('administrator: settlements of a month', [administrator], ['/api/settlements.csv']);
measure('everybody: the institutions', [administrator], ['/api/institutions']);
const search = (words) => ({ path: '/api/library/search', body: { size: 20, ...(words ? { words } : {}) } });
measure('reader of the case library: the latest', doctors, [search()]);
measure('reader of the case library: a word of each copy', doctors, [search('胸痛')]);
measure('reader of the case library: a word of each thousandth', doctors, [search('rare')]);
measure('reader of the case library: two words of none', doctors, [search('无此病 胸痛')]);
const wanted = questions.filter(({ name }) => name.includes(process.env.STORE_FILTER ?? ''));
for (const question of wanted) await warm(question);
for (const question of wanted) await answer(question);
writeFileSync(target, `${JSON.stringify(rows, null, 2)}\n`);
