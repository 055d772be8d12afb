// The modules under test touch a few globals of a page while they load.
const store = new Map<string, string>();
Object.assign(globalThis, {
  location: globalThis.location ?? { hash: '', search: '' },
  addEventListener: globalThis.addEventListener ?? (() => undefined),
  localStorage: { getItem: (key: string) => store.get(key) ?? null, setItem: (key: string, value: string) => void store.set(key, value), removeItem: (key: string) => void store.delete(key) },
});
export {};
