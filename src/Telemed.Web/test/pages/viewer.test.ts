import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileOf } from '../mock/data';
import { compressed } from '../mock/compressed';
import { dicomOf, ecgOf, slices, twelveLeads } from '../mock/dicom';
import { pdfOf } from '../mock/pdf';
import { laptop, phone, Rig } from './browser';
import { cases, everywhere } from './scenes';

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
  it('a file of a device is looked at in the page, and one that cannot be shown says so', async () => {
    await everywhere('file', async (size) => {
      rig.server.attached.set('ct', Buffer.from(slices(12)));
      rig.server.attached.set('j12', Buffer.from(dicomOf({ rows: 1, columns: 1, pixels: new Uint8Array(2), syntax: '1.2.840.10008.1.2.4.51', isEncapsulated: true })));
      rig.server.put({ ...cases['ready']!(), attachments: [fileOf('j12'), fileOf('ct')] });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('look-at-file').first().click();
      await page.getByTestId('view-fault').getByText('JPEG Extended 12 bit').waitFor();
      expect(await page.getByTestId('fetch-file').getAttribute('href')).toBe('/api/consults/x/attachments/j12');
      await page.keyboard.press('Escape');
      await page.getByTestId('look-at-file').last().click();
      await page.locator('[data-testid="viewer"][data-ready]').waitFor();
      await page.getByTestId('viewer-next').click();
      await expect.poll(() => page.getByTestId('viewer-page').textContent()).toBe('第 2 页，共 12 页');
      return page;
    });
  });

  it('a PDF is read in the page: its pages, its words for who does not see them, Chinese that it does not carry', async () => {
    rig.server.attached.set('doc', pdfOf([
      { text: 'Blood count', gbk: 'd0c4b5e7cdbc', fill: [0.9, 0.95, 1] }, { text: 'Second page', width: 842, height: 595, fill: [1, 0, 0] },
    ]));
    await everywhere('file-pdf', async (size) => {
      rig.server.put({ ...cases['ready']!(), attachments: [fileOf('doc', { name: '血常规.pdf', mediaType: 'application/pdf' })] });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('look-at-file').click();
      await page.locator('[data-testid="viewer"][data-ready]').waitFor();
      await expect.poll(() => page.getByTestId('viewer-text').textContent()).toBe('Blood count\n心电图');
      const canvas = page.getByTestId('viewer').locator('canvas');
      const colour = () => canvas.evaluate((one: HTMLCanvasElement) => [...one.getContext('2d')!.getImageData(one.width / 2, one.height / 2, 1, 1).data].join());
      expect(await canvas.evaluate((one: HTMLCanvasElement) => one.height)).toBe(1_600);
      // Whenever the viewer says that it is ready, the page that it says is the one that is seen.
      await page.getByTestId('viewer').evaluate((viewer) => {
        const looks: string[] = [];
        Object.assign(globalThis, { looks });
        new MutationObserver(() => {
          const one = viewer.querySelector('canvas')!;
          const isRed = one.getContext('2d')!.getImageData(one.width / 2, one.height / 2, 1, 1).data[1] === 0;
          looks.push(viewer.hasAttribute('data-ready') ? `page ${viewer.getAttribute('data-page')} ${isRed ? 'red' : 'white'}` : `busy ${viewer.getAttribute('aria-busy')}`);
        }).observe(viewer, { attributes: true });
      });
      await page.getByTestId('viewer-field').focus();
      for (const key of ['PageDown', 'PageUp', 'PageDown']) await page.keyboard.press(key);
      await page.locator('[data-testid="viewer"][data-page="1"][data-ready]').waitFor();
      expect(await colour()).toBe('255,0,0,255');
      const looks = await page.evaluate(() => (globalThis as unknown as { looks: string[] }).looks);
      expect(looks.at(-1)).toBe('page 1 red');
      expect(looks).toContain('busy true');
      expect(looks.filter((one) => !['page 0 white', 'page 1 red', 'busy true'].includes(one))).toEqual([]);
      expect(await page.getByTestId('viewer-text').textContent()).toBe('Second page');
      for (let turn = 0; turn < 3; turn++) await page.keyboard.press('+');
      await expect.poll(() => canvas.evaluate((one: HTMLCanvasElement) => one.width)).toBe(3_200); // Finer where it is seen nearer.
      await page.keyboard.press('Home');
      await page.keyboard.press('0');
      await page.getByTestId('viewer-text').getByText('Blood count').waitFor({ state: 'attached' });
      return page;
    }, { sizes: { laptop } });
    expect(rig.errors).toEqual([]);
  });

  it('an ECG stands on millimetre paper and is measured by mouse and by keyboard', async () => {
    rig.server.attached.set('ecg', Buffer.from(ecgOf({ leads: twelveLeads })));
    await everywhere('file-ecg', async (size) => {
      rig.server.put({ ...cases['ready']!(), attachments: [fileOf('ecg', { name: '十二导联心电图.dcm' })] });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('look-at-file').click();
      await page.locator('[data-testid="viewer"][data-ready]').waitFor();
      await page.getByTestId('viewer-text').getByText('I II V1 V2 V3 V4 V5 V6 III aVR aVL aVF').waitFor({ state: 'attached' });
      const canvas = page.getByTestId('viewer').locator('canvas');
      if (size !== laptop) return page;
      // Where the curve of the rhythm stands in the picture itself: 8 dots a millimetre, 25 mm/s, 10 mm/mV.
      const beats = await canvas.evaluate((one: HTMLCanvasElement) => {
        const middle = (10 + 3.5 * 30) * 8;
        const row = one.getContext('2d')!.getImageData(0, middle - 5 * 8, one.width, 1).data;
        const dark = Array.from({ length: one.width }, (_, x) => x).filter((x) => x > 16 * 8 && (row[x * 4] ?? 255) < 110);
        return dark.filter((x, at) => at === 0 || x - (dark[at - 1] ?? 0) > 40).map((x) => x / 8);
      });
      expect(beats.length).toBeGreaterThan(10);
      expect(Math.abs((beats.at(-1)! - beats[0]!) / (beats.length - 1) - 20)).toBeLessThan(0.3);
      await page.getByTestId('viewer-measure').click();
      const box = (await canvas.boundingBox())!;
      const at = (millimetre: number) => box.x + (millimetre / 270) * box.width;
      await page.mouse.move(at(100), box.y + box.height * 0.5);
      await page.mouse.down();
      await page.mouse.move(at(120), box.y + box.height * 0.4);
      await page.mouse.up();
      const measured = () => page.getByTestId('viewer-measured').textContent();
      await expect.poll(measured).toMatch(/^(79\d|80\d|81\d) ms · 7[3-7]\/min · 1\.[34]\d mV$/);
      const said = await measured();
      await page.getByTestId('viewer-field').focus();
      await page.keyboard.press('Shift+ArrowLeft');
      await expect.poll(measured).not.toBe(said);
      await page.getByTestId('viewer-speed').selectOption('50');
      await expect.poll(() => canvas.evaluate((one: HTMLCanvasElement) => one.width)).toBe((14 + 500 + 6) * 8);
      await page.getByTestId('viewer-speed').selectOption('25');
      await page.getByTestId('viewer-field').focus();
      const isMeasured = () => page.getByTestId('viewer-measure').getAttribute('aria-pressed');
      expect(await isMeasured()).toBe('true');
      await page.keyboard.press('Control+c');
      await page.keyboard.press('c');
      await expect.poll(isMeasured).toBe('false');
      await page.keyboard.press('c');
      await expect.poll(isMeasured).toBe('true');
      return page;
    }, { sizes: { laptop, phone } });
  });

  it('what is decoded here shows what it shows without compression, and a PDF that is damaged, locked or of no earthly size is answered', async () => {
    const names = ['grey', 'grey-jls', 'grey-j2k', 'colour', 'colour-jls', 'colour-j2k', 'colour-j2k-plain', 'colour-j2k-near'] as const;
    const documents = { torn: Buffer.from('%PDF-1.7\nnothing more'), locked: pdfOf([{ text: 'x' }], true), wide: pdfOf([{ width: 2_000_000, height: 500_000, fill: [0, 0, 1] }]) };
    for (const name of names) rig.server.attached.set(name, Buffer.from(compressed[name], 'base64'));
    for (const [name, bytes] of Object.entries(documents)) rig.server.attached.set(name, bytes);
    rig.server.put({
      ...cases['ready']!(), attachments: [...names.map((name) => fileOf(name)), ...Object.keys(documents).map((name) => fileOf(name, { mediaType: 'application/pdf' }))],
    });
    const page = await rig.signedIn('ayse', { path: '#/consult/x' });
    const shown: Record<string, string> = {};
    for (const [index, name] of names.entries()) {
      await page.getByTestId('look-at-file').nth(index).click();
      await page.locator('[data-testid="viewer"][data-ready]').waitFor();
      shown[name] = await page.getByTestId('viewer').locator('canvas').evaluate((one: HTMLCanvasElement) =>
        [one.width, ...one.getContext('2d')!.getImageData(0, 0, one.width, one.height).data].join());
      await page.keyboard.press('Escape');
    }
    expect(shown['grey']?.split(',').length).toBe(1 + 16 * 12 * 4);
    expect([shown['grey-jls'], shown['grey-j2k'], shown['colour-jls']]).toEqual([shown['grey'], shown['grey'], shown['colour']]);
    const colours = [6, ...Array.from({ length: 24 }, (_, i) => [...[0, 1, 2].map((colour) => ((i % 6) * 40 + Math.floor(i / 6) * 13 + colour * 70) % 256), 255]).flat()];
    expect([shown['colour-j2k'], shown['colour-j2k-plain']]).toEqual([colours.join(), colours.join()]);
    const near = shown['colour-j2k-near']?.split(',').map(Number) ?? [];
    expect(near.length).toBe(colours.length);
    // What was lost in packing is what another's decoder finds lost too: two at most.
    expect(Math.max(...near.map((value, i) => Math.abs(value - (colours[i] ?? 0))))).toBeLessThanOrEqual(2);
    for (const [index, words] of ['已损坏', '设有密码'].entries()) {
      await page.getByTestId('look-at-file').nth(names.length + index).click();
      await page.getByTestId('view-fault').getByText(words).waitFor();
      await page.keyboard.press('Escape');
    }
    await page.getByTestId('look-at-file').nth(names.length + 2).click();
    await page.locator('[data-testid="viewer"][data-ready]').waitFor();
    expect(await page.getByTestId('viewer').locator('canvas').evaluate((one: HTMLCanvasElement) => one.width / one.height)).toBe(4);
    expect(rig.errors).toEqual([]);
    await page.context().close();
  });

  it('a page of a file that cannot be painted says so, and the others can still be turned to', async () => {
    const jpeg = { rows: 1, columns: 1, allocated: 8 as const, frames: 2, pixels: new Uint8Array(8), syntax: '1.2.840.10008.1.2.4.50', isEncapsulated: true };
    rig.server.attached.set('us', Buffer.from(dicomOf(jpeg)));
    rig.server.put({ ...cases['ready']!(), attachments: [fileOf('us')] });
    const page = await rig.signedIn('ayse', { size: laptop, path: '#/consult/x' });
    await page.getByTestId('look-at-file').click();
    await page.getByTestId('page-fault').waitFor();
    await page.getByTestId('viewer-next').click();
    await expect.poll(() => page.getByTestId('viewer-page').textContent()).toBe('第 2 页，共 2 页');
    await page.getByTestId('page-fault').waitFor();
    if (process.env['TELEMED_SHOTS']) await page.screenshot({ path: `${process.env['TELEMED_SHOTS']}/page-fault.png` });
    await page.context().close();
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
