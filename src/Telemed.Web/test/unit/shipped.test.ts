import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = mkdtempSync(join(tmpdir(), 'telemed-shipped-'));
const look = (folder: string) => spawnSync(process.execPath, [join(root, 'tools/shipped.mjs'), folder], { encoding: 'utf8' });

/** The page with something put at the end of its first script. */
function withPlanted(text: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'telemed-planted-'));
  cpSync(page, copy, { recursive: true });
  appendFileSync(join(copy, 'assets', readdirSync(join(copy, 'assets')).find((name) => /^index-.*\.js$/.test(name))!), `\n${text}\n`);
  return copy;
}

describe('the page that is shipped', () => {
  beforeAll(async () => {
    process.env['NODE_ENV'] = 'production';
    await build({ root, mode: 'production', logLevel: 'error', configFile: join(root, 'vite.config.ts'), build: { outDir: page, emptyOutDir: true } });
  });
  afterAll(() => { rmSync(page, { recursive: true }); });

  it('holds no secret', () => {
    const { status, stderr } = look(page);
    expect([stderr, status]).toEqual(['', 0]);
  });

  const bytes = createHash('sha256').update('a key of the test').digest();
  it.each([
    ['a PEM block', '// -----BEGIN EC ' + 'PRIVATE KEY-----'],
    ['a signed token', `x='${['eyJhbGciOiJI', 'eyJzdWIiOiIx', 'c2lnbmF0dXJlLW9mLWl0'].join('.')}'`],
    ["a cloud's access key", `x='AKIA${'A'.repeat(16)}'`],
    ['a secret with its value', "o={demoPassword:'orange'}"],
    ['a secret with its value', 'o={"secret":"orange"}'],
    ['a secret with its value', 'x.signingKey=`orange`'],
    ['a secret in an address', 'fetch(`/api/x?token=${y}`)'],
    ['a secret in an address', 'u.searchParams.set("password",y)'],
    ['the way to a source map', '//# sourceMappingURL=index.js.map'],
    ['a key', `x="${bytes.toString('base64')}"`],
    ['a key', `x="${bytes.toString('hex')}"`],
    ['a key', `x="${randomBytes(48).toString('base64url')}0aA"`],
  ])('is refused with %s', (what, text) => {
    const copy = withPlanted(text);
    try {
      const { status, stderr } = look(copy);
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`^assets/index-.*\\.js: ${what}\\n$`));
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it('is refused with a source map', () => {
    const copy = withPlanted('');
    writeFileSync(join(copy, 'assets', 'index.js.map'), '{}');
    expect(look(copy).stderr).toBe('assets/index.js.map: a source map\n');
    rmSync(copy, { recursive: true });
  });
});
