import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../src/api/problem';
import type { LinkFigures } from '../../src/rtc/linkCheck';

const figures: LinkFigures = { upKbps: 280, downKbps: 310, lossPercent: 1, roundTripMs: 80, jitterMs: 4, protocol: 'udp' };
const { measureLink, reportProbe } = vi.hoisted(() => ({
  measureLink: vi.fn<(tracks: unknown, ended: AbortSignal) => Promise<LinkFigures | null>>(), reportProbe: vi.fn<() => Promise<void>>(),
}));
vi.mock('../../src/rtc/linkCheck', () => ({ measureLink, verdictOf: () => 'weak' }));
vi.mock('../../src/api/telemed', () => ({ reportProbe }));

/** A window, as far as a measurement in the background touches it. */
class Shown extends EventTarget {
  hidden = false;
  see(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
  createElement = () => ({ getContext: () => ({ fillRect: () => {} }), captureStream: () => ({ getVideoTracks: () => [{ stop: () => {} }] }) });
}

let shown: Shown;
beforeEach(() => {
  vi.useFakeTimers();
  shown = new Shown();
  vi.stubGlobal('document', shown);
  vi.stubGlobal('AudioContext', class {
    createOscillator = () => ({ connect: () => {}, start: () => {} });
    createMediaStreamDestination = () => ({ stream: { getAudioTracks: () => [{ stop: () => {} }] } });
    close = () => {};
  });
  reportProbe.mockReset().mockResolvedValue(undefined);
  measureLink.mockReset().mockImplementation((_, ended) => new Promise((resolve) => {
    const timer = setTimeout(() => resolve(figures), 6_000);
    // As the real one does where it is still connecting: nothing came through.
    ended.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(null);
    });
  }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const { answerProbe } = await import('../../src/desk/siteProbe');

describe('the link of a house, when the server asks for it', () => {
  it('is measured once and told', async () => {
    const answered = answerProbe('x', Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(7_000);
    await answered;
    expect(reportProbe.mock.calls).toEqual([['x', expect.objectContaining({ mode: 'weak', upKbps: 280, path: 'udp' })]]);
  });

  it('is measured anew by a page that was hidden meanwhile, once it is seen again', async () => {
    const answered = answerProbe('x', Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(3_000);
    shown.see(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(measureLink).toHaveBeenCalledTimes(1);
    expect(reportProbe).not.toHaveBeenCalled();
    shown.see(false);
    await vi.advanceTimersByTimeAsync(7_000);
    await answered;
    expect(measureLink).toHaveBeenCalledTimes(2);
    expect(reportProbe.mock.calls).toEqual([['x', expect.objectContaining({ upKbps: 280 })]]);
  });

  it('is tried again after a break of the line, until nobody asks any more', async () => {
    measureLink.mockRejectedValue(new Problem('offline', 0, ''));
    const answered = answerProbe('x', Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(61_000);
    await answered;
    expect(measureLink.mock.calls.length).toBeGreaterThan(5);
    expect(reportProbe).not.toHaveBeenCalled();
  });

  it('is left alone where somebody else was sooner', async () => {
    reportProbe.mockRejectedValue(new Problem('refused', 409, ''));
    const answered = answerProbe('x', Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(30_000);
    await answered;
    expect(measureLink).toHaveBeenCalledTimes(1);
  });

  it('is not measured where nobody sees the page until it is too late', async () => {
    shown.see(true);
    const answered = answerProbe('x', Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(60_000);
    await answered;
    shown.see(false);
    expect(measureLink).not.toHaveBeenCalled();
  });
});
