// The desk suite's own output as a table and as artifacts/bench/desk.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [work, target] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(work, `${name}.json`), 'utf8').trim().split('\n').at(-1));
const rows = [];
const add = (name, value, unit, goal, holds) => rows.push({ name, value: Math.round(value * 100) / 100, unit, goal, holds, spread: null });
for (const [name, least] of [['sqlite', 300], ['postgres', 1000]]) {
  const load = read(name);
  add(`${name}: commands on one core`, load.perSecond, '1/s', `>= ${least}`, load.perSecond >= least);
  add(`${name}: command, p50`, load.p50, 'ms', null, true);
  add(`${name}: command, p99`, load.p99, 'ms', '<= 50', load.p99 <= 50);
}
for (const name of ['day-sqlite', 'day-postgres']) {
  const day = read(name);
  const count = Object.values(day.states).reduce((sum, one) => sum + one, 0);
  add(`${name}: consults that ended in a final state, no clock twice, no double booking`, count, 'consults', '0 faults', day.faults.length === 0);
  for (const time of day.times) {
    const real = time.name.includes('real');
    add(`${name}: ${time.name}, p99`, time.p99 / 1000, 's', real ? '<= 1' : null, !real || time.p99 <= 1000);
  }
}
for (const row of rows) {
  console.log(`${row.name.padEnd(84)} ${String(row.value).padStart(12)} ${row.unit.padEnd(9)} ${(row.goal ?? '').padEnd(9)} ${row.goal ? (row.holds ? 'holds' : 'MISSED') : ''}`);
}
writeFileSync(target, `${JSON.stringify(rows, null, 2)}\n`);
