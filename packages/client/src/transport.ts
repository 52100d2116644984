import { type OperationId, operations, Problem } from '@wellhouse/protocol';
import { readLimited } from './read-limited.ts';

/** An answer of the safety server, or why there is none that counts. */
export type Answer =
  | { outcome: 'ok'; body: unknown }
  /** The server says no, and asking again with the same request will not help. */
  | { outcome: 'refused'; status: number; problem: { code: string; detail: string } }
  /** The token was not taken. */
  | { outcome: 'unauthenticated'; problem: { code: string; detail: string } }
  /** Nobody answered, or the server cannot answer now. `retryAfterMs`: as the server asked. */
  | { outcome: 'later'; retryAfterMs: number | null; problem: { code: string; detail: string } };

export interface ServerRequest {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  json?: unknown;
  bytes?: Uint8Array<ArrayBuffer>;
  token?: string;
  headers?: Readonly<Record<string, string>>;
}

export type CallServer = (operation: OperationId, request: ServerRequest) => Promise<Answer>;

/** A configuration with every helpline of the world stays far below this. */
const answerBytes = 4 * 1024 * 1024;
const patienceMs = 60_000;
/** RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4: statuses of 4xx that ask for another try. */
const transient = new Set([408, 425, 429]);

/** Calls operations of @wellhouse/protocol. Never throws: trouble is an answer. */
export function createTransport(options: {
  serverUrl: string;
  fetch: typeof globalThis.fetch;
  clock: () => number;
}): CallServer {
  const base = options.serverUrl.replace(/\/+$/, '');
  return async (operation, request) => {
    const { method, path } = operations[operation];
    try {
      const response = await options.fetch(base + pathOf(path, request), {
        method,
        headers: headersOf(request),
        body: request.bytes ?? (request.json === undefined ? null : JSON.stringify(request.json)),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(patienceMs),
      });
      return await read(response, options.clock());
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { outcome: 'later', retryAfterMs: null, problem: { code: 'network', detail } };
    }
  };
}

function pathOf(template: string, { params = {}, query = {} }: ServerRequest): string {
  const path = template.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}

function headersOf({ json, bytes, token, headers }: ServerRequest): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...headers,
  };
}

async function read(response: Response, now: number): Promise<Answer> {
  const text = new TextDecoder().decode(await readLimited(response, answerBytes));
  const body = parse(text);
  if (response.ok) return { outcome: 'ok', body };
  const parsed = Problem.safeParse(body);
  const problem = parsed.success
    ? { code: parsed.data.code, detail: parsed.data.detail }
    : { code: `http-${response.status}`, detail: `the server answered ${response.status}` };
  if (response.status === 401) return { outcome: 'unauthenticated', problem };
  const isRefusal = response.status >= 400 && response.status < 500 && !transient.has(response.status);
  if (isRefusal) return { outcome: 'refused', status: response.status, problem };
  const retryAfterMs = retryAfter(response.headers.get('retry-after'), now) ?? secondsOf(parsed.data?.retryAfter);
  return { outcome: 'later', retryAfterMs, problem };
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function secondsOf(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1000;
}
