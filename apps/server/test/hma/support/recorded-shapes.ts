import { z } from 'zod';

/**
 * Shapes of Hasher-Matcher-Actioner's answers, written down from its source (facebook/ThreatExchange at baefb4e, folder
 * hasher-matcher-actioner/src/OpenMediaMatch; names of files are below it). Strict: a field more or less is a difference.
 */

/** storage/postgres/database.py, `_bank_name_ok` */
const BankName = z.string().regex(/^[A-Z_][A-Z0-9_]*$/);

/** blueprints/matching.py, `MatchWithDistancePayload`; the distance is `pretty_str()`, `-` where there is none */
const MatchWithDistance = z.strictObject({
  bank_content_id: z.int(),
  distance: z.string().regex(/^(\d{1,3}|-)$/),
});
/** blueprints/matching.py, `TMatchByBank` */
const MatchByBank = z.record(BankName, z.array(MatchWithDistance).min(1));

/** threatexchange/signal_type: names are lower_with_underscore, values strings, '' where there is no hash */
const Signals = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.string().regex(/^[0-9a-f]*$/));

/** schemas/curation.py, `BankConfig` */
const Bank = z.strictObject({ name: BankName, matching_enabled_ratio: z.number().min(0).max(1) });

/** blueprints/curation.py, `_bank_add_signals` */
const AddedContent = z.strictObject({ id: z.int(), signals: Signals });

/** blueprints/curation.py, `bank_get_content`: of signals, metadata and note each is left out where there is none */
const Content = z.strictObject({
  id: z.int(),
  disable_until_ts: z.int(),
  original_media_uri: z.string().nullable(),
  bank: Bank,
  signals: Signals.optional(),
  metadata: z
    .strictObject({
      content_id: z.string().nullable(),
      content_uri: z.string().nullable(),
      json: z.record(z.string(), z.unknown()).nullable(),
      collab: z.record(BankName, z.array(z.string())).nullable(),
    })
    .optional(),
  note: z.string().max(255).optional(),
});

export const recordedShapes = {
  /** blueprints/hashing.py, `hash_media`, `hash_media_post` */
  hash: Signals,
  /** blueprints/matching.py, `lookup_get` with a signal, and with an address and a signal type */
  lookupSignal: MatchByBank,
  /** blueprints/matching.py, `lookup_get` with an address, `lookup_post` */
  lookupFile: z.record(z.string(), MatchByBank),
  /** blueprints/matching.py, `raw_lookup` */
  rawLookup: z.strictObject({ matches: z.array(z.int()) }),
  rawLookupWithDistance: z.strictObject({ matches: z.array(MatchWithDistance) }),
  /** blueprints/matching.py, `compare`; tests/test_api.py, `test_compare_hashes` */
  compare: z.record(z.string(), z.tuple([z.boolean(), z.strictObject({ distance: z.int() })])),
  /** blueprints/matching.py, `index_status` */
  indexStatus: z.record(
    z.string(),
    z.strictObject({ present: z.boolean(), built_to: z.int().min(-1), size: z.int().min(0) }),
  ),
  banks: z.array(Bank),
  bank: Bank,
  addedContent: AddedContent,
  content: Content,
  /** blueprints/curation.py, `exchange_list` */
  exchanges: z.array(BankName),
  /** threatexchange/exchanges/collab_config.py, `CollaborationConfigBase`, to which each exchange adds its own */
  exchange: z.looseObject({ name: BankName, api: z.string(), enabled: z.boolean() }),
  /** threatexchange/storage/interfaces.py, `FetchStatus` */
  fetchStatus: z.strictObject({
    checkpoint_ts: z.int().nullable(),
    running_fetch_start_ts: z.int().nullable(),
    last_fetch_complete_ts: z.int().nullable(),
    last_fetch_succeeded: z.boolean().nullable(),
    up_to_date: z.boolean(),
    fetched_items: z.int(),
  }),
  exchangeApis: z.array(z.string()),
  /** blueprints/curation.py, `get_all_signal_types`, `get_all_content_types` */
  signalTypes: z.array(z.strictObject({ name: z.string(), enabled_ratio: z.number() })),
  contentTypes: z.array(z.strictObject({ name: z.string(), enabled: z.boolean() })),
  /** app.py, `status` and `site_map` */
  status: z.enum(['I-AM-ALIVE', 'INDEX-NOT-LOADED', 'INDEX-STALE']),
  siteMap: z.array(z.string().startsWith('/')),
  /** schemas/shared.py, `ErrorResponse`; `code` is ours */
  error: z.strictObject({ message: z.string().min(1), code: z.string().regex(/^[a-z-]+$/) }),
} as const;
