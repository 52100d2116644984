import { ReportConfig } from '@wellhouse/protocol';
import { WellhouseClientError } from './client-error.ts';
import type { Audience, ClientContext } from './context.ts';
import type { HubTime } from './disappearing/hub-time.ts';
import type { StoredConfig } from './storage/wellhouse-storage.ts';
import type { CallServer } from './transport.ts';

export interface ConfigRequest {
  locale?: string;
  audience?: Audience;
  /** A stored copy younger than this, in milliseconds, is used without asking the server; 10 minutes by default. */
  maxAgeMs?: number;
}

export interface GotConfig extends StoredConfig {
  /** The server gave it now; else it is a copy, whether or not anybody was asked. */
  readonly isAnswer: boolean;
}

export interface ConfigSource {
  /**
   * The newest configuration that can be had: from the server, else the last copy, however old. Throws
   * `config-unavailable` if there is neither.
   */
  get(request?: ConfigRequest): Promise<GotConfig>;
  /** The last copy of the client's own language and audience, else of another language. Asks nobody; null: there is none. */
  last(): Promise<StoredConfig | null>;
}

const freshMs = 10 * 60_000;

export function createConfigSource(
  context: ClientContext,
  call: CallServer,
  hubTime: Pick<HubTime, 'latest'>,
): ConfigSource {
  const { storage, clock } = context;
  const inFlight = new Map<string, Promise<GotConfig>>();

  async function fetchConfig(locale: string, audience: Audience, key: string): Promise<GotConfig> {
    // before the question: the answer is not older than this
    const fetchedAtLatest = await hubTime.latest();
    const answer = await call('getReportConfig', { query: { locale, audience } });
    const parsed = answer.outcome === 'ok' ? ReportConfig.safeParse(answer.body) : null;
    if (parsed?.success) {
      const value: StoredConfig = { fetchedAt: clock(), fetchedAtLatest, config: parsed.data };
      await storage.write([{ store: 'config', key, value }]);
      return { ...value, isAnswer: true };
    }
    const copy = await lastCopy(audience, key);
    if (copy) return { ...copy, isAnswer: false };
    const why = answer.outcome === 'ok' ? 'the answer has another form' : answer.problem.detail;
    throw new WellhouseClientError('config-unavailable', `cannot load the report configuration: ${why}`);
  }

  /** Offline in a language that was never loaded: another language is better than no way to report. */
  async function lastCopy(audience: Audience, key: string): Promise<StoredConfig | null> {
    const last = await storage.get('config', key);
    return last ?? (await storage.list('config')).find((other) => other.config.audience === audience) ?? null;
  }

  return {
    last: () => lastCopy(context.audience, keyOf(context.locale, context.audience)),
    async get({ locale = context.locale, audience = context.audience, maxAgeMs = freshMs } = {}) {
      const key = keyOf(locale, audience);
      const last = await storage.get('config', key);
      const age = last ? clock() - last.fetchedAt : Number.POSITIVE_INFINITY;
      if (last && age >= 0 && age < maxAgeMs) return { ...last, isAnswer: false };
      const running = inFlight.get(key) ?? fetchConfig(locale, audience, key).finally(() => inFlight.delete(key));
      inFlight.set(key, running);
      return running;
    },
  };
}

function keyOf(locale: string, audience: Audience): string {
  return `${locale}|${audience}`;
}
