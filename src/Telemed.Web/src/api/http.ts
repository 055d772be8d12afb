import { Problem, problemFrom } from './problem';

/** A link that has died says nothing: what is only read is given up after this, so that it can be read again. */
const readForMs = 30_000;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

let onSignedOut: () => void = () => {};

/** Called whenever the server says that the session is over. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

async function send(method: Method, path: string, body?: unknown, keepalive = false): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Telemed'] = '1';
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  // Nothing here is kept by the browser; and of two questions alike one would wait for the other's answer.
  const init: RequestInit = { method, headers, credentials: 'same-origin', keepalive, cache: 'no-store' };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (method === 'GET') init.signal = AbortSignal.timeout(readForMs);
  try {
    return await fetch(path, init);
  } catch (error) {
    throw new Problem('offline', 0, error instanceof Error ? error.message : '');
  }
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) {
    const problem = await problemFrom(response);
    if (problem.code === 'signed-out') onSignedOut();
    throw problem;
  }
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

export async function get<T>(path: string): Promise<T> {
  return read<T>(await send('GET', path));
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return read<T>(await send('POST', path, body));
}

/** Sends a file as it is; what it is called goes in a header, because addresses are logged and names are personal. */
export async function upload<T>(path: string, file: Blob, name: string, more: Record<string, string> = {}): Promise<T> {
  const headers = { ...more, 'X-Telemed': '1', 'X-Telemed-Name': encodeURIComponent(name.slice(-200)), 'Content-Type': 'application/octet-stream' };
  try {
    return await read<T>(await fetch(path, { method: 'POST', headers, body: file, credentials: 'same-origin' }));
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('offline', 0, error instanceof Error ? error.message : '');
  }
}

/** Fetches a file as it is. */
export async function download(path: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin' });
  } catch (error) {
    throw new Problem('offline', 0, error instanceof Error ? error.message : '');
  }
  return response.ok ? response.blob() : read<Blob>(response);
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return read<T>(await send('PUT', path, body));
}

export async function remove(path: string): Promise<void> {
  await read<void>(await send('DELETE', path));
}

/** Sends while the page is being closed; nobody is left to hear the answer. */
export function postAndForget(path: string, body: unknown): void {
  void send('POST', path, body, true).catch(() => undefined);
}

/**
 * A command that may be repeated: the same `commandId` goes with each try, so the server does it once.
 * Tries again after a lost connection or a raced version, at most twice.
 */
export async function command<T>(path: string, body: object = {}): Promise<T> {
  const message = { commandId: crypto.randomUUID(), ...body };
  for (let attempt = 0; ; attempt++) {
    try {
      return await post<T>(path, message);
    } catch (error) {
      const again = error instanceof Problem && (error.offline || error.code === 'conflict');
      if (!again || attempt === 2) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250 * (attempt + 1)));
    }
  }
}
