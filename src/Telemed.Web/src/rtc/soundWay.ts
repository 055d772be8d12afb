const readyLimitMs = 1_000;
let starting: Promise<void> | null = null;
let worker: Worker | null = null;

/** Opens the way through the page's own worker, where the browser has such ways; waits for it a little. */
export async function openSoundWay(): Promise<void> {
  if (typeof RTCRtpScriptTransform === 'undefined') return;
  starting ??= new Promise((resolve) => {
    const opened = new Worker(new URL('./repeater.ts', import.meta.url), { type: 'module' });
    opened.addEventListener('message', () => {
      worker = opened;
      resolve();
    }, { once: true });
    opened.addEventListener('error', () => resolve(), { once: true });
  });
  await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, readyLimitMs))]);
}

/**
 * Leads a new line's sound by that way, where it may repeat what a burst does not take too. Chromium lets a line be led only
 * from its beginning, and a line whose worker never came would be silent: without a worker the browser sends by itself.
 */
export function leadSound(sender: RTCRtpSender): void {
  if (worker) sender.transform = new RTCRtpScriptTransform(worker);
}

/** Lets thin sound repeat packets from far back from now on, or the nearest. */
export function repeatFar(isFar: boolean): void {
  worker?.postMessage({ isFar });
}
