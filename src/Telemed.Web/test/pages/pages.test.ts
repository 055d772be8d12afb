import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Consult, LibraryCopy, Publication, SiteProbe } from '../../src/api/contracts';
import { alarmOf, consultOf, fileOf, iso, personOf, recordingOf } from '../mock/data';
import { compressed } from '../mock/compressed';
import { dicomOf, ecgOf, slices, twelveLeads } from '../mock/dicom';
import { pdfOf } from '../mock/pdf';
import { qrFilm } from '../mock/qr';
import { atRest, desktop, expectAccessible, expectNoSidewaysScroll, laptop, phone, resize, Rig, shoot } from './browser';

const caseId = '0192f3a4b5c6d7e8f90a1b2c3d4e5f60';
const startsAt = Math.floor(Date.now() / 1_000) + 7_200;
/** The page of the network asks anew as often as this. */
const betweenLooksMs = 10_000;
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

const withOpinion = {
  findings: '急性前壁 ST 段抬高型心肌梗死。', advice: '立即溶栓，90 分钟内转运至州人民医院。', author: personOf('liwei'),
  draftedAt: iso(Date.now() - 60_000), signedAt: iso(Date.now() - 30_000), addenda: [],
};

/** The smallest PNG there is. */
const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const libraryCopy = (id: string, service: string): LibraryCopy => ({
  id, service, level: 'township', sex: 'female', ageBand: '60-64',
  text: { title: '突发胸痛两小时', summary: '突发胸痛两小时，大汗。', findings: 'V1–V4 导联 ST 段抬高。', advice: '立即溶栓，第 2 天复查。' },
  files: [{ id: 'f1', mediaType: 'image/png', size: onePixel.length }],
});

const offer = (status: 'offered' | 'declined' | 'accepted', user = 'liwei', hop = 1) => ({
  id: `o-${user}-${hop}`, specialist: personOf(user), status, hop, notifiedAt: iso(Date.now() - 12_000),
  respondedAt: null, joinedAt: null, declineReason: status === 'declined' ? 'inSurgery' : null, reason: 'nearest',
});

const cases: Record<string, () => Consult> = {
  draft: () => consultOf({ id: 'x', state: 'draft', actions: ['submit', 'cancel'] }),
  waiting: () => consultOf({
    id: 'x', state: 'offered', actions: ['cancel', 'consent'], offers: [offer('declined', 'zhao', 1), offer('offered', 'liwei', 2)],
    clock: { kind: 'ring', dueAt: iso(Date.now() + 24_000) },
  }),
  unstaffed: () => consultOf({
    id: 'x', state: 'unstaffed', actions: ['cancel', 'redispatch'], offers: [offer('declined', 'zhao', 1)],
    phones: [
      { institution: { zh: '云河地区人民医院', en: 'Yunhe Prefecture People’s Hospital' }, number: '0990-555-0100' },
      { institution: { zh: '青泉县人民医院', en: 'Qingquan County People’s Hospital' }, number: '0990-555-0120' },
    ],
  }),
  ready: () => consultOf({
    id: 'x', state: 'ready', actions: ['join', 'cancel'], specialist: personOf('liwei'), offers: [offer('accepted')],
    consents: [{ item: 'consult', subject: 'patient', person: null, granted: true, method: 'spoken', witness: '阿依谢', textVersion: 'consult-2026-11', language: 'zh', guardian: null, at: iso(Date.now()) }],
  }),
  signed: () => consultOf({
    id: 'x', state: 'opinionSigned', actions: ['acknowledge'], specialist: personOf('liwei'), opinion: withOpinion,
    recordings: [{ id: 'r-1', state: 'sealed', startedAt: iso(Date.now() - 900_000), recordedMs: 302_000, sizeBytes: 18_300_000, marks: [{ atMs: 1, label: 'x' }], progress: null }],
  }),
};

