// Makes a suite's figures of a test run: node bench-peers.mjs CTRF_FILE OUTPUT_FILE. Each test is one figure: how long it took, and whether it passed.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , seen, output] = process.argv;
const { tests } = JSON.parse(readFileSync(seen, 'utf8')).results;
if (tests.length === 0) throw new Error('no test ran');
const said = name => name.replace(/^Telemed\.Peers\./, '').replaceAll('_', ' ');
const figures = tests
  .map(({ name, status, duration }) => ({
    name: said(name), value: Math.round(duration / 100) / 10, unit: 's', goal: 'passes', holds: status === 'passed', spread: null }))
  .sort((one, other) => one.name.localeCompare(other.name));
writeFileSync(output, JSON.stringify(figures, null, 2) + '\n');
