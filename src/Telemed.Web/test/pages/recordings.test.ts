import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { iso, personOf, recordingOf } from '../mock/data';
import { expectAccessible, laptop, Rig, shoot } from './browser';
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
  it('consult: one records officer enters an order, another confirms it, either ends it', async () => {
    const order = {
      id: 'o-1', authority: '州卫生健康委', number: '卫监〔2026〕17号', reason: '投诉核查', until: iso(Date.now() + 864_000_000),
      enteredBy: { ...personOf('liwei'), id: 'p-xu' }, enteredAt: iso(Date.now()), confirmedBy: null, confirmedAt: null, endedBy: null, endedAt: null,
    };
    await everywhere('consult-orders', async (size) => {
      rig.server.put({ ...cases['signed']!(), state: 'closed', mine: 'other', actions: ['keepOrders'], orders: [
        order, { ...order, id: 'o-2', enteredBy: personOf('ayse') }, { ...order, id: 'o-3', confirmedBy: personOf('zhao'), confirmedAt: iso(Date.now()) },
      ] });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await expect.poll(() => page.getByTestId('order-state').allTextContents()).toEqual(['等待第二人确认', '等待第二人确认', '有效']);
      expect(await page.getByTestId('order-confirm').count()).toBe(1); // Nobody confirms their own.
      await page.getByTestId('order-open').click();
      expect(await page.getByTestId('order-enter').isDisabled()).toBe(true);
      await page.getByTestId('order-authority').fill('州卫生健康委');
      await page.getByTestId('order-number').fill('卫监〔2026〕18号');
      await page.getByTestId('order-reason').fill('投诉核查');
      await page.getByTestId('order-until').fill('2031-01-31');
      await page.getByTestId('orders').scrollIntoViewIfNeeded();
      return page;
    });
    const page = await rig.signedIn('ayse', { path: '#/consult/x' });
    const confirmed = page.waitForRequest('**/confirm-order');
    await page.getByTestId('order-confirm').click();
    expect((await confirmed).postDataJSON()).toMatchObject({ id: 'o-1' });
  });

  it('what was drawn and what an order names is listed for who may play it, with a calm word when there is nothing', async () => {
    const playable = [{ id: 'r-1', startedAt: iso(Date.now() - 86_400_000), recordedMs: 754_000 }];
    for (const [user, part, empty] of [['zhou', 'sample', '目前没有抽到的录像。'], ['tang', 'ordered', '没有有效的调阅令。']] as const) {
      rig.server.samples = [];
      rig.server.orders = [];
      const before = await rig.signedIn(user);
      await before.getByTestId(part).getByText(empty).waitFor();
      await before.getByTestId(part).scrollIntoViewIfNeeded();
      await shoot(before, `${part}-empty`);
      rig.server.samples = [{ service: 'cardiology', drawnAt: iso(Date.now()), until: iso(Date.now() + 864_000_000), recordings: playable }];
      rig.server.orders = [{ authority: '州卫生健康委', number: '卫监〔2026〕17号', until: iso(Date.now() + 864_000_000), recordings: playable }];
      await everywhere(part, async (size) => {
        const page = await rig.signedIn(user, { size });
        await page.getByTestId(part).getByTestId('playable').waitFor();
        await page.getByTestId(part).scrollIntoViewIfNeeded();
        return page;
      });
    }
  });

  it('the records officer grants what the patient asks to play, or refuses it, with a reason', async () => {
    const consult = cases['signed']!();
    rig.server.put({ ...consult, state: 'closed', mine: 'other', actions: ['answerPlay'], playRequests: [{
      by: { ...personOf('ayse'), name: { zh: '患者', en: 'Patient' } }, recording: 'r-1', at: iso(Date.now()), answeredBy: null, answeredAt: null, until: null, reason: null,
    }] });
    const page = await rig.signedIn('ayse', { path: '#/consult/x' });
    await page.getByTestId('play-request').getByText('等待病案室答复').waitFor();
    expect(await page.getByTestId('play-grant').isDisabled()).toBe(true);
    await page.getByTestId('play-reason').fill('本人申请');
    await shoot(page, 'play-request');
    await expectAccessible(page);
    const sent = page.waitForRequest('**/answer-play');
    await page.getByTestId('play-grant').click();
    expect((await sent).postDataJSON()).toMatchObject({ recording: 'r-1', granted: true, reason: '本人申请' });
  });

  it('playback', async () => {
    rig.server.put(cases['signed']!());
    rig.server.video = await movie();
    rig.server.recordings.set('r-1', {
      ...recordingOf('r-1', 'x', { width: 320, height: 180, durationMs: 12_000, contentType: 'video/webm' }),
      hasPreview: true,
      keeping: {
        class: 'consult', keptUntil: iso(Date.now() + 90_000_000_000),
        pending: { step: 'hold', by: 'p-xu', name: { zh: '徐芳', en: 'Xu Fang' }, at: iso(Date.now()), reason: '法院调取' },
      },
    });
    const levels = Array.from({ length: 400 }, (_, index) => Math.round(120 + 100 * Math.sin(index / 9) * Math.sin(index / 2)));
    rig.server.previews.set('r-1', {
      durationMs: 12_000, film: null, people: ['ayse', 'li'].map((participant) => ({ participant, levels: btoa(String.fromCharCode(...levels)) })),
    });
    await everywhere('playback', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('recording-play').click();
      await expect.poll(() => page.getByTestId('recording-video').evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0);
      expect(await page.getByTestId('recording-wave').count()).toBe(2);
      await page.getByTestId('recording-speech-after').first().waitFor();
      await page.getByTestId('keeping-confirm').waitFor();
      return page;
    });
  });

  it('what was drawn stands over the picture at its time, and a button takes it away', async () => {
    rig.server.put(cases['signed']!());
    rig.server.video = await movie();
    rig.server.recordings.set('r-1', {
      ...recordingOf('r-1', 'x', { width: 320, height: 180, durationMs: 12_000, contentType: 'video/webm' }), hasPreview: true,
    });
    rig.server.previews.set('r-1', {
      durationMs: 12_000, film: null, people: [],
      drawings: [
        { by: 'ayse', fromMs: 400, toMs: 1200, points: [40, 40, 280, 140] },
        { by: 'ayse', fromMs: 1000, toMs: 1800, points: [40, 140, 280, 40] },
      ],
    });
    const page = await rig.signedIn('ayse', { size: laptop, path: '#/consult/x' });
    await page.getByTestId('recording-play').click();
    const video = page.getByTestId('recording-video');
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime)).toBeGreaterThan(0);
    await video.evaluate((one: HTMLVideoElement) => one.pause());
    expect(await page.locator('.player__watermark').innerText()).toContain(personOf('ayse').name.zh);
    const strokes = page.getByTestId('recording-stroke');
    for (const [seconds, lines] of [[0.2, 0], [0.6, 1], [1.1, 2], [1.5, 1], [2, 0]] as const) {
      await video.evaluate((one: HTMLVideoElement, at) => { one.currentTime = at; }, seconds);
      await expect.poll(() => strokes.count()).toBe(lines);
    }
    await video.evaluate((one: HTMLVideoElement) => { one.currentTime = 1.1; });
    await expect.poll(() => strokes.count()).toBe(2);
    await shoot(page, 'playback-drawn-laptop');
    await page.getByTestId('recording-drawings').click();
    await strokes.first().waitFor({ state: 'detached' });
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});

/** Twelve seconds of film, made by the browser itself: no file lies in the repository for it. */
async function movie(): Promise<Buffer> {
  const page = await (await rig.browser.newContext()).newPage();
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    let frame = 0;
    const timer = setInterval(() => {
      context.fillStyle = `hsl(${frame++ * 5} 50% 40%)`;
      context.fillRect(0, 0, 320, 180);
    }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
    recorder.start(200);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.stop();
    await stopped;
    clearInterval(timer);
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  });
  await page.context().close();
  return Buffer.from(base64, 'base64');
}
