// Makes the common list of figures of BenchmarkDotNet's reports: node eng/bench-micro.mjs REPORT_DIRECTORY OUTPUT_FILE [FIGURES_FILE]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , directory, output, more] = process.argv;
const reports = readdirSync(directory).filter(name => name.endsWith('.json'));
const figures = reports.flatMap(name => JSON.parse(readFileSync(join(directory, name), 'utf8')).Benchmarks).flatMap(run => {
  const name = run.FullName.replace(/^Telemed\.Benchmarks\./, '');
  if (!run.Statistics) return [];
  const round = value => Number(value.toPrecision(4));
  const time = {
    name, value: round(run.Statistics.Median), unit: 'ns', goal: null, holds: null, spread: round(run.Statistics.StandardDeviation),
  };
  const bytes = run.Memory?.BytesAllocatedPerOperation;
  return bytes === undefined ? [time] : [time, { name: `${name} allocated`, value: bytes, unit: 'B', goal: null, holds: null, spread: 0 }];
});
if (more) figures.unshift(...JSON.parse(readFileSync(more, 'utf8')));
if (figures.length === 0) {
  console.error(`no figures in ${directory}`);
  process.exit(1);
}

writeFileSync(output, JSON.stringify(figures, null, 2) + '\n');
const width = Math.max(...figures.map(figure => figure.name.length));
for (const { name, value, unit, spread } of figures) console.log(`${name.padEnd(width)}  ${String(value).padStart(10)} ${unit}  ± ${spread}`);
console.log(`\nwritten to ${output}`);
