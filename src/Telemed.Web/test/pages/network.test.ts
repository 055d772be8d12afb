import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alarmOf, iso, personOf } from '../mock/data';
import { expectNoSidewaysScroll, phone, Rig, shoot } from './browser';
import { everywhere } from './scenes';

/** The page of the network asks anew as often as this. */
const betweenLooksMs = 10_000;

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(async () => {
  await rig.stop();
});
afterEach(async () => {
  await rig.clear();
});

describe('every page is accessible and fits at 1366×768, 1920×1080 and 390×844', () => {
  it('oversight: opened glasses and counts', async () => {
    rig.server.glasses = [
      { consult: 'x', person: personOf('zhao'), at: iso(Date.now() - 300_000_000), until: iso(Date.now() - 296_400_000), reason: '患者昏迷送至本院，急需既往会诊记录。', reviewedBy: null, reviewedAt: null, justified: null, overdue: true },
      { consult: 'y', person: personOf('ayse'), at: iso(Date.now() - 600_000), until: iso(Date.now() + 3_000_000), reason: '急诊转入', reviewedBy: null, reviewedAt: null, justified: null, overdue: false },
    ];
    await everywhere('oversight', async (size) => {
      const page = await rig.signedIn('tang', { size });
      await page.getByTestId('glass').first().waitFor();
      await page.getByTestId('counts').waitFor();
      return page;
    });
    // The same columns are wider in English.
    const page = await rig.signedIn('tang', { size: phone, language: 'en' });
    await page.getByTestId('counts').waitFor();
    await expectNoSidewaysScroll(page);
  });

  it('the network, for its administrator', async () => {
    await everywhere('admin', async (size) => {
      const page = await rig.signedIn('guo', { size });
      await page.getByTestId('network-file').waitFor();
      return page;
    });
  });

  it('the network as its operator sees it', async () => {
    rig.server.alarms = [alarmOf(), alarmOf({ id: 'a-2', kind: 'diskFilling', subject: 'node-a', subjectName: null, severity: 'notice', value: 72 })];
    await everywhere('operator', async (size) => {
      const page = await rig.signedIn('guo', { size, path: '#/operator' });
      await page.getByTestId('site').first().waitFor();
      await page.getByTestId('network-tree').click();
      await page.locator('.operator__twig').first().waitFor();
      await shoot(page, `operator-tree-${size.width}`);
      await page.getByTestId('network-grid').click();
      await page.locator('#network-title').scrollIntoViewIfNeeded();
      await shoot(page, `operator-grid-${size.width}`);
      await page.evaluate(() => scrollTo(0, 0));
      return page;
    });
  });

  it('a site over time', async () => {
    await everywhere('operator-site', async (size) => {
      const page = await rig.signedIn('guo', { size, path: '#/operator/clinic' });
      await page.getByTestId('plots').waitFor();
      await page.locator('.plot summary').first().click();
      await page.getByTestId('plots').scrollIntoViewIfNeeded();
      return page;
    }, { anew: true });
  });

  it('an operator takes an alarm on and reads a plot by keyboard alone', async () => {
    rig.server.alarms = [alarmOf()];
    const page = await rig.signedIn('guo', { path: '#/operator' });
    await page.getByTestId('alarm-take').waitFor();
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByTestId('alarm-take').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('alarm-note').waitFor(); // A sheet that is not open yet takes no focus, and takes it for itself when it opens.
    await page.getByTestId('alarm-note').focus();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('alarm-note');
    await page.keyboard.type('已联系运营商');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByTestId('alarm').getByText('已联系运营商').waitFor();
    await page.getByTestId('alarm-note').waitFor({ state: 'detached' }); // While its sheet is there nothing behind it takes the focus.
    expect(await page.getByTestId('alarm-take').count()).toBe(0);
    // The button is gone: the focus stands in the row that says so, and the next key goes on from there.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('alarm');
    expect(rig.server.alarms[0]?.acknowledgedBy?.zh).toBe('郭斌');

    await page.locator('[data-testid=site][data-state=unreachable]').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('plots').waitFor();
    const slider = page.locator('.plot__slider').nth(1);
    const last = await slider.getAttribute('aria-valuetext');
    await slider.focus();
    await page.keyboard.press('Home');
    const first = await slider.getAttribute('aria-valuetext');
    expect(first).toMatch(/平均 0\.4 %.*2 %/);
    expect(first).not.toBe(last);
    const table = await page.getByTestId('history-csv').getAttribute('href');
    expect(table).toMatch(/^\/api\/operator\/sites\/clinic\/history\.csv\?from=.*&until=/);
  });

  it('an answer about the network that comes late does not hide a newer one', async () => {
    rig.server.alarms = [alarmOf()];
    const page = await rig.signedIn('guo', { path: '#/operator', clock: true });
    await page.getByTestId('alarm').first().waitFor();
    let release = () => {};
    rig.server.holdOverview = new Promise((resolve) => {
      release = resolve;
    });
    await page.clock.fastForward(betweenLooksMs);
    await expect.poll(() => rig.server.holdOverview === null).toBe(true);
    await page.getByTestId('alarm-take').click();
    await page.getByTestId('alarm-taken').click();
    await expect.poll(() => page.getByTestId('alarm-take').count()).toBe(0);
    release();
    // What is asked now is answered after what was held.
    await page.evaluate(() => fetch('/api/me').then((answer) => answer.text()));
    expect(await page.getByTestId('alarm-take').count()).toBe(0);
    // The button is gone: the focus stands in the row that says so, and the next key goes on from there.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('alarm');
  });

  it('without a line the network stays as it was last seen, and the page says so', async () => {
    const page = await rig.signedIn('guo', { path: '#/operator', clock: true });
    await page.getByTestId('site').first().waitFor();
    rig.server.down = true;
    await page.clock.fastForward(betweenLooksMs);
    await page.getByTestId('operator-old').waitFor();
    expect(await page.getByTestId('site').count()).toBe(5);
    rig.server.down = false;
    await page.clock.fastForward(betweenLooksMs);
    await expect.poll(() => page.getByTestId('operator-old').count()).toBe(0);
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
