import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { bankNameOf } from './bank-names.ts';
import { hmaSurface, hubContributor } from './bank-rules.ts';
import { type BankView, bankViewOf, loadBank } from './banks.ts';
import { HmaError } from './hma-error.ts';
import { signalNameOf } from './signal-types.ts';

/** One entry as Hasher-Matcher-Actioner shows content. `disable_until_ts`: 1 it may match, 0 it may not. */
export interface ContentView {
  readonly id: number;
  readonly disable_until_ts: 0 | 1;
  readonly original_media_uri: null;
  readonly bank: BankView;
  readonly signals?: Readonly<Record<string, string>>;
  readonly metadata?: {
    readonly content_id: null;
    readonly content_uri: null;
    readonly json: null;
    /** The source's id of it, by the name of the exchange. */
    readonly collab: Readonly<Record<string, readonly string[]>>;
  };
}

export interface ContentQuestion {
  readonly hubId: string;
  readonly bank: string;
  /** Digits. */
  readonly contentId: string;
  readonly includeSignals: boolean;
  readonly includeMetadata: boolean;
}

/**
 * What is known about an entry. A hub is given back the signals that it has added itself: others stand here under an
 * agreement or are what another hub knows, and numbers in a row would read a whole list out. Of a list that may not be used
 * here nothing is said but whether the entry stands.
 * @throws HmaError 404, 403
 */
export async function loadContent(executor: Executor, question: ContentQuestion): Promise<ContentView> {
  const { bank, hubId, includeSignals, includeMetadata } = question;
  const list = await loadBank(executor, bank);
  const entry = await loadEntry(executor, { listId: list.list_id, entryId: question.contentId });
  const item = { listId: list.list_id, sourceId: entry.source_id, hubId };
  const signals = includeSignals ? await signalsOf(executor, item) : null;
  if (signals !== null && Object.keys(signals).length === 0) {
    throw new HmaError(
      403,
      'signals-not-given',
      `This hub has not added content '${question.contentId}' of '${bank}'; signals of others do not leave this server`,
    );
  }
  const collab = { [bankNameOf(list.list_id)]: [entry.source_id] };
  const hasMetadata = includeMetadata && list.source !== 'file' && list.surfaces.includes(hmaSurface);
  return {
    id: Number(entry.entry_id),
    disable_until_ts: entry.status === 'live' ? 1 : 0,
    original_media_uri: null,
    bank: bankViewOf(list),
    ...(signals !== null && { signals }),
    ...(hasMetadata ? { metadata: { content_id: null, content_uri: null, json: null, collab } } : {}),
  };
}

async function loadEntry(executor: Executor, { listId, entryId }: { listId: string; entryId: string }) {
  const entry = /^\d{1,18}$/.test(entryId)
    ? await executor
        .selectFrom('list_entry')
        .select(['entry_id', 'source_id', 'status'])
        .where('entry_id', '=', entryId)
        .where('list_id', '=', listId)
        .where('status', '<>', 'withdrawn')
        .executeTakeFirst()
    : undefined;
  if (entry === undefined) throw new HmaError(404, 'not-found', `content '${entryId}' not found`);
  return entry;
}

/** What this hub has added of one item. */
async function signalsOf(
  executor: Executor,
  { listId, sourceId, hubId }: { listId: string; sourceId: string; hubId: string },
): Promise<Record<string, string>> {
  const rows = await executor
    .selectFrom('list_entry')
    .select(['kind', 'media', 'value'])
    .where('list_id', '=', listId)
    .where('source_id', '=', sourceId)
    .where('status', '<>', 'withdrawn')
    .where(sql<boolean>`${hubContributor(hubId)} = any(contributors)`)
    .orderBy('entry_id')
    .limit(20)
    .execute();
  return Object.fromEntries(
    rows.flatMap((row) => {
      const name = signalNameOf(row);
      return name === null || row.value === null ? [] : [[name, row.value.toString('hex')]];
    }),
  );
}
