/** What the server refused, as RFC 9457 problem details, or that it could not be reached at all. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly reason: string | null;
  readonly errors: Readonly<Record<string, string[]>>;
  readonly retryAfterSeconds: number | null;

  constructor(
    code: string,
    status: number,
    detail: string,
    more: { reason?: string | null; errors?: Record<string, string[]>; retryAfterSeconds?: number | null } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.reason = more.reason ?? null;
    this.errors = more.errors ?? {};
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }

  /** True when nothing was heard from the server: what was typed is kept and can be sent again. */
  get offline(): boolean {
    return this.code === 'offline';
  }
}

export async function problemFrom(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get('Retry-After'));
  const retryAfterSeconds = Number.isFinite(retry) && retry > 0 ? retry : null;
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // A proxy's page or an empty body: the status alone has to do.
  }
  const code = typeof body['code'] === 'string' ? body['code'] : codeOfStatus(response.status);
  return new Problem(code, response.status, typeof body['detail'] === 'string' ? body['detail'] : '', {
    reason: typeof body['reason'] === 'string' ? body['reason'] : null,
    errors: (body['errors'] as Record<string, string[]> | undefined) ?? {},
    retryAfterSeconds,
  });
}

/** A hub refusal arrives as text: "An unexpected error … HubException: code: sentence". */
export function problemFromHub(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = /HubException: ([a-z]+(?:-[a-z]+)*): /.exec(text)?.[1];
  return code ? new Problem(code, 0, text) : new Problem('offline', 0, text);
}

function codeOfStatus(status: number): string {
  switch (status) {
    case 401: return 'signed-out';
    case 403: return 'forbidden';
    case 404: return 'not-found';
    case 409: return 'refused';
    case 429: return 'too-many-requests';
    case 502:
    case 503:
    case 504: return 'overloaded';
    default: return 'unknown';
  }
}
