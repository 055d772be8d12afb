import { computed, signal } from '@preact/signals';

/** The address after the hash; a slip of paper says for when it was made out, in seconds since 1970. Ids are opaque: no name and no number of a patient ever stands in an address. */
export type Route =
  | { page: 'desk' }
  | { page: 'consult'; id: string; slip?: number }
  | { page: 'room'; id: string }
  | { page: 'recording'; id: string }
  | { page: 'library'; id: string | null }
  | { page: 'operator'; site: string | null }
  | { page: 'guest'; link: string | null };

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

export function parseRoute(value: string): Route {
  const [page, id, part, time] = value.replace(/^#\/?/, '').split('/');
  if (page === 'consult' && id) {
    if (part === 'room') return { page: 'room', id: decodeURIComponent(id) };
    const slip = part === 'slip' && /^\d{1,11}$/.test(time ?? '') ? { slip: Number(time) } : {};
    return { page: 'consult', id: decodeURIComponent(id), ...slip };
  }
  if (page === 'recording' && id) return { page: 'recording', id: decodeURIComponent(id) };
  if (page === 'library') return { page: 'library', id: id ? decodeURIComponent(id) : null };
  if (page === 'operator') return { page: 'operator', site: id ? decodeURIComponent(id) : null };
  if (page === 'guest') return { page: 'guest', link: id ? decodeURIComponent(id) : null };
  return { page: 'desk' };
}

export const route = computed(() => parseRoute(hash.value));

export const pathOf = {
  desk: () => '#/',
  consult: (id: string) => `#/consult/${encodeURIComponent(id)}`,
  slip: (id: string, startsAt: number | null) => `#/consult/${encodeURIComponent(id)}${startsAt === null ? '' : `/slip/${startsAt}`}`,
  room: (id: string) => `#/consult/${encodeURIComponent(id)}/room`,
  library: () => '#/library',
  copy: (id: string) => `#/library/${encodeURIComponent(id)}`,
  operator: () => '#/operator',
  site: (id: string) => `#/operator/${encodeURIComponent(id)}`,
  recording: (id: string) => `#/recording/${encodeURIComponent(id)}`,
};

export function go(path: string): void {
  location.hash = path;
}
