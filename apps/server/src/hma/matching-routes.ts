import { parseHash } from '@wellhouse/fingerprint';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { compareSignals } from './compare.ts';
import { type HashedMedia, type Look, noPrints } from './hash-media.ts';
import { HashQuery, hashAddress, hashUpload } from './hashing-routes.ts';
import { badRequest, HmaError } from './hma-error.ts';
import { Flag, type HmaRoute, readBanks, readQuery, Text } from './hma-routes.ts';
import type { HmaTools } from './hma-tools.ts';
import type { IndexStatus } from './index-status.ts';
import { byBank, findMatches, type MatchView } from './lookup.ts';
import { readSignal, signalTypeOf, whyInvalid } from './signal-types.ts';

/** What every look-up may name. `region` is ours: where the picture was shared. */
const Scope = z.object({
  banks: z.string().max(4_096).optional(),
  region: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'expected a region such as GB, DE or US-CA')
    .optional(),
});
// `seed` and `bypass_coinflip` decide in Hasher-Matcher-Actioner which share of look-ups a bank takes part in; a bank
// here takes part in all or none.
const LookupQuery = HashQuery.extend({
  ...Scope.shape,
  url: z.string().max(4_096).optional(),
  signal: z.string().max(200).optional(),
  signal_type: z.string().max(40).optional(),
  bypass_coinflip: Flag,
});
const RawQuery = Scope.extend({ signal: Text, signal_type: Text, include_distance: Flag });
const StatusQuery = z.object({ signal_type: z.string().max(40).optional() });

export function matchingRoutes(deps: Deps, tools: HmaTools, index: IndexStatus): HmaRoute[] {
  const { kysely } = deps.database;

  async function lookUpSignal(name: string, text: string, scope: z.output<typeof Scope>) {
    const question = { looks: [lookOf(name, text)], ...scopeOf(scope) };
    return findMatches(kysely, tools.known(), question);
  }

  async function lookUpMedia(hashed: HashedMedia, scope: z.output<typeof Scope>) {
    const matches = await findMatches(kysely, tools.known(), { looks: hashed.looks, ...scopeOf(scope) });
    const results: Record<string, Record<string, MatchView[]>> = {};
    for (const name of Object.keys(hashed.signals)) {
      const { kind } = signalTypeOf(name);
      results[name] = byBank(matches.filter((match) => match.kind === kind));
    }
    return results;
  }

  return [
    {
      method: 'GET',
      path: '/m/lookup',
      handler: async (request) => {
        const query = readQuery(LookupQuery, request);
        const { url, signal, signal_type: name } = query;
        if (url !== undefined && url !== '') {
          const hashed = await hashAddress(deps, tools, request, { ...query, url, forLookup: true });
          const results = await lookUpMedia(hashed, query);
          if (name === undefined) return results;
          return Object.hasOwn(results, name) ? results[name] : {};
        }
        if (!signal || !name) throw badRequest('Either url or both signal and signal_type are required');
        return byBank(await lookUpSignal(name, signal, query));
      },
    },
    {
      method: 'POST',
      path: '/m/lookup',
      handler: async (request) => {
        const scope = readQuery(Scope, request);
        return lookUpMedia(await hashUpload(tools, request, { forLookup: true }), scope);
      },
    },
    {
      method: 'GET',
      path: '/m/raw_lookup',
      handler: async (request) => {
        const query = readQuery(RawQuery, request);
        const matches = await lookUpSignal(query.signal_type, query.signal, query);
        return {
          matches: matches.map(({ bank_content_id, distance }) =>
            query.include_distance ? { bank_content_id, distance } : bank_content_id,
          ),
        };
      },
    },
    {
      method: 'POST',
      path: '/m/compare',
      handler: (request) => {
        if (request.mediaType !== 'application/json') {
          throw new HmaError(415, 'unsupported-media-type', 'Send the body as application/json.');
        }
        return compareSignals(request.body);
      },
    },
    {
      method: 'GET',
      path: '/m/index/status',
      handler: (request) => index.states(kysely, readQuery(StatusQuery, request).signal_type),
    },
  ];
}

function scopeOf({ banks, region }: z.output<typeof Scope>) {
  return { banks: readBanks(banks), region: region ?? null };
}

/** @throws HmaError 400 */
function lookOf(name: string, text: string): Look {
  const type = signalTypeOf(name);
  const hex = readSignal(type, text);
  if (hex === null) throw badRequest(`invalid signal: ${whyInvalid(type)}`);
  const print =
    type.kind === 'pdq' ? { pdq: [{ variant: 'original', hash: parseHash(hex) } as const] } : { [type.kind]: hex };
  return { prints: { ...noPrints, ...print }, quality: 100 };
}
