/// <reference lib="webworker" />
/**
 * Lets the page start without a line, so that a clinic that is offline for hours can still write its requests.
 * It keeps the page's own files and nothing else: no answer of the server and nothing about a patient is ever stored.
 */
declare const __PAGE_FILES__: string[];
declare const __PAGE_VERSION__: string;

export {};

const worker = self as unknown as ServiceWorkerGlobalScope;
const name = `telemed-page-${__PAGE_VERSION__}`;
/** How long the network may take for the page's start before the kept one is shown. */
const patienceMs = 3_000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(name).then((cache) => cache.addAll(__PAGE_FILES__)).then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  const drop = (keys: string[]) => Promise.all(keys.filter((key) => key !== name).map((key) => caches.delete(key)));
  event.waitUntil(caches.keys().then(drop).then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(start(request));
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg') event.respondWith(kept(request));
});

/** Asset names carry a hash of their content: a kept one is never out of date. */
async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function start(request: Request): Promise<Response> {
  const cached = await caches.match('/');
  if (!cached) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(cached), patienceMs));
  return Promise.race([fetch(request).catch(() => cached), late]);
}
