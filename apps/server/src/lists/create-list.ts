import type { CreateList, List } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { checkCategory, usualCategory } from './list-category.ts';
import { noEntries } from './list-version.ts';
import { columnsOf, loadLists } from './list-view.ts';
import { readConnections } from './sources/connections.ts';
import { planSync } from './sync-list.ts';

/**
 * Adds a list, in shadow: its matches are counted and nothing is held. A fetched one is synced at once and then on and
 * on. `staffId` null: the command line.
 * @throws ProblemError `list-exists`, `invalid-request` when there is no such connection or category
 */
export async function createList(
  deps: Deps,
  staffId: string | null,
  body: z.output<typeof CreateList>,
): Promise<z.input<typeof List>> {
  const { listId, connectionId } = body;
  const now = deps.clock();
  const settings = { ...body.settings, category: body.settings.category ?? usualCategory(body) };
  checkCategory(settings.category, '/body/settings/category');
  if (connectionId !== null) await checkConnection(deps, body.source, connectionId);
  return deps.database.transaction(async (tx) => {
    const inserted = await tx
      .insertInto('list')
      .values({
        list_id: listId,
        kind: body.kind,
        source: body.source,
        connection_id: connectionId,
        ...columnsOf(settings),
        counts: JSON.stringify(noEntries),
        checkpoint: null,
        sync_started_at: null,
        synced_at: null,
        next_sync_at: null,
        sync_error: null,
        created_at: now,
        created_by: staffId,
      })
      .onConflict((conflict) => conflict.column('list_id').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      throw new ProblemError('list-exists', `There is a list "${listId}" already.`);
    }
    const details = JSON.stringify({ source: body.source, kind: body.kind, settings });
    await tx
      .insertInto('list_version')
      .values({ list_id: listId, version: '1', at: now, staff_id: staffId, kind: 'created', details })
      .execute();
    if (connectionId !== null) await planSync(tx, listId, now);
    const [list] = await loadLists(tx, now, listId);
    if (list === undefined) throw new Error(`read list ${listId} back`);
    const facts = { source: body.source, kind: body.kind };
    await recordAudit(tx, { staffId, action: 'list.create', object: `list:${listId}`, details: facts });
    return list;
  });
}

async function checkConnection(deps: Deps, source: string, connectionId: string): Promise<void> {
  const connection = (await readConnections(deps.config.listSourcesFile)).get(connectionId);
  if (connection?.source === source) return;
  const problem = `the operator's WELLHOUSE_LIST_SOURCES has no such connection to ${source}`;
  throw new ProblemError('invalid-request', `/body/connectionId: ${problem}`, {
    fields: [{ field: '/body/connectionId', problem }],
  });
}
