// Prints the demonstration network's sign-ins as a table: node eng/sign-ins.mjs <data>/demo-sign-ins.json <url> [service]
// With a service it says who is rung for it: the bedside bot asks for that one.
import { readFileSync } from 'node:fs';

const [, , file, url, service] = process.argv;
const isWide = code => code >= 0x1100 && (code <= 0x115f || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3)
  || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60));
const width = text => [...text].reduce((sum, char) => sum + (isWide(char.codePointAt(0)) ? 2 : 1), 0);
const pad = (text, to) => text + ' '.repeat(Math.max(0, to - width(text)));
const words = value => typeof value === 'string' ? value : value ? `${value.zh} ${value.en}` : '';

let content;
try {
  content = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  console.log(`\nTelemed is ready on ${url}\n(no demonstration sign-ins in ${file}: this data directory has a network of its own)\n`);
  process.exit(0);
}

const people = Array.isArray(content) ? content : content.people ?? content.signIns;
const rows = people.map(p => [p.user, p.password, words(p.name), (p.roles ?? [p.role]).join(', '), p.onCallFor ?? '', words(p.institution?.name ?? p.institution)]);
const head = ['user', 'password', 'name', 'role', 'on call for', 'institution'];
const widths = head.map((h, i) => Math.max(width(h), ...rows.map(r => width(r[i] ?? ''))));
console.log(`\nTelemed is ready on ${url}\n`);
for (const row of [head, widths.map(w => '-'.repeat(w)), ...rows]) {
  console.log('  ' + row.map((cell, i) => pad(cell ?? '', widths[i])).join('  ').trimEnd());
}
const rung = service && people.find(p => p.onCallFor?.split(', ').includes(service));
if (rung) console.log(`\nSign in as ${rung.user} and switch “接诊状态 / Your availability” on: the bedside calls within seconds.`);
console.log('\nStop it with Ctrl-C.\n');
