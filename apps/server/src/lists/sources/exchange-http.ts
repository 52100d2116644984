import type { Random } from '../../deps.ts';
import { SourceError } from '../source-error.ts';
import { readBody } from './read-body.ts';

/** Limits of every call to a source. */
export interface ExchangeLimits {
  /** One try, body included. */
  readonly timeoutMs: number;
  /** Largest answer. */
  readonly bytes: number;
  /** Tries of a call that may be repeated. */
  readonly tries: number;
  /** First pause between two tries; it doubles. */
  readonly firstPauseMs: number;
  /** Longest that a try waits; a source that asks for more gets it from the job. */
  readonly longestPauseMs: number;
  /** Least time between two calls. */
  readonly gapMs: number;
  /** Pages of one window. */
  readonly pages: number;
}

export const exchangeLimits: ExchangeLimits = {
  timeoutMs: 60_000,
  bytes: 32 * 1024 * 1024,
  tries: 4,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  gapMs: 100,
  pages: 20_000,
};

export interface ExchangeOptions {
  /** Base address: every call stays below it. */
  readonly base: string;
  readonly random: Random;
  readonly limits?: Partial<ExchangeLimits>;
  /** Default: waits. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly clock: () => Date;
  readonly signal?: AbortSignal;
}

export interface ExchangeCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** May be sent twice without harm; default: only a GET may. */
  readonly repeatable?: boolean;
}

export interface ExchangeHttp {
  readonly limits: ExchangeLimits;
  /** The address of `path` below the base. */
  address(path: string, query?: Readonly<Record<string, string>>): URL;
  /** The address that an answer points to. @throws SourceError `source-address-foreign` when it leaves the base */
  follow(link: string): URL;
  /** The body of an answer of 2xx. @throws SourceError */
  call(call: ExchangeCall): Promise<string>;
  json(call: ExchangeCall): Promise<unknown>;
}

/**
 * The one way that sources are spoken to: one address, no redirect, bounded in time, bytes and tries. 429 and 5xx are tried again, after
 * what `Retry-After` says or after a pause that doubles, half of it left to chance. A call that must not be sent twice
 * is tried again only when the source says that it has not taken it (429).
 */
export function createExchangeHttp(options: ExchangeOptions): ExchangeHttp {
  const limits = { ...exchangeLimits, ...options.limits };
  const base = new URL(options.base.replace(/\/*$/, '/'));
  const sleep = options.sleep ?? wait;
  const never = new AbortController().signal;
  const signal = options.signal ?? never;
  let last = 0;

  async function attempt(call: ExchangeCall): Promise<{ status: number; text: string; retryAfterMs: number | null }> {
    const gap = last + limits.gapMs - options.clock().getTime();
    if (gap > 0) await sleep(Math.min(gap, limits.gapMs), signal);
    last = options.clock().getTime();
    const response = await fetch(call.url, {
      method: call.method,
      redirect: 'manual',
      headers: { 'user-agent': 'wellhouse', ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]),
    });
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), options.clock());
    if (!response.ok) {
      await response.body?.cancel();
      return { status: response.status, text: '', retryAfterMs };
    }
    return { status: response.status, text: await readBody(response, limits.bytes), retryAfterMs };
  }

  async function call(request: ExchangeCall): Promise<string> {
    const repeatable = request.repeatable ?? request.method === 'GET';
    for (let tried = 1; ; tried += 1) {
      let failure: SourceError;
      let asked: number | null = null;
      let again = repeatable;
      try {
        const answer = await attempt(request);
        if (answer.status >= 200 && answer.status < 300) return answer.text;
        asked = answer.retryAfterMs;
        failure = failureOf(answer.status, asked);
        again = answer.status === 429 || (repeatable && answer.status >= 500);
      } catch (error) {
        // The process is stopping or has lost the job: no failed try.
        if (signal.aborted) throw error;
        if (error instanceof SourceError) throw error;
        failure = new SourceError('source-unreachable', reasonOf(error));
      }
      if (!again || tried >= limits.tries) throw failure;
      const full = Math.min(limits.longestPauseMs, limits.firstPauseMs * 2 ** (tried - 1));
      const pause = asked ?? full / 2 + (full / 2) * (options.random(4).readUInt32BE() / 2 ** 32);
      if (pause > limits.longestPauseMs) throw failure;
      await sleep(pause, signal);
    }
  }

  return {
    limits,
    address(path, query = {}) {
      const url = new URL(path.replace(/^\/+/, ''), base);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url;
    },
    follow(link) {
      // NCMEC's links start below the base, `/v2/…`; the others' are whole addresses.
      const text = link.startsWith('/') && !link.startsWith('//') ? `.${link}` : link;
      const url = URL.canParse(text, base.href) ? new URL(text, base) : null;
      if (url === null || url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) {
        throw new SourceError('source-address-foreign', 'an answer points to an address outside this source');
      }
      return url;
    },
    call,
    async json(request) {
      const text = await call({ ...request, headers: { accept: 'application/json', ...request.headers } });
      try {
        return JSON.parse(text);
      } catch {
        throw new SourceError('source-answer-invalid', 'the answer is not JSON');
      }
    },
  };
}

/** Milliseconds that a source asks to wait (RFC 9110 §10.2.3: seconds or a date); null: it does not say. */
function readRetryAfter(text: string | null, now: Date): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

function failureOf(status: number, retryAfterMs: number | null): SourceError {
  if (status === 429 || (status === 503 && retryAfterMs !== null)) {
    return new SourceError('source-busy', `answered ${status}`, retryAfterMs);
  }
  if (status >= 500) return new SourceError('source-unreachable', `answered ${status}`);
  if (status === 401 || status === 403) return new SourceError('source-unauthorized', `answered ${status}`);
  if (status >= 300 && status < 400) {
    return new SourceError('source-address-foreign', `answered ${status}; redirects are not followed`);
  }
  return new SourceError('source-refused', `answered ${status}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause ? `no connection (${String(cause.code)})` : 'no connection';
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
