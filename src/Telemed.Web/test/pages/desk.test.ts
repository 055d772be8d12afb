import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SiteProbe } from '../../src/api/contracts';
import { iso, personOf } from '../mock/data';
import { expectNoSidewaysScroll, phone, Rig, shoot } from './browser';
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

describe('the pseudo-language shows no forgotten text and no clipped page', () => {
  it('desk, on a phone with large text', async () => {
    rig.server.put(cases['waiting']!());
    const page = await rig.signedIn('ayse', { language: 'qps', size: phone });
    await page.evaluate(() => { document.documentElement.dataset['text'] = 'large'; });
    await page.locator('.row').first().waitFor();
    await shoot(page, 'qps-desk-phone-large');
    await expectNoSidewaysScroll(page);
  });
});

describe('every page is accessible and fits at 1366×768, 1920×1080 and 390×844', () => {
  it('sign-in', async () => {
    await everywhere('sign-in', async (size) => {
      const page = await rig.open(await rig.context(size));
      await page.getByTestId('sign-in-submit').waitFor();
      return page;
    });
  });

  it('sign-in with a locked account', async () => {
    rig.server.lockedOut = true;
    await everywhere('sign-in-locked', async (size) => {
      const page = await rig.open(await rig.context(size));
      await page.getByTestId('sign-in-user').fill('ayse');
      await page.getByTestId('sign-in-password').fill('wrong');
      await page.getByTestId('sign-in-submit').click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toMatch(/10 分钟.*\d\d:\d\d/);
      return page;
    });
  });

  it('desk of the requesting side', async () => {
    rig.server.put(cases['waiting']!());
    rig.server.put({ ...cases['signed']!(), id: 'y', urgency: 'urgent', summaryLine: '女，6 岁，反复发热五天，皮疹' });
    rig.server.put({ ...cases['draft']!(), id: 'z', urgency: 'ordinary', summaryLine: '老年男性，血压控制不佳，请协助调整用药' });
    rig.server.put({ ...cases['signed']!(), id: 'w', state: 'closed', urgency: 'ordinary', summaryLine: '已结案的会诊' });
    await everywhere('desk-requester', async (size) => {
      const page = await rig.signedIn('ayse', { size });
      await page.locator('.row').first().waitFor();
      return page;
    });
  });

  it('desk of the requesting side, empty', async () => {
    await everywhere('desk-empty', async (size) => {
      const page = await rig.signedIn('ayse', { size });
      await page.locator('.empty').waitFor();
      return page;
    });
  });

  it('new consult', async () => {
    await everywhere('new-consult', async (size) => {
      const page = await rig.signedIn('ayse', { size });
      await page.getByTestId('new-emergency').click();
      await page.getByTestId('consult-submit').click();
      await page.getByTestId('consult-summary').fill('突发胸痛两小时');
      return page;
    });
  });

  it('the board of the dispatcher', async () => {
    rig.server.put({ ...cases['unstaffed']!(), id: 'n', overdue: ['reply', 'appointment'], actions: ['assign', 'redispatch', 'cancel'] });
    rig.server.put({ ...cases['waiting']!(), id: 'o', urgency: 'urgent', summaryLine: '女，6 岁，反复发热五天，皮疹' });
    rig.server.put({ ...cases['ready']!(), id: 'p', state: 'scheduled', lane: 'planned', urgency: 'ordinary', startsAt: iso(Date.now() + 7_200_000) });
    await everywhere('board', async (size) => {
      const page = await rig.signedIn('hana', { size });
      await page.locator('[data-lane=nobody] .row').waitFor();
      expect(await page.locator('[data-consult=n]').getByTestId('overdue').allTextContents()).toEqual(['答复超时', '预约超时']);
      expect(await page.getByTestId('overdue').count()).toBe(2);
      return page;
    });
    const page = await rig.signedIn('hana', { path: '#/consult/n' });
    await page.getByTestId('overdue').first().waitFor();
    expect(await page.getByTestId('overdue').allTextContents()).toEqual(['答复超时', '预约超时']);
  });

  it('desk and board: the links of the houses before their appointments, and a call from home that nobody answered', async () => {
    const house = personOf('ayse').institution;
    const link = { mode: 'weak' as const, upKbps: 280, downKbps: 310, lossPercent: 2.5, roundTripMs: 180, jitterMs: 14, path: 'tcp' as const };
    const probe = (consult: string, part: Partial<SiteProbe>): SiteProbe => ({
      consult, institution: house, startsAt: iso(Date.now() + 900_000), askedAt: iso(Date.now()), outcome: 'waiting', score: null, link: null, ...part,
    });
    rig.server.probes = [probe('a', { outcome: 'measured', score: 3, link }), probe('b', { outcome: 'notReached' }), probe('c', {})];
    for (const [user, name] of [['ayse', 'desk-links'], ['hana', 'board-links']] as const) {
      rig.server.put({
        ...cases['signed']!(), state: 'closed', patientLabel: '', summaryLine: '', summary: null, actions: user === 'hana' ? ['answerAlert'] : [], phoneInstead: '0990-555-0133',
        aftermath: {
          followUp: null, referral: null, visits: [], settlement: null, contract: null, nurses: [],
          alerts: [{ at: iso(Date.now() - 400_000), by: personOf('ayse'), text: null, answeredBy: null, answeredAt: null, answer: null, escalatedAt: iso(Date.now() - 100_000) }],
        },
      });
      await everywhere(name, async (size) => {
        const page = await rig.signedIn(user, { size });
        const card = page.getByTestId('site-probes');
        await card.locator('[data-outcome=measured]').getByText('小画面视频').waitFor();
        await card.locator('[data-outcome=notReached]').getByText('站点未响应').waitFor();
        await card.locator('[data-outcome=waiting]').getByText('检测中').waitFor();
        if (user === 'hana') await page.locator('[data-lane=calls]').getByTestId('consult-open').waitFor();
        await card.scrollIntoViewIfNeeded();
        return page;
      });
    }
    const page = await rig.signedIn('hana', { path: '#/consult/x' });
    expect(await page.getByTestId('alert-open').textContent()).toContain('0990-555-0133');
    await page.getByTestId('alert-answer').fill('已电话联系卫生院');
    await page.getByTestId('alert-send').click();
    await expect.poll(() => rig.server.requests).toContain('POST /api/consults/x/answer-alert');
  });

  it('settings', async () => {
    await everywhere('settings', async (size) => {
      const page = await rig.signedIn('ayse', { size });
      await page.getByTestId('settings').click();
      await page.getByTestId('sign-out').waitFor();
      return page;
    });
  });

  it('desk of the specialist, and the ring', async () => {
    await everywhere('ring', async (size) => {
      rig.server.setOff('liwei');
      const page = await rig.signedIn('liwei', { size });
      await page.getByTestId('availability-toggle').click();
      await page.getByText('可接诊').first().waitFor();
      await page.locator('.desk').waitFor();
      await shoot(page, `desk-specialist-${size.width}`);
      const consult = cases['waiting']!();
      await expect.poll(() => {
        rig.server.ring('liwei', consult, consult.offers[1]!, 24_000);
        return page.getByTestId('ring').isVisible();
      }).toBe(true);
      return page;
    });
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
