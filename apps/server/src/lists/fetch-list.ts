import type { Deps } from '../deps.ts';
import { newUuid } from '../staff/tokens.ts';
import { askForAgreement } from './agreement.ts';
import { type Applied, applyStaged } from './apply-staged.ts';
import { AgreementNeeded, ListError } from './list-error.ts';
import { SourceError } from './source-error.ts';
import type { ListSourceClient } from './source-item.ts';
import type { Connection } from './sources/connections.ts';
import { readConnections } from './sources/connections.ts';
import type { ExchangeOptions } from './sources/exchange-http.ts';
import { openSource } from './sources/open-source.ts';
import { dropStaged, pruneStaged, stageItems } from './stage-items.ts';

export interface FetchOptions extends Pick<ExchangeOptions, 'signal' | 'limits' | 'sleep'> {
  /** Told how many items have been read so far. */
  readonly onProgress?: (read: number) => void;
}

export interface Fetched extends Applied {
  readonly read: number;
  /** Fingerprints that were not what they say they are. */
  readonly unreadable: number;
  /** Minutes until the next sync. */
  readonly everyMinutes: number;
}

/** Most items of one window; what is read waits in the database until the window is whole. */
const windowItems = 20_000_000;

/**
 * Brings a list to what its source has now. Each window is applied in one transaction together with the checkpoint that
 * stands for it; what was read of a window that fails is dropped.
 * @throws ListError, SourceError; by then the list's row says so too
 */
export async function fetchList(deps: Deps, listId: string, options: FetchOptions = {}): Promise<Fetched> {
  const { database, clock } = deps;
  await database.kysely.updateTable('list').set({ sync_started_at: clock() }).where('list_id', '=', listId).execute();
  try {
    const { connection, checkpoint } = await connectionOf(deps, listId);
    const client = openSource(deps, connection, options);
    const fetched = await readAll(deps, { listId, client, checkpoint, ...options });
    await database.kysely
      .updateTable('list')
      .set({ sync_state: 'ok', synced_at: clock(), sync_error: null })
      .where('list_id', '=', listId)
      .execute();
    return { ...fetched, everyMinutes: connection.everyMinutes };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    await noteFailure(deps, listId, error);
    throw error;
  }
}

async function connectionOf(deps: Deps, listId: string): Promise<{ connection: Connection; checkpoint: unknown }> {
  const list = await deps.database.kysely
    .selectFrom('list')
    .select(['state', 'source', 'connection_id', 'checkpoint'])
    .where('list_id', '=', listId)
    .executeTakeFirst();
  if (list === undefined) throw new ListError('list-missing', `there is no list "${listId}"`);
  if (list.state === 'withdrawn') throw new ListError('list-withdrawn', 'the list was withdrawn');
  if (list.connection_id === null) {
    throw new ListError('list-source-mismatch', 'the list comes from files; use wellhouse lists import');
  }
  const connections = await readConnections(deps.config.listSourcesFile);
  const connection = connections.get(list.connection_id);
  if (connection === undefined || connection.source !== list.source) {
    const wanted = `connection "${list.connection_id}" to ${list.source}`;
    throw new ListError('list-connection-missing', `WELLHOUSE_LIST_SOURCES names no ${wanted}`);
  }
  return { connection, checkpoint: list.checkpoint };
}

interface Reading extends FetchOptions {
  readonly listId: string;
  readonly client: ListSourceClient;
  readonly checkpoint: unknown;
}

async function readAll(deps: Deps, { listId, client, checkpoint, onProgress }: Reading) {
  const { database, clock } = deps;
  const staging = { listId, syncId: newUuid(deps.random), at: clock() };
  const total = { read: 0, unreadable: 0, added: 0, changed: 0, withdrawn: 0 };
  let before = checkpoint;
  let inWindow = { read: 0, unreadable: 0 };
  try {
    for await (const step of client.pull(checkpoint)) {
      if (step.type === 'items') {
        inWindow.read += step.items.length;
        for (const item of step.items) inWindow.unreadable += item.unreadable;
        if (inWindow.read > windowItems) throw new ListError('list-too-large', 'a window has too many items');
        await stageItems(database.kysely, staging, step.items);
        onProgress?.(total.read + inWindow.read);
        continue;
      }
      if (step.type === 'window') {
        const { mode, checkpoint: after } = step;
        const update = { ...staging, kind: 'synced', mode, checkpoint: { before, after }, fileDigest: null } as const;
        const applied = await database.transaction((tx) => applyStaged(tx, { ...update, at: clock() }));
        total.added += applied.added;
        total.changed += applied.changed;
        total.withdrawn += applied.withdrawn;
        total.read += inWindow.read;
        total.unreadable += inWindow.unreadable;
        before = after;
      } else await dropStaged(database.kysely, staging.syncId);
      inWindow = { read: 0, unreadable: 0 };
    }
    return total;
  } finally {
    // Should the database be away, the next sync removes it.
    await dropStaged(database.kysely, staging.syncId).catch(() => {});
    await pruneStaged(database.kysely, clock()).catch(() => {});
  }
}

/** Writes on the list why its sync did not end well. */
async function noteFailure(deps: Deps, listId: string, error: unknown): Promise<void> {
  await deps.database.transaction(async (tx) => {
    if (error instanceof AgreementNeeded) await askForAgreement(tx, deps, listId, error);
    const isOurs = error instanceof ListError || error instanceof SourceError;
    if (error instanceof ListError && error.code === 'list-sync-overtaken') return;
    await tx
      .updateTable('list')
      .set({
        sync_state: error instanceof AgreementNeeded ? 'refused' : 'failed',
        sync_error: isOurs || isConfiguration(error) ? `${error.code}: ${error.message}` : 'failed; see the log',
      })
      .where('list_id', '=', listId)
      .execute();
  });
}

function isConfiguration(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && error.code === 'list-sources-file-invalid';
}
