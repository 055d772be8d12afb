import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { consultOf, iso, personOf } from '../mock/data';
import { qrFilm } from '../mock/qr';
import { expectAccessible, expectNoSidewaysScroll, phone, Rig, shoot } from './browser';

const caseId = '0192f3a4b5c6d7e8f90a1b2c3d4e5f60';
const startsAt = Math.floor(Date.now() / 1_000) + 7_200;
const slip = (at = startsAt) => `https://telemed.example/#/consult/${caseId}/slip/${at}`;

let rig: Rig;
let folder: string;

beforeAll(async () => {
  // What every camera of this file sees: a slip of paper.
  folder = mkdtempSync(join(tmpdir(), 'telemed-pages-'));
  writeFileSync(join(folder, 'camera.y4m'), qrFilm(slip()));
  rig = await Rig.start([`--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`]);
});
afterAll(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await rig.clear();
});

const planned = (at: number | null, part = {}) => consultOf({
  id: caseId, state: 'scheduled', lane: 'planned', urgency: 'ordinary', specialist: personOf('liwei'), startsAt: at === null ? null : iso(at * 1_000),
  actions: ['arrive', 'identify', 'cancel'], ...part,
});

/** The page without one of the things that scanning rests on. */
async function without(what: (page: Page) => Promise<unknown>, user = 'ayse'): Promise<Page> {
  const page = await rig.signedIn(user);
  await what(page);
  await page.reload();
  await page.getByTestId('scan-slip').click();
  return page;
}

/** Holds what is asked for back until it is released; what comes of it is drawn by then. */
async function held(page: Page, path: string): Promise<{ came: Promise<void>; release: () => Promise<void> }> {
  let [arrive, free] = [() => {}, () => {}];
  const came = new Promise<void>((resolve) => { arrive = resolve; });
  const freed = new Promise<void>((resolve) => { free = resolve; });
  await page.route(path, async (route) => {
    const response = await route.fetch();
    arrive();
    await freed;
    await route.fulfill({ response });
  });
  return {
    came,
    release: async () => {
      const answered = page.waitForResponse(path).then((response) => response.finished());
      free();
      await answered;
      await page.unrouteAll({ behavior: 'wait' });
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    },
  };
}

