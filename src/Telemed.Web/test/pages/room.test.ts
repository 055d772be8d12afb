import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Publication } from '../../src/api/contracts';
import { iso, personOf } from '../mock/data';
import { atRest, expectAccessible, laptop, Rig, shoot } from './browser';
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
  it('consult: check of the devices', async () => {
    rig.server.put(cases['ready']!());
    await everywhere('consult-check', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await expect.poll(() => page.locator('.check-card video').evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
      return page;
    });
  });

  it('room, an instrument at this computer: its kind, its device and how it looks or sounds', async () => {
    rig.server.put(cases['ready']!());
    furnish();
    await everywhere('room-instrument', async (size) => {
      rig.server.room('x').participants = rig.server.room('x').participants.map((one) => ({ ...one, recordingConsent: one.id === 'p-ayse' ? 'unanswered' : 'granted' }));
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('join-room').click();
      // The question lies over the bar for as long as it is not answered.
      await page.getByTestId('consent-recording-agree').click();
      await page.getByTestId('consent-recording').waitFor({ state: 'detached' });
      await page.getByTestId('instruments').click();
      const show = page.getByTestId('instrument-show');
      await expect.poll(() => show.isEnabled()).toBe(true);
      await expect.poll(() => page.getByTestId('instrument-preview').evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
      await shoot(page, `room-instrument-picture-${size.width}`);
      await page.getByTestId('instrument-kind').selectOption('stethoscope');
      await page.getByRole('meter', { name: '仪器音量' }).waitFor();
      await expect.poll(() => show.isEnabled()).toBe(true);
      await atRest(page);
      return page;
    }, { anew: true });
  });

  it('room, with two others, chat and the question for consent', async () => {
    rig.server.put(cases['ready']!());
    furnish();
    await everywhere('room', async (size) => {
      rig.server.room('x').recording = { ...rig.server.room('x').recording, state: 'off', recordedMs: 0 };
      rig.server.room('x').ownRole = 'specialist';
      rig.server.room('x').participants = rig.server.room('x').participants.map((one) => ({ ...one, recordingConsent: one.id === 'p-ayse' ? 'unanswered' : 'granted' }));
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('join-room').click();
      await page.getByTestId('consent-recording-agree').waitFor();
      await expect.poll(() => page.getByTestId('video-remote').first().evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
      await atRest(page);
      // As high as the window and no higher: a bar beside it would be a bright strip.
      if (size === laptop) expect(await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)).toBe(0);
      await shoot(page, `room-consent-${size.width}`);
      await expectAccessible(page);
      await page.getByTestId('consent-recording-agree').click();
      await page.getByTestId('recording-start').click();
      await expect.poll(() => page.getByTestId('recording-state').getAttribute('data-state')).toBe('on');
      rig.server.tell('x', 'Speakers', { participants: ['p-liwei'] });
      rig.server.tell('x', 'Chat', { line: { id: `l-${size.width}`, participant: 'p-liwei', name: personOf('liwei').name, text: '请把心电图对准镜头。', at: iso(Date.now()) } });
      // A lost link is red, a weak one yellow; a good one is not spoken of.
      const badge = page.locator('.tile .link');
      const tellLink = (word: string, score: number) =>
        rig.server.tell('x', 'LinkQuality', { participantId: 'p-zhao', score, word, lossPercent: 8, roundTripMs: 300 });
      for (const [word, score, colour] of [['lost', 1, 'rgb(255, 141, 133)'], ['good', 5, null], ['weak', 2, 'rgb(255, 199, 102)']] as const) {
        tellLink(word, score);
        await expect.poll(() => badge.evaluateAll((all) => all.map((one) => one.getAttribute('data-word')))).toEqual(colour ? [word] : []);
        if (!colour) continue;
        const bars = badge.locator('.link__bar').evaluateAll((all) => all.map((bar) => getComputedStyle(bar).backgroundColor));
        expect(await badge.evaluate((one) => getComputedStyle(one).color)).toBe(colour);
        expect(await bars).toEqual([1, 2, 3, 4, 5].map((bar) => (bar <= score ? colour : 'rgb(51, 64, 76)')));
      }
      if (size.width > 900) {
        await page.getByRole('tab', { name: '消息' }).click();
        await page.getByText('请把心电图对准镜头。').last().waitFor();
      }
      await atRest(page);
      return page;
    }, { anew: true });
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});

/** Puts two other people with picture and sound into room x. */
function furnish(): void {
  const room = rig.server.room('x');
  const publication = (user: string, kind: 'audio' | 'video'): Publication => ({
    id: `${user}-${kind}`, participant: personOf(user).id, mid: '0', kind, feed: kind === 'audio' ? 'voice' : 'face', label: null, muted: false,
  });
  for (const user of ['liwei', 'zhao']) {
    room.participants.push({ id: personOf(user).id, person: personOf(user), role: 'specialist', recordingConsent: 'granted', joinedAt: iso(Date.now()), connected: true });
    room.publications.push(publication(user, 'audio'), publication(user, 'video'));
  }
}
