import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { iso } from '../mock/data';
import { expectAccessible, expectNoSidewaysScroll, phone, Rig, shoot } from './browser';
import { cases } from './scenes';

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

  it('no page wrote an error to the console', () => {
    expect(rig.errors).toEqual([]);
  });
});
