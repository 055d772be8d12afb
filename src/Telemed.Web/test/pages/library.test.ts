import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Consult, LibraryCopy } from '../../src/api/contracts';
import { consultOf, personOf } from '../mock/data';
import { expectAccessible, Rig, shoot } from './browser';
import { everywhere, withOpinion } from './scenes';

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

/** The smallest PNG there is. */
const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const libraryCopy = (id: string, service: string): LibraryCopy => ({
  id, service, level: 'township', sex: 'female', ageBand: '60-64',
  text: { title: '突发胸痛两小时', summary: '突发胸痛两小时，大汗。', findings: 'V1–V4 导联 ST 段抬高。', advice: '立即溶栓，第 2 天复查。' },
  files: [{ id: 'f1', mediaType: 'image/png', size: onePixel.length }],
});

describe('every page is accessible and fits at 1366×768, 1920×1080 and 390×844', () => {
  it('the case library: looked for by service and words, page by page, and a case with its picture', async () => {
    rig.server.library = Array.from({ length: 12 }, (_, i) => libraryCopy(`l-${i}`, i === 11 ? 'neurology' : 'cardiology'));
    rig.server.attached.set('f1', onePixel);
    await everywhere('library', async (size) => {
      const page = await rig.signedIn('ding', { size });
      await page.getByTestId('to-library').click();
      await page.getByTestId('library-row').first().waitFor();
      return page;
    });
    await everywhere('library-copy', async (size) => {
      const page = await rig.signedIn('ding', { size, path: '#/library/l-0' });
      await page.getByTestId('copy-picture').waitFor();
      return page;
    });
    const page = await rig.signedIn('ding', { path: '#/library' });
    await page.getByTestId('library-row').nth(9).waitFor();
    expect(await page.getByTestId('library-row').count()).toBe(10);
    await page.getByTestId('library-more').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('library-row').nth(11).waitFor();
    await page.getByTestId('library-service').selectOption('neurology');
    await expect.poll(() => page.getByTestId('library-row').count()).toBe(1);
    await page.getByTestId('library-words').fill('骨折');
    await page.keyboard.press('Enter');
    await page.getByText('病例库中没有这样的病例。').waitFor();
    await expectAccessible(page);
    // What was looked for stands in no address, and so in nobody's log.
    expect(page.url()).not.toContain(encodeURIComponent('骨折'));
    expect(rig.server.requests.filter((one) => one.includes('library')).every((one) => one === 'POST /api/library/search' || one.startsWith('GET /api/library/l-'))).toBe(true);
    // Who keeps or oversees the network has no way there.
    const keeper = await rig.signedIn('guo');
    await keeper.getByTestId('network-file').waitFor();
    expect(await keeper.getByTestId('to-library').count()).toBe(0);
  });

  it('a copy of a child\'s case: the guardian says yes, and what they are to the child is one of the words that every page knows', async () => {
    rig.server.put(consultOf({ id: 'x', state: 'closed', mine: 'requester', specialist: personOf('liwei'), opinion: withOpinion, needsGuardian: true }));
    const page = await rig.signedIn('ayse', { path: '#/consult/x' });
    await page.getByTestId('guardian-name').fill('王秀英');
    await page.getByTestId('guardian-relation').selectOption('mother');
    expect(await page.getByTestId('library-agree').isDisabled()).toBe(true);
    await page.getByTestId('guardian-identifier').fill('650104198803030022');
    await page.getByTestId('library-card').scrollIntoViewIfNeeded();
    await shoot(page, 'copy-child');
    await expectAccessible(page);
    await page.getByTestId('library-agree').click();
    await page.getByTestId('library-withdraw').waitFor();
  });

  it('a copy for the library: consent, what was taken out, what is still found, and a second person', async () => {
    rig.server.attached.set('pic', onePixel);
    rig.server.copyDraft = {
      service: 'cardiology', level: 'township', sex: 'female', ageBand: '60-64',
      text: { title: '突发胸痛两小时', summary: '[…] 突发胸痛两小时', findings: 'ST 段抬高', advice: '第 2 天复查' },
      taken: [
        { field: 'summary', start: 0, length: 3, kind: 'name', was: '王秀英' },
        { field: 'advice', start: 0, length: 5, kind: 'date', was: '3月3日' },
      ],
      files: [{ id: 'pic', mediaType: 'image/png' }],
    };
    rig.server.put(consultOf({ id: 'x', state: 'closed', mine: 'requester', specialist: personOf('liwei'), opinion: withOpinion, actions: ['proposeCopy'] }));
    await everywhere('copy-write', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('library-agree').waitFor();
      await page.getByTestId('copy-write').click();
      await page.getByTestId('copy-marked').first().waitFor();
      await page.getByTestId('library-card').scrollIntoViewIfNeeded();
      return page;
    });
    const page = await rig.signedIn('ayse', { path: '#/consult/x' });
    await page.getByTestId('library-agree').click();
    await page.getByTestId('library-withdraw').waitFor();
    await page.getByTestId('copy-write').click();
    expect(await page.getByTestId('copy-marked').first().locator('mark').getAttribute('title')).toBe('姓名：王秀英');
    await page.getByTestId('copy-findings').fill('电话 13812345678');
    await page.getByTestId('copy-file').check();
    await page.getByTestId('copy-propose').click();
    expect(await page.getByTestId('copy-marked').filter({ hasText: '13812345678' }).locator('mark').getAttribute('title')).toBe('长号码');
    await page.getByTestId('copy-findings').fill('ST 段抬高');
    await page.getByTestId('copy-propose').click();
    await page.getByTestId('copy-status').getByText('等待第二人放行').waitFor();
    const proposed = rig.server.consults.get('x') as Consult;
    expect(proposed.copy?.files.map((one) => one.id)).toEqual(['pic']);

    // The second person sees the copy, and nothing of the case.
    rig.server.put({ ...proposed, mine: 'other', summary: null, summaryLine: null, patient: null, patientLabel: null, opinion: null, timeline: [], actions: ['reviewCopy'] });
    await everywhere('copy-review', async (size) => {
      const reviewer = await rig.signedIn('zhou', { size });
      await reviewer.locator('[data-lane="copies"] a').first().click();
      await reviewer.getByTestId('copy-picture').waitFor();
      return reviewer;
    });
    const reviewer = await rig.signedIn('zhou', { path: '#/consult/x' });
    await reviewer.getByTestId('copy-release').click();
    await reviewer.getByText('已放入病例库。').waitFor();
    expect(rig.server.consults.get('x')?.copy?.status).toBe('released');
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
