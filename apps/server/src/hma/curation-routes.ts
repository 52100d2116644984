import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { addSignals, checkOpen } from './add-signals.ts';
import { loadContent } from './bank-content.ts';
import { bankViewOf, listBanks, loadBank } from './banks.ts';
import { exchangeApis, listExchanges, loadFetchStatus, showExchange } from './exchanges.ts';
import { HashQuery, hashAddress, hashUpload } from './hashing-routes.ts';
import { badRequest } from './hma-error.ts';
import { Flag, type HmaRoute, paramOf, readQuery } from './hma-routes.ts';
import type { HmaTools } from './hma-tools.ts';
import { signalTypes } from './signal-types.ts';

const ContentQuery = z.object({
  include_signals: Flag,
  include_metadata: z
    .string()
    .default('true')
    .transform((text) => text.toLowerCase() === 'true'),
});
const AddQuery = HashQuery.partial({ url: true });
const JsonBody = z.record(z.string(), z.unknown());

export function curationRoutes(deps: Deps, tools: HmaTools): HmaRoute[] {
  const { kysely } = deps.database;
  const get = (path: string, handler: HmaRoute['handler']): HmaRoute => ({ method: 'GET', path, handler });
  return [
    get('/c/banks', () => listBanks(kysely)),
    get('/c/bank/:bank', async (request) => bankViewOf(await loadBank(kysely, paramOf(request, 'bank')))),
    get('/c/bank/:bank/content/:contentId', (request) => {
      const { include_signals: includeSignals, include_metadata: includeMetadata } = readQuery(ContentQuery, request);
      const question = { ...targetOf(request), contentId: paramOf(request, 'contentId') };
      return loadContent(kysely, { ...question, includeSignals, includeMetadata });
    }),
    {
      method: 'POST',
      path: '/c/bank/:bank/content',
      perMinute: tools.limits.addsPerMinute,
      handler: (request) => addContent(deps, tools, request),
    },
    {
      method: 'POST',
      path: '/c/bank/:bank/signal',
      perMinute: tools.limits.addsPerMinute,
      handler: (request) => {
        const body = JsonBody.safeParse(request.body);
        if (!body.success) throw badRequest('Request input was not a dict');
        refuseNotes(Object.keys(body.data));
        return addSignals(deps, { ...targetOf(request), signals: body.data });
      },
    },
    get('/c/exchanges', () => listExchanges(kysely)),
    get('/c/exchanges/apis', () => exchangeApis()),
    get('/c/exchange/:exchange', (request) => showExchange(kysely, paramOf(request, 'exchange'))),
    get('/c/exchange/:exchange/status', (request) => loadFetchStatus(kysely, paramOf(request, 'exchange'))),
    get('/c/signal_type', () => signalTypes.map(({ name }) => ({ name, enabled_ratio: 1 }))),
    get('/c/content_type', () => ['photo', 'video'].map((name) => ({ name, enabled: true }))),
  ];
}

async function addContent(deps: Deps, tools: HmaTools, request: FastifyRequest) {
  const target = targetOf(request);
  // Before a byte is fetched or read.
  checkOpen(target.bank, await loadBank(deps.database.kysely, target.bank));
  const query = readQuery(AddQuery, request);
  if (query.url !== undefined && query.url !== '') {
    const body = JsonBody.safeParse(request.body);
    if (body.success) refuseNotes(Object.keys(body.data));
    const { signals } = await hashAddress(deps, tools, request, { ...query, url: query.url, forLookup: false });
    return addSignals(deps, { ...target, signals });
  }
  if (!request.isMultipart()) throw badRequest('Neither `url` nor multipart file upload was received');
  const { signals, fields } = await hashUpload(tools, request, { forLookup: false });
  refuseNotes(fields);
  return addSignals(deps, { ...target, signals });
}

function targetOf(request: FastifyRequest): { hubId: string; bank: string } {
  if (request.hub === null) throw new Error('a route without a caller');
  return { hubId: request.hub.hubId, bank: paramOf(request, 'bank') };
}

/** Better refused than lost without a word. */
function refuseNotes(fields: readonly string[]): void {
  const field = fields.find((name) => name === 'note' || name === 'metadata');
  if (field !== undefined) throw badRequest(`A ${field} is not kept here; leave it out and keep it by the id`);
}
