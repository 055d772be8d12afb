// Finds what the type checker cannot: words outside the catalogues, and CSS that knows left from right.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('..', import.meta.url));
const faults = [];
const files = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

const spoken = new Set(['aria-label', 'aria-valuetext', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'text', 'hint']);
const letters = /\p{L}{2,}/u;
const han = /\p{Script=Han}/u;
/** The languages' own names are the same in every catalogue. */
const allowed = new Set(['中文']);

function lineOf(text, offset) {
  return text.slice(0, offset).split('\n').length;
}

function checkText(file, text) {
  const report = (node, what) => faults.push(`${relative(root, file)}:${lineOf(text, node.start)}: ${what}`);
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!node || typeof node.type !== 'string') return;
    if (node.type === 'JSXText' && letters.test(node.value)) report(node, `text outside the catalogues: ${node.value.trim()}`);
    if (node.type === 'JSXAttribute' && spoken.has(attributeName(node.name)) && typeof node.value?.value === 'string'
      && letters.test(node.value.value)) report(node, `text outside the catalogues: ${node.value.value}`);
    const literal = node.type === 'Literal' ? node.value : node.type === 'TemplateElement' ? node.value?.cooked : null;
    if (typeof literal === 'string' && han.test(literal) && !allowed.has(literal)) report(node, `text outside the catalogues: ${literal}`);
    for (const [key, child] of Object.entries(node)) if (key !== 'parent' && child && typeof child === 'object') visit(child);
  };
  visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file).body);
}

function attributeName(name) {
  return name.type === 'JSXIdentifier' ? name.name : '';
}

const physical = /^\s*(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)(?:-\w+)*|left|right|top|bottom|(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:/;
const sided = /^\s*(?:text-align|float|clear)\s*:\s*(?:left|right)\b/;

function checkStyle(file, text) {
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).split('\n').forEach((line, index) => {
    if (physical.test(line) || sided.test(line)) faults.push(`${relative(root, file)}:${index + 1}: physical property: ${line.trim()}`);
  });
}

function checkCatalogue() {
  const keys = (name) => [...readFileSync(join(root, 'src/i18n', name), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map((match) => match[1]);
  const sources = files(join(root, 'src')).filter((file) => /\.tsx?$/.test(file) && !/i18n[\\/](?:zh|en)\.ts$/.test(file))
    .map((file) => readFileSync(file, 'utf8')).join('\n');
  // A key that is put together of a prefix and a code is in use when its prefix is.
  const prefixes = [...sources.matchAll(/[`']([\w.-]+\.)\$\{/g)].map((match) => match[1]);
  for (const key of keys('zh.ts')) {
    if (!sources.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix))) faults.push(`src/i18n/zh.ts: nothing uses ${key}`);
  }
}

function checkLock() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  for (const [, url] of lock.matchAll(/"resolved": "([^"]+)"/g)) {
    if (!url.startsWith('https://registry.npmjs.org/')) faults.push(`package-lock.json: resolved from ${url}`);
  }
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (!/^\d+\.\d+\.\d+$/.test(version)) faults.push(`package.json: ${name} is not pinned: ${version}`);
  }
}

for (const file of files(join(root, 'src'))) {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.css')) checkStyle(file, text);
  else if (/\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !/i18n[\\/](?:zh|en|pseudo)\.ts$/.test(file)) checkText(file, text);
}
checkCatalogue();
checkLock();
if (faults.length > 0) {
  console.error(faults.join('\n'));
  console.error(`${faults.length} found`);
  process.exit(1);
}
console.log('no text outside the catalogues, no physical property, every dependency pinned');
