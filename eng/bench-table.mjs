// Prints a suite's figures as a table: node bench-table.mjs artifacts/bench/NAME.json
import { readFileSync } from 'node:fs';

const figures = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const rows = figures.map(one => [one.name, String(one.value), one.unit, String(one.goal ?? ''), one.goal !== null && one.goal !== undefined ? (one.holds ? 'holds' : 'missed') : '']);
const widths = [0, 1, 2, 3, 4].map(column => Math.max(...rows.map(row => row[column].length)));
for (const row of rows) console.log(row.map((cell, column) => (column === 1 ? cell.padStart(widths[1]) : cell.padEnd(widths[column]))).join('  ').trimEnd());
