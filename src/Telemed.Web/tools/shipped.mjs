// Looks through every file of the built page for what must not be given to everybody: node tools/shipped.mjs [folder]
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
const samples = fileURLToPath(new URL('../../../samples', import.meta.url));
const filesIn = (place) => readdirSync(place, { withFileTypes: true, recursive: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));

const names = '(?:secret|password|passwd|passphrase|credential|token|(?:signing|access|private|master|api)[-_]?key)';
const rules = [
  ['a PEM block', /-----BEGIN [A-Z ]+-----/],
  ['a signed token', /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/],
  ["a cloud's access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  // A name, or a key in quotes that is the name alone: `"sign-in.password"` is a label of a catalogue.
  ['a secret with its value', new RegExp(`(?:\\b[\\w$]*?${names}|[{,]\\s*(["'\`])[\\w$-]*?${names}\\1)\\s*[:=]\\s*(["'\`])[^"'\`]+\\2`, 'i')],
  ['a secret in an address', /(?:[?&"'`](?:token|secret|password)=|\.(?:set|append)\(["'`](?:token|secret|password)["'`])/i],
  ['the way to a source map', /sourceMappingURL=/],
];
// 32 to 64 bytes as they are written down. What repeats no character is an alphabet, as no key of that length is.
const literal = /(["'`])([A-Za-z0-9+/_-]{43,88}={0,2}|[0-9a-fA-F]{64,128})\1/g;
const isKey = (text) => (/^[0-9a-f]+$/i.test(text) || (/[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text))) && new Set(text).size < text.length;

// What the samples set, should one ever hold a value.
const sampled = filesIn(samples).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/(?:secret|password|key)\w*\s*[=:]\s*([^\s$…]{8,})/gi)].map((match) => match[1]));

let faults = 0;
for (const path of filesIn(folder)) {
  const text = readFileSync(path, 'latin1');
  const found = rules.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
  if (path.endsWith('.map')) found.push('a source map');
  if ([...text.matchAll(literal)].some((match) => isKey(match[2]))) found.push('a key');
  if (sampled.some((value) => text.includes(value))) found.push('a value of the samples');
  for (const what of found) console.error(`${relative(folder, path)}: ${what}`);
  faults += found.length;
}
if (faults > 0) process.exit(1);