const pictureOf = (page: Page, svg: string) => page.evaluate(async (text) => {
  const image = new Image();
  image.src = `data:image/svg+xml;utf8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 400 });
  canvas.getContext('2d')!.drawImage(image, 0, 0, 400, 400);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}, svg).then((text) => Buffer.from(text, 'base64'));

describe('codes on paper', () => {
  it('a slip before the camera opens its case; one that is out of date says so', async () => {
    rig.server.put(planned(startsAt));
    const page = await rig.signedIn('ayse');
    const asked = await held(page, `**/api/consults/${caseId}`);
    await page.getByTestId('scan-slip').click();
    await asked.came;
    await page.keyboard.press('Escape');
    await page.getByTestId('scan').waitFor({ state: 'detached' });
    await asked.release();
    expect(await page.evaluate(() => location.hash)).toBe(''); // Whoever closed the sheet goes nowhere.
    await page.getByTestId('scan-slip').click();
    await page.getByTestId('slip-holds').waitFor();
    expect(await page.evaluate(() => location.hash)).toBe(`#/consult/${caseId}/slip/${startsAt}`);
    await page.getByTestId('patient-arrived').waitFor();
    await shoot(page, 'scan-holds');
    await expectAccessible(page);
    rig.server.put(planned(startsAt + 1_800, { version: 2 }));
    await page.getByTestId('slip-over').getByText('现已改为').waitFor();
    rig.server.put(planned(startsAt, { version: 3, state: 'cancelled' }));
    await page.getByTestId('slip-over').getByText('已取消').waitFor();
    await shoot(page, 'scan-over');
  });

  it('a slip says that it is being checked, that there is no such case, or that it was not checked and can be', async () => {
    rig.server.put(planned(startsAt));
    const page = await rig.signedIn('ayse');
    const asked = await held(page, `**/api/consults/${caseId}`);
    await page.evaluate((hash) => { location.hash = hash; }, `#/consult/${caseId}/slip/${startsAt}`);
    await page.getByTestId('slip-checking').waitFor();
    await asked.release();
    await page.getByTestId('slip-holds').waitFor();
    await page.route(`**/api/consults/${caseId}`, (route) => route.abort());
    rig.server.put(planned(startsAt + 1_800, { version: 2 }));
    await page.getByTestId('slip-unchecked').waitFor();
    expect(await page.getByTestId('slip-holds').count()).toBe(0); // What was true before is not said to be.
    await shoot(page, 'slip-unchecked');
    await expectAccessible(page);
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByTestId('slip-again').click();
    await page.getByTestId('slip-over').getByText('现已改为').waitFor();
    await page.evaluate(() => { location.hash = '#/consult/nowhere/slip/1790000000'; });
    await page.getByTestId('slip-unknown').waitFor();
    await shoot(page, 'slip-unknown');
    await expectAccessible(page);
  });

  it('a code that leads to no case keeps the sheet open and says why; the number on the slip is typed instead', async () => {
    const page = await rig.signedIn('ayse', { size: phone });
    await page.getByTestId('scan-slip').click();
    await page.getByTestId('scan-fault').getByText('没有找到这张单对应的会诊').waitFor();
    expect(await page.getByTestId('scan-state').getAttribute('data-camera')).toBe('on');
    await shoot(page, 'scan-phone');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByTestId('scan-typed').fill(`${rig.server.url}/#/guest/x.g-1.0a1b2c3d`);
    await page.keyboard.press('Enter');
    await page.getByTestId('scan-fault').getByText('患者手机').waitFor();
    await page.getByTestId('scan-typed').fill('https://elsewhere.example/pay?now');
    await page.keyboard.press('Enter');
    await page.getByTestId('scan-fault').getByText('这不是本系统预约单的码').waitFor();
    rig.server.put(planned(startsAt));
    await page.getByTestId('scan-typed').fill('0192 f3a4 B5C6 d7e8 f90a 1b2c 3d4e 5f60');
    await page.keyboard.press('Enter');
    await page.getByTestId('patient-arrived').waitFor();
    expect(await page.getByTestId('scan').count()).toBe(0);
  });

  it('without a camera, and where it is refused, a picture of the printed slip does', async () => {
    const page = await without((one) => one.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    }));
    await page.getByTestId('scan-camera-fault').getByText('未获授权').waitFor();
    await shoot(page, 'scan-denied');
    await expectAccessible(page);
    await page.getByTestId('scan-file').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await page.getByTestId('scan-fault').getByText('没有找到二维码').waitFor();
    await page.getByTestId('scan-file').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByTestId('scan-fault').getByText('不是图片').waitFor();

    // The slip as it is printed here: made, painted, photographed, read back.
    rig.server.put(planned(startsAt, { actions: ['schedule', 'arrive'] }));
    const other = await rig.signedIn('ayse', { path: `#/consult/${caseId}` });
    await other.getByTestId('slip-make').click();
    expect(await other.getByTestId('slip-code').textContent()).toBe('0192 f3a4 b5c6 d7e8 f90a 1b2c 3d4e 5f60');
    const printed = decodeURIComponent((await other.getByTestId('slip').locator('img').getAttribute('src') ?? '').slice('data:image/svg+xml;utf8,'.length));
    const picture = await pictureOf(page, printed);
    await page.getByTestId('scan').evaluate(async (sheet, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], 'slip.png', { type: 'image/png' }));
      sheet.querySelector('.scan')!.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: data }));
    }, picture.toString('base64'));
    await page.getByTestId('slip-holds').waitFor();
  });

  it('a patient’s card is compared with the request, or fills it in', async () => {
    rig.server.put(planned(startsAt, { patient: { name: '艾山江', sex: 'male', ageYears: 58, identifiers: [{ system: 'health-code', value: 'HC-6530-2119' }] } }));
    const page = await rig.signedIn('ayse', { path: `#/consult/${caseId}` });
    await page.getByTestId('identity-scan').click();
    await page.getByTestId('scan-fault').getByText('这不是患者的码').waitFor(); // The slip is before the camera.
    await page.getByTestId('scan-typed').fill('HC-0000-0000');
    await page.keyboard.press('Enter');
    await page.getByTestId('scan-fault').getByText('不一致').waitFor();
    expect(await page.getByTestId('identity-health-code').isChecked()).toBe(false);
    await page.getByTestId('scan-typed').fill('hc6530 2119');
    await page.keyboard.press('Enter');
    await page.getByTestId('scan').waitFor({ state: 'detached' });
    expect(await page.getByTestId('identity-health-code').isChecked()).toBe(true);

    const desk = await rig.signedIn('ayse');
    await desk.getByTestId('new-consult').click();
    await desk.getByTestId('consult-scan').click();
    await desk.getByTestId('scan-typed').fill('HC-6530-2119');
    await desk.keyboard.press('Enter');
    await desk.getByTestId('scan').waitFor({ state: 'detached' });
    expect(await desk.getByTestId('consult-patient-identifier').inputValue()).toBe('HC-6530-2119');
    expect(rig.server.requests.some((one) => one.startsWith('POST /api/consults'))).toBe(false); // The inner form sends no outer one.
    expect(rig.errors).toEqual([]);
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
