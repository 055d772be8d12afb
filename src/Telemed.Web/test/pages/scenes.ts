import type { Page } from 'playwright-core';
import type { Consult } from '../../src/api/contracts';
import { consultOf, iso, personOf } from '../mock/data';
import { desktop, expectAccessible, expectNoSidewaysScroll, laptop, phone, resize, shoot } from './browser';

export const withOpinion = {
  findings: '急性前壁 ST 段抬高型心肌梗死。', advice: '立即溶栓，90 分钟内转运至州人民医院。', author: personOf('liwei'),
  draftedAt: iso(Date.now() - 60_000), signedAt: iso(Date.now() - 30_000), addenda: [],
};

export const offer = (status: 'offered' | 'declined' | 'accepted', user = 'liwei', hop = 1) => ({
  id: `o-${user}-${hop}`, specialist: personOf(user), status, hop, notifiedAt: iso(Date.now() - 12_000),
  respondedAt: null, joinedAt: null, declineReason: status === 'declined' ? 'inSurgery' : null, reason: 'nearest',
});

export const cases: Record<string, () => Consult> = {
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
export async function everywhere(name: string, visit: (size: typeof laptop) => Promise<Page>, { sizes = { phone, laptop }, anew = false }: Windows = {}): Promise<void> {
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