interface Windows {
  /** The first is where the page is led to what is to be seen. */
  sizes?: Readonly<Record<string, typeof laptop>>;
  /** Visited in each window: it looks at the size only as it opens. */
  anew?: boolean;
}

/**
 * Looks at a page in each window. It is led there in one, the smallest, where everything is hardest to reach, and knows the
 * others by the window alone, as a page does whose window is drawn larger.
 */
async function everywhere(name: string, visit: (size: typeof laptop) => Promise<Page>, { sizes = { phone, laptop }, anew = false }: Windows = {}): Promise<void> {
  let page: Page | null = null;
  for (const [key, size] of Object.entries(sizes)) {
    if (page && anew) await page.context().close();
    if (page && !anew) await resize(page, size);
    else page = await visit(size);
    await shoot(page, `${name}-${key}`);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    if (size === laptop) {
      // The widest window shows what the laptop shows, with more air.
      await resize(page, desktop);
      await shoot(page, `${name}-desktop`);
      await expectNoSidewaysScroll(page);
    }
  }
  await page?.context().close();
}

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

  it('family on a phone: for whom they speak, one after the other, and how to give it up', async () => {
    const consult = cases['ready']!();
    rig.server.guest = {
      consult: 'x', self: 'g-1', kind: 'proxy', state: 'closed', service: 'cardiology', requester: consult.requester, specialist: consult.specialist,
      startsAt: null, consentConsult: true, consentRecording: false, consentLibrary: null, needsGuardian: false, mayJoin: false, mayBook: false, contract: null, alert: null,
      mayCall: false, binding: { at: iso(Date.now()), name: '阿依古丽', relation: 'child', endedAt: null }, phoneInstead: '0990-555-0120', reads: false, opinion: null, recordings: [],
    };
    const held = (id: string, label: string) => ({ consult: id, self: 'g-1', patientLabel: label, institution: consult.requester.institution, state: 'closed' as const });
    rig.server.dependants = [held('x', '艾** ♂ 58'), held('y', '帕** ♀ 55')];
    const page = await rig.open(await rig.context(phone), '/#/guest');
    await page.getByTestId('guest-dependants').getByText('帕** ♀ 55').waitFor();
    await shoot(page, 'guest-dependants');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByTestId('guest-switch').click();
    await expect.poll(() => rig.server.guest?.consult).toBe('y');
    await page.getByTestId('guest-unbind-open').click();
    await page.getByTestId('guest-unbind-reason').fill('不再代办');
    await page.getByTestId('guest-unbind').click();
    await page.getByTestId('guest-dependants').waitFor({ state: 'detached' });
  });

  it('the patient on a phone: who they are, two answers, and the room with large buttons', async () => {
    const consult = cases['ready']!();
    rig.server.put(consult);
    rig.server.guest = {
      consult: 'x', self: 'g-1', kind: 'patient', state: 'unstaffed', service: 'cardiology', requester: consult.requester, specialist: null,
      startsAt: null, consentConsult: null, consentRecording: null, consentLibrary: null, needsGuardian: false, mayJoin: false,
      mayBook: true, contract: null, alert: null, mayCall: false, binding: null, phoneInstead: null, reads: false, opinion: null, recordings: [],
    };
    const page = await rig.open(await rig.context(phone), '/#/guest/x.g-1.0a1b2c3d');
    await page.getByTestId('guest-patient-name').fill('艾山江');
    await page.getByTestId('guest-identifier').fill('000000');
    expect(await page.evaluate(() => location.hash)).toBe('#/guest');
    await shoot(page, 'guest-door');
    await expectAccessible(page);
    await page.getByTestId('guest-open').click();
    await page.getByRole('alert').waitFor();
    await page.getByTestId('guest-identifier').fill('010011');
    await page.getByTestId('guest-open').click();
    await page.getByTestId('guest-consent-consult').waitFor();
    await shoot(page, 'guest-consent');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByTestId('guest-agree').click();
    await page.getByTestId('guest-consent-recording').waitFor();
    await page.getByTestId('guest-refuse').click();
    await page.getByTestId('guest-wait').waitFor();
    await expectAccessible(page);
    expect(await page.getByTestId('guest-enter').isDisabled()).toBe(true);
    const place = await page.getByTestId('guest-place').locator('option').nth(1).getAttribute('value');
    await page.getByTestId('guest-place').selectOption(place);
    await shoot(page, 'guest-booking');
    await expectNoSidewaysScroll(page);
    await page.getByTestId('guest-book').click();
    await expect.poll(() => rig.server.booked).toBe((place ?? '').replace(/(.*) p-(.*)/u, '$2 $1'));
    rig.server.guest = { ...rig.server.guest, consentConsult: true, consentRecording: false, mayJoin: true };
    await page.getByTestId('guest-enter').click();
    await page.locator('main.guest-room[data-phase=live]').waitFor();
    await shoot(page, 'guest-room');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(await page.locator('.bar .control').count()).toBe(4);
    const silent = () => page.locator('audio[data-slot]').evaluateAll((all) => all.map((one) => (one as HTMLAudioElement).muted));
    expect(await silent()).not.toContain(true);
    await page.getByTestId('hold').click();
    await page.getByTestId('guest-holding').waitFor();
    expect(rig.server.room('x').participants.filter((one) => one.heldSince)).toHaveLength(1);
    expect((await silent()).length).toBeGreaterThan(0);
    expect(await silent()).not.toContain(false);
    expect(await page.locator('.bar .control').count()).toBe(2);
    await shoot(page, 'guest-hold');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByTestId('hold').click();
    await page.getByTestId('guest-holding').waitFor({ state: 'detached' });
    expect(await silent()).not.toContain(true);
    expect(await page.locator('.bar .control').count()).toBe(4);
    await page.getByTestId('leave-room').click();
    await page.getByTestId('guest-enter').waitFor();
  });

  it('the patient at home: signs the family doctor’s contract, calls the house and reads its answer', async () => {
    const consult = cases['ready']!();
    rig.server.put(consult);
    const contract = {
      doctor: consult.requester, at: iso(Date.now()), until: iso(Date.now() + 300 * 86_400_000), status: 'offered', answeredAt: null, method: null,
    } as const;
    rig.server.guest = {
      consult: 'x', self: 'g-1', kind: 'patient', state: 'closed', service: 'cardiology', requester: consult.requester, specialist: consult.specialist,
      startsAt: null, consentConsult: true, consentRecording: false, consentLibrary: null, needsGuardian: false, mayJoin: false, mayBook: false,
      contract, alert: null, mayCall: false, binding: null, phoneInstead: '0990-555-0120', reads: false, opinion: null, recordings: [],
    };
    const page = await rig.open(await rig.context(phone), '/#/guest/x.g-1.0a1b2c3d');
    await page.getByTestId('guest-patient-name').fill('艾山江');
    await page.getByTestId('guest-identifier').fill('010011');
    await page.getByTestId('guest-open').click();
    await page.getByTestId('guest-contract-sign').waitFor();
    expect(await page.getByTestId('guest-enter').count()).toBe(0); // The session is over.
    await shoot(page, 'guest-contract');
    await expectAccessible(page);
    await page.getByTestId('guest-contract-sign').click();
    await page.getByTestId('guest-contract').waitFor();
    await page.getByTestId('guest-alert-text').fill('头晕，站不稳');
    await shoot(page, 'guest-call');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByTestId('guest-alert-send').click();
    await page.getByTestId('guest-alert').getByText('头晕，站不稳').waitFor();
    expect(await page.getByTestId('guest-alert-send').count()).toBe(0);
    const alert = rig.server.guest?.alert ?? null;
    rig.server.guest = { ...rig.server.guest, alert: alert && { ...alert, answeredBy: consult.requester, answeredAt: iso(Date.now()), answer: '半小时到' }, mayCall: true };
    await page.getByTestId('guest-alert').getByText('半小时到').waitFor();
  });

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

  it('the patient reads the opinion on their phone, asks to see the recording, and sees it once that is granted', async () => {
    const consult = cases['signed']!();
    const record = { id: 'r-1', startedAt: iso(Date.now() - 3_600_000), recordedMs: 754_000, askedAt: null, until: null, refused: null };
    rig.server.guest = {
      consult: 'x', self: 'g-1', kind: 'patient', state: 'closed', service: 'cardiology', requester: consult.requester, specialist: consult.specialist,
      startsAt: null, consentConsult: true, consentRecording: true, consentLibrary: null, needsGuardian: false, mayJoin: false, mayBook: false, contract: null, alert: null,
      mayCall: false, binding: null, phoneInstead: null, reads: true, opinion: null, recordings: [],
    };
    const page = await rig.open(await rig.context(phone), '/#/guest');
    await page.getByText('还没有已签署的意见。').waitFor();
    await page.getByText('这次会诊没有录像。').waitFor();
    await shoot(page, 'guest-record-empty');
    await expectAccessible(page);

    rig.server.guest = { ...rig.server.guest, opinion: consult.opinion, recordings: [{ ...record, refused: '录像中有其他患者' }] };
    await page.getByTestId('opinion-signed').waitFor();
    await page.getByTestId('guest-refused').getByText('录像中有其他患者').waitFor();
    await shoot(page, 'guest-record');
    await page.getByTestId('guest-ask').click();
    await page.getByTestId('guest-asked').waitFor();
    await shoot(page, 'guest-record-asked');
    rig.server.guest = { ...rig.server.guest, recordings: [{ ...record, until: iso(Date.now() + 2_592_000_000) }] };
    await page.getByTestId('guest-play').waitFor();
    await shoot(page, 'guest-record-granted');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(await page.getByTestId('guest-library').count()).toBe(0);
  });

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

  it('the patient answers the third question on their phone, and takes the answer back', async () => {
    const consult = cases['ready']!();
    rig.server.guest = {
      consult: 'x', self: 'g-1', kind: 'patient', state: 'closed', service: 'cardiology', requester: consult.requester, specialist: consult.specialist,
      startsAt: null, consentConsult: true, consentRecording: false, consentLibrary: true, needsGuardian: false, mayJoin: false, mayBook: false, contract: null, alert: null,
      mayCall: false, binding: null, phoneInstead: null, reads: false, opinion: null, recordings: [],
    };
    const page = await rig.open(await rig.context(phone), '/#/guest');
    await page.getByTestId('guest-library-answer').getByText('同意').waitFor();
    await shoot(page, 'guest-library');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByTestId('guest-change-library').click();
    await expect.poll(() => rig.server.guest?.consentLibrary).toBe(false);
    await page.getByTestId('guest-change-library').click();
    await expect.poll(() => rig.server.guest?.consentLibrary).toBe(true);
  });

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

  it('a case that is not yours can be opened in need', async () => {
    await everywhere('break-glass', async (size) => {
      const page = await rig.signedIn('zhao', { size, path: '#/consult/nowhere' });
      await page.getByTestId('glass-open').click();
      await page.getByTestId('glass-reason').fill('患者昏迷送至本院');
      return page;
    });
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

  it('consult: check of the devices', async () => {
    rig.server.put(cases['ready']!());
    await everywhere('consult-check', async (size) => {
      const page = await rig.signedIn('ayse', { size, path: '#/consult/x' });
      await expect.poll(() => page.locator('.check-card video').evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
      return page;
    });
  });

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

  it('desk, on a phone with large text', async () => {
    rig.server.put(cases['waiting']!());
    const page = await rig.signedIn('ayse', { language: 'qps', size: phone });
    await page.evaluate(() => { document.documentElement.dataset['text'] = 'large'; });
    await page.locator('.row').first().waitFor();
    await shoot(page, 'qps-desk-phone-large');
    await expectNoSidewaysScroll(page);
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
});
