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

export interface ConfigSource {
  /**
   * The newest configuration that can be had: from the server, else the last copy, however old. Throws
   * `config-unavailable` if there is neither.
   */
  get(request?: ConfigRequest): Promise<StoredConfig>;
}

const freshMs = 10 * 60_000;

export function createConfigSource(
  context: ClientContext,
  call: CallServer,
  hubTime: Pick<HubTime, 'latest'>,
): ConfigSource {
  const { storage, clock } = context;
  const inFlight = new Map<string, Promise<StoredConfig>>();

  async function fetchConfig(locale: string, audience: Audience, key: string): Promise<StoredConfig> {
    // before the question: the answer is not older than this
    const fetchedAtLatest = await hubTime.latest();
    const answer = await call('getReportConfig', { query: { locale, audience } });
    const parsed = answer.outcome === 'ok' ? ReportConfig.safeParse(answer.body) : null;
    if (parsed?.success) {
      const value: StoredConfig = { fetchedAt: clock(), fetchedAtLatest, config: parsed.data };
      await storage.write([{ store: 'config', key, value }]);
      return value;
    }
    // offline in a language that was never loaded: another language is better than no way to report
    const last = await storage.get('config', key);
    const copy = last ?? (await storage.list('config')).find((other) => other.config.audience === audience);
    if (copy) return copy;
    const why = answer.outcome === 'ok' ? 'the answer has another form' : answer.problem.detail;
    throw new WellhouseClientError('config-unavailable', `cannot load the report configuration: ${why}`);
  }

  return {
    async get({ locale = context.locale, audience = context.audience, maxAgeMs = freshMs } = {}) {
      const key = `${locale}|${audience}`;
      const last = await storage.get('config', key);
      const age = last ? clock() - last.fetchedAt : Number.POSITIVE_INFINITY;
      if (last && age >= 0 && age < maxAgeMs) return last;
      const running = inFlight.get(key) ?? fetchConfig(locale, audience, key).finally(() => inFlight.delete(key));
      inFlight.set(key, running);
      return running;
    },
  };
}
