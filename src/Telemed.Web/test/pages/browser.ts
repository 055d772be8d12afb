import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { MockServer } from '../mock/server';
import { relayIn } from './relay';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Where pictures of the pages go; none are taken when it is not set. */
const shots = process.env['TELEMED_SHOTS'];

export const laptop = { width: 1366, height: 768 };
export const desktop = { width: 1920, height: 1080 };
export const phone = { width: 390, height: 844 };

/** Chromium heeds the last list of these alone: Playwright's own, which comes before, is in it as far as it takes time here. */
const withoutFeatures = ['WebRtcHideLocalIpsWithMdns', 'PaintHolding', 'MediaRouter', 'OptimizationHints', 'SpareRendererForSitePerProcess'];

function chromiumPath(): string {
  const found = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => path && existsSync(path));
  if (!found) throw new Error('Chromium is needed for the page tests');
  return found;
}

/** The built page, the mock server and a real Chromium, for one test file. */
export class Rig {
  readonly errors: string[] = [];
  readonly #cookies = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

  private constructor(readonly server: MockServer, readonly browser: Browser, readonly relay: Awaited<ReturnType<typeof relayIn>>) {}

  static async start(more: readonly string[] = []): Promise<Rig> {
    const dist = join(root, 'node_modules/.cache/telemed-test-dist');
    // As it is shipped: Vite takes its mode from here, and a test runner has set another.
    process.env['NODE_ENV'] = 'production';
    await build({ root, mode: 'production', logLevel: 'error', configFile: join(root, 'vite.config.ts'), build: { outDir: dist, emptyOutDir: true } });
    const server = await MockServer.start(dist);
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: [
        '--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
        '--auto-accept-this-tab-capture', `--disable-features=${withoutFeatures.join()}`, '--autoplay-policy=no-user-gesture-required', ...more,
      ],
    });
    const relay = await relayIn(browser);
    server.answer = relay.answer;
    server.check = relay.check;
    return new Rig(server, browser, relay);
  }

  /** After each test: nothing of it is left to the next but who is signed in. */
  async clear(): Promise<void> {
    for (const context of this.browser.contexts().slice(1)) await context.close();
    await this.relay.clear();
    this.server.clear();
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** A window; the page's service worker, which fetches all of the page for itself, is there only where a test is about it. */
  async context(size = laptop, language: 'zh' | 'en' | 'qps' = 'zh', serviceWorkers: 'allow' | 'block' = 'block'): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: size, permissions: ['camera', 'microphone'], locale: 'zh-CN', serviceWorkers });
    await context.addInitScript((code) => {
      if (code !== 'qps') localStorage.setItem('telemed.language', code);
    }, language);
    return context;
  }

  async open(context: BrowserContext, path = '/'): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) this.errors.push(message.text());
    });
    await page.goto(this.server.url + path);
    return page;
  }

  /** A window of a person who signed in before; the session is theirs for the whole test file. */
  async signedIn(user: string, options: { size?: typeof laptop; language?: 'zh' | 'en' | 'qps'; path?: string; serviceWorkers?: 'allow'; clock?: boolean } = {}): Promise<Page> {
    const context = await this.context(options.size, options.language, options.serviceWorkers);
    const start = `/${options.language === 'qps' ? '?lang=qps' : ''}`;
    let state = this.#cookies.get(user);
    if (!state) {
      const page = await this.open(context, start);
      await signIn(page, user);
      state = await context.cookies();
      this.#cookies.set(user, state);
      await page.close();
    }
    await context.addCookies(state);
    // Time goes on as ever, and can be turned forward.
    if (options.clock) await context.clock.install();
    const page = await this.open(context, start + (options.path ?? ''));
    await page.locator('main').waitFor();
    return page;
  }
}

export async function signIn(page: Page, user: string, password = 'secret'): Promise<void> {
  await page.getByTestId('sign-in-user').fill(user);
  await page.getByTestId('sign-in-password').fill(password);
  await page.getByTestId('sign-in-submit').click();
  await page.locator('.top').waitFor();
}

/** Draws a window larger or smaller; what stood in its middle stays there. */
export async function resize(page: Page, size: typeof laptop): Promise<void> {
  const middle = await page.evaluateHandle(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2));
  await page.setViewportSize(size);
  await middle.evaluate((element) => {
    element?.scrollIntoView({ block: 'center' });
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

/** What moves in has come in: half transparent its colours would be others. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((one) => one.finished));
  });
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Runs axe-core on what the page shows now and fails with every violation named. */
export async function expectAccessible(page: Page): Promise<void> {
  // The page's own policy forbids foreign scripts; the checker comes in by the debugger, not by the page.
  const source = await (await import('node:fs/promises')).readFile(axePath, 'utf8');
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`);
  });
  expect(violations).toEqual([]);
}

/** Nothing may be wider than the window: a page that scrolls sideways was not made for it. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
}
