import type { Deps } from '../../deps.ts';
import type { ListSourceClient } from '../source-item.ts';
import type { Connection } from './connections.ts';
import { createExchangeHttp, type ExchangeOptions } from './exchange-http.ts';
import { createNcmecClient } from './ncmec.ts';
import { createStopNciiClient } from './stopncii.ts';
import { createTechAgainstTerrorismClient } from './tech-against-terrorism.ts';
import { createThreatExchangeClient } from './threat-exchange.ts';

/** The client of one connection. */
export function openSource(
  { clock, random }: Pick<Deps, 'clock' | 'random'>,
  connection: Connection,
  options: Pick<ExchangeOptions, 'signal' | 'limits' | 'sleep'> = {},
): ListSourceClient {
  const http = createExchangeHttp({ base: connection.url, random, clock, ...options });
  switch (connection.source) {
    case 'ncmec':
      return createNcmecClient({ ...connection, http, clock, since: new Date(connection.since) });
    case 'stopncii':
      return createStopNciiClient({ ...connection, http, clock });
    case 'threatexchange':
      return createThreatExchangeClient({ ...connection, http, clock });
    case 'tech-against-terrorism':
      return createTechAgainstTerrorismClient({ ...connection, http });
  }
}
