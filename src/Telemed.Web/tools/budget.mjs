// What a browser must load before the first page stands, and what it keeps to start without a line, compressed, against what it may.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const limit = 150_000;
const keptLimit = 300_000;
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const size = (path) => {
  const bytes = readFileSync(join(dist, path));
  return { path, raw: bytes.length, gzip: gzipSync(bytes).length, brotli: brotliCompressSync(bytes).length };
};
const index = readFileSync(join(dist, 'index.html'), 'utf8');
if (/<script(?![^>]*\ssrc=)/.test(index) || /\son\w+=/.test(index)) throw new Error('an inline script in index.html: the content policy forbids it');
const first = new Set(['index.html', ...[...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1])]);
// The first page also needs one language and, once signed in, the hub client.
const assets = readdirSync(join(dist, 'assets'), { withFileTypes: true }).filter((one) => one.isFile()).map((one) => one.name);
const needed = (name) => /^zh-.*\.js$/.test(name);
for (const name of assets.filter(needed)) first.add(`assets/${name}`);
const all = ['index.html', ...assets.map((name) => `assets/${name}`)].map(size);
let total = 0;
for (const one of all) {
  const counts = first.has(one.path);
  if (counts) total += one.gzip;
  console.log(`${counts ? '*' : ' '} ${one.path.padEnd(44)} ${String(one.raw).padStart(8)} ${String(one.gzip).padStart(7)} gz ${String(one.brotli).padStart(7)} br`);
}
console.log(`first load ${total} bytes gzip, at most ${limit}`);
const list = /\["\/","\/icon\.svg"[^\]]*\]/.exec(readFileSync(join(dist, 'sw.js'), 'utf8'))?.[0];
if (!list) throw new Error('sw.js names no files: nothing would be kept');
const kept = JSON.parse(list).filter((path) => path !== '/').reduce((sum, path) => sum + size(path.slice(1)).gzip, 0);
console.log(`kept to start without a line ${kept} bytes gzip, at most ${keptLimit}`);
if (total > limit || kept > keptLimit) process.exit(1);
