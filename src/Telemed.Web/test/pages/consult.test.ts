import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { consultOf, iso, personOf } from '../mock/data';
import { expectNoSidewaysScroll, Rig, shoot } from './browser';
import { cases, everywhere, offer } from './scenes';

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
  for (const name of ['waiting', 'signed'] as const) {
    it(`consult: ${name}`, async () => {
      rig.server.put(cases[name]!());
      const page = await rig.signedIn('ayse', { language: 'qps', path: '#/consult/x' });
      await page.getByTestId('consult-state').waitFor();
      await shoot(page, `qps-${name}`);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
      await expectNoSidewaysScroll(page);
      const labels = await page.locator('main button:visible').allInnerTexts();
      expect(labels.filter((label) => label.trim() && !label.includes('['))).toEqual([]);
    });
  }
});

describe('every page is accessible and fits at 1366×768, 1920×1080 and 390×844', () => {
  it('a consult to be reviewed', async () => {
    rig.server.put(consultOf({ id: 'x', state: 'underReview', lane: 'planned', urgency: 'ordinary', actions: ['decide'] }));
    await everywhere('consult-review', async (size) => {
      const page = await rig.signedIn('zhou', { size, path: '#/consult/x' });
      await page.getByTestId('review-note').fill('缺少心电图原始图像，请补充。');
      await page.getByText('审核通过后才会呼叫专家').waitFor();
      return page;
    });
  });

  it('a planned consult: consent of a guardian, identity, experts, appointment', async () => {
    rig.server.put(consultOf({
      id: 'x', state: 'accepted', lane: 'planned', urgency: 'ordinary', specialist: personOf('liwei'), offers: [offer('accepted')],
      actions: ['consent', 'identify', 'arrive', 'schedule', 'cancel'], needsGuardian: true,
      experts: [{
        person: personOf('zhao'), status: 'offered', notifiedAt: iso(Date.now()), until: iso(Date.now() + 600_000), respondedAt: null,
        joinedAt: null, signedAt: null, declineReason: null,
      }],
    }));
    await everywhere('consult-planned', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('identity-name').check();
      await page.getByTestId('consent-consult-agree').click();
      expect(await page.getByTestId('guardian-name').getAttribute('aria-invalid')).toBe('true');
      return page;
    });
  });

  it('an appointment is one of the free places, told how it was asked for, and goes on paper', async () => {
    await everywhere('consult-appointment', async (size) => {
      rig.server.put(consultOf({
        id: 'x', state: 'accepted', lane: 'planned', urgency: 'ordinary', specialist: personOf('liwei'), offers: [offer('accepted')],
        actions: ['schedule', 'cancel'],
      }));
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      const places = page.getByTestId('schedule-place').locator('option');
      await expect.poll(() => places.count()).toBe(5);
      await page.getByTestId('schedule-via').selectOption('online');
      await expect.poll(() => places.count()).toBe(4); // The one for walk-ins is not sold online.
      await page.getByTestId('schedule-via').selectOption('phone');
      const walkIn = await places.nth(2).getAttribute('value');
      await page.getByTestId('schedule-place').selectOption(walkIn);
      await page.getByTestId('schedule').click();
      await page.getByTestId('slip-make').click();
      await page.getByTestId('slip').locator('img').waitFor();
      expect(rig.server.booked).toBe(`phone ${walkIn} -`);
      await page.getByTestId('arrange').scrollIntoViewIfNeeded();
      return page;
    });
  });

  it('a request that nobody has taken is booked with one of those who are free, and with a room', async () => {
    await everywhere('consult-pool', async (size) => {
      rig.server.put(consultOf({
        id: 'x', state: 'unstaffed', lane: 'planned', urgency: 'ordinary', specialist: null, offers: [], actions: ['schedule', 'cancel'],
      }));
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      const times = page.getByTestId('schedule-place');
      await expect.poll(() => times.locator('option').count()).toBe(5);
      const first = await times.locator('option').nth(1).getAttribute('value');
      await times.selectOption(first);
      await page.getByTestId('schedule-with').selectOption('p-zhao');
      await page.getByTestId('schedule-room').selectOption('r-1');
      await page.getByTestId('arrange').scrollIntoViewIfNeeded();
      await shoot(page, `consult-pool-choose-${size.width}`);
      await page.getByTestId('schedule').click();
      await page.getByTestId('appointed').waitFor();
      expect(rig.server.booked).toBe(`desk ${first} p-zhao r-1`);
      await page.getByTestId('slip-make').click();
      expect(await page.getByTestId('slip').textContent()).toContain('会诊室');
      await page.getByTestId('arrange').scrollIntoViewIfNeeded();
      return page;
    });
  });

  it('consult: what follows from the opinion', async () => {
    const ayse = personOf('ayse');
    rig.server.put({ ...cases['signed']!(), state: 'acknowledged', actions: ['answerAlert', 'endContract', 'followUp', 'refer', 'orderVisit', 'settle', 'close'], aftermath: {
      followUp: null,
      referral: { direction: 'up', to: personOf('liwei').institution, status: 'declined', by: ayse, at: iso(Date.now()), reason: '需介入治疗', answeredBy: personOf('liwei'), note: '今日无床' },
      visits: [{ nurse: ayse, plannedAt: iso(Date.now() + 86_400_000), doneAt: null, task: '测量血压', report: null }],
      settlement: { payer: 'basicInsurance', amountFen: 12_050, by: ayse, at: iso(Date.now()) },
      contract: { doctor: ayse, at: iso(Date.now()), until: iso(Date.now() + 90 * 86_400_000), status: 'inForce', answeredAt: iso(Date.now()), method: 'click' },
      alerts: [{ at: iso(Date.now()), by: ayse, text: '头晕，站不稳', answeredBy: null, answeredAt: null, answer: null, escalatedAt: null }],
      nurses: [ayse],
    } });
    await everywhere('consult-aftermath', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByText('120.50').waitFor();
      await page.getByTestId('alert-open').getByText('头晕，站不稳').waitFor();
      expect(await page.getByTestId('contract-state').textContent()).toContain('履约中');
      // What is typed is meant as what is shown: UTC+8, wherever the browser is.
      await page.getByTestId('follow-up-when').fill('2040-01-02T09:30');
      await page.getByTestId('follow-up-plan').click();
      await expect.poll(() => rig.server.consults.get('x')?.aftermath?.followUp?.dueAt).toBe('2040-01-02T01:30:00.000Z');
      await page.getByTestId('follow-up').getByText('09:30').waitFor();
      await page.getByTestId('follow-up-when').fill('2020-01-02T09:30');
      expect(await page.getByTestId('follow-up-when').getAttribute('aria-invalid')).toBe('true');
      await page.getByTestId('aftermath').scrollIntoViewIfNeeded();
      return page;
    });
  });

  it('consult: its files, one refused', async () => {
    await everywhere('consult-files', async (size) => {
      rig.server.put({ ...cases['ready']!(), actions: ['join', 'cancel', 'attach'] });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('attachments').locator('.empty').waitFor();
      const picture = await page.screenshot();
      await page.getByTestId('attach-file').setInputFiles([
        { name: '木马.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
        { name: '心电图.png', mimeType: 'image/png', buffer: picture },
      ]);
      await page.getByTestId('attachment').scrollIntoViewIfNeeded();
      await expect.poll(() => page.locator('.files__picture').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(size.width);
      expect([...rig.server.attached.values()].at(-1)?.equals(picture)).toBe(true);
      expect(await page.getByTestId('attachment').count()).toBe(1);
      await page.getByTestId('attachments').scrollIntoViewIfNeeded();
      return page;
    });
  });

  it('an interpreter is asked for by language, and takes it', async () => {
    await everywhere('interpreter-asked', async (size) => {
      rig.server.put({ ...cases['ready']!(), actions: ['join', 'askInterpreter'], interpretedLanguages: ['kk', 'ug'] });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('interpreter-language').selectOption('ug');
      await page.getByTestId('interpreter-ask').click();
      await expect.poll(() => page.getByTestId('interpreter').textContent()).toContain('维吾尔语');
      await page.getByTestId('interpreter').scrollIntoViewIfNeeded();
      return page;
    });
    await everywhere('interpreter', async (size) => {
      const asked = rig.server.consults.get('x')!;
      rig.server.put({
        ...asked, actions: ['answerInterpreting'], summary: null, summaryLine: null, patient: null, patientLabel: null, timeline: [],
        interpretation: { ...asked.interpretation!, status: 'asked', interpreter: null },
      });
      const page = await rig.signedIn('mai', { size, path: '#/consult/x' });
      await page.getByTestId('interpreter-accept').click();
      await page.getByTestId('join-room').waitFor();
      expect(await page.getByTestId('case-summary').count()).toBe(0);
      return page;
    });
  });

  it('a link for the patient, made by the clinic', async () => {
    rig.server.put({ ...cases['ready']!(), actions: ['join', 'cancel', 'inviteGuest'] });
    await everywhere('consult-guest', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('guest-invite').click();
      await page.getByTestId('guest-slip').waitFor();
      await page.getByTestId('guests').scrollIntoViewIfNeeded();
      expect(await page.getByTestId('guest-url').textContent()).toContain('#/guest/');
      return page;
    });
  });

  it('consult: the patient is bound to who speaks for them with consent, and unbound', async () => {
    await everywhere('consult-dependant', async (size) => {
      rig.server.put({
        ...cases['ready']!(), actions: ['join', 'cancel', 'inviteGuest'],
        guests: [{ id: 'g-2', kind: 'proxy', name: '阿依古丽', state: 'used', until: iso(Date.now()), usedAt: iso(Date.now()), binding: null, reads: false }],
      });
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await page.getByTestId('bind-open').click();
      expect(await page.getByTestId('bind-do').isDisabled()).toBe(true);
      await page.getByTestId('bind-number').fill('653021199001010022');
      await page.getByTestId('bind').scrollIntoViewIfNeeded();
      await shoot(page, 'consult-bind');
      await page.getByTestId('bind-do').click();
      await page.getByTestId('binding').getByText('阿依古丽').waitFor();
      expect(await page.getByTestId('unbind').isDisabled()).toBe(true);
      await page.getByTestId('unbind-reason').fill('患者要求');
      await page.getByTestId('unbind').click();
      await page.getByTestId('bind-open').waitFor();
      return page;
    });
    expect(rig.server.requests).toContain('POST /api/consults/x/guests/g-2/bind');
    expect(rig.server.requests).toContain('POST /api/consults/x/guests/g-2/unbind');
  });

  it('a case that is not yours can be opened in need', async () => {
    await everywhere('break-glass', async (size) => {
      const page = await rig.signedIn('zhao', { size, path: '#/consult/nowhere' });
      await page.getByTestId('glass-open').click();
      await page.getByTestId('glass-reason').fill('患者昏迷送至本院');
      return page;
    });
  });

  for (const name of ['draft', 'waiting', 'unstaffed', 'signed'] as const) {
    it(`consult: ${name}`, async () => {
      rig.server.put(cases[name]!());
      await everywhere(`consult-${name}`, async (size) => {
        const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
        await page.getByTestId('consult-state').waitFor();
        if (name === 'unstaffed') {
          expect(await page.getByTestId('phones').locator('a').evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href)))
            .toEqual(['tel:09905550100', 'tel:09905550120']);
        }
        return page;
      });
    });
  }

  it('consult: writing the opinion', async () => {
    rig.server.put({ ...cases['signed']!(), state: 'opinionPending', opinion: null, actions: ['opinion'], recordings: [
      { id: 'r-1', state: 'finalizing', startedAt: iso(Date.now()), recordedMs: 65_000, sizeBytes: 0, marks: [], progress: 0.4 },
    ] });
    await everywhere('consult-opinion', async (size) => {
      const page = await rig.signedIn('liwei', { size, path: '#/consult/x' });
      await page.getByTestId('opinion-text').fill('急性前壁心肌梗死');
      await page.getByTestId('opinion-sign').click();
      return page;
    });
  });

  it('consult: what was written in its room', async () => {
    const said = ['血压 90/60，心率 52。', '请把心电图对准镜头。', '好的。', 'V1–V4 ST 段抬高，考虑急性前壁心肌梗死，准备溶栓前请再确认：近期有无手术、外伤、活动性出血，是否在用抗凝药。', '没有。'];
    const whole = Array.from({ length: 130 }, (_, index) => ({
      id: `k-${index}`, by: index % 2 ? 'p-liwei' : 'p-ayse', name: personOf(index % 2 ? 'liwei' : 'ayse').name,
      at: iso(Date.now() - (140 - index) * 60_000), text: index === 128 ? null : `${said[index % said.length]} ${index + 1}`, setApart: index < 2,
    }));
    rig.server.chats.set('x', whole.map((line) => (line.setApart ? { ...line, text: null } : line)));
    rig.server.put({ ...cases['signed']!(), chat: { count: whole.length, latest: whole.slice(-100) } });
    await everywhere('consult-chat', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      const card = page.getByTestId('chat-kept');
      await card.scrollIntoViewIfNeeded();
      await card.getByText('共 130 条').waitFor();
      expect(await card.locator('li').count()).toBe(6);
      expect(await card.locator('li').last().textContent()).toMatch(/李伟.*没有。 130/);
      await card.getByText('内容已随病例密钥销毁。').waitFor();
      await card.getByTestId('chat-all').click();
      await expect.poll(() => card.locator('li').count()).toBe(128);
      await card.getByText('其中 2 条写的是另一位患者').waitFor();
      expect(await card.getByTestId('chat-all').getAttribute('aria-expanded')).toBe('true');
      await card.getByTestId('chat-all').click();
      await expect.poll(() => card.locator('li').count()).toBe(6);
      return page;
    });
  });

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
