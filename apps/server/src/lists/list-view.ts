import { type List, type ListChange, ListSettings, ListUpdate } from '@wellhouse/protocol';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';
import type { ListTable } from '../schema/list.ts';

type ListRow = Selectable<ListTable>;

const LegalBasis = z.record(z.string(), z.string());

export function settingsOf(row: ListRow): ListSettings {
  return ListSettings.parse({
    title: row.title,
    purpose: row.purpose,
    agreement: row.agreement,
    category: row.category,
    legalBasis: row.legal_basis,
    surfaces: row.surfaces,
    radius: row.radius,
    qualityFloor: row.quality_floor,
    minimumSources: row.minimum_sources,
    floodLimit: row.flood_limit,
  });
}

/** Settings as the list's columns. */
export function columnsOf(settings: ListSettings) {
  return {
    title: settings.title,
    purpose: settings.purpose,
    agreement: settings.agreement,
    category: settings.category,
    legal_basis: JSON.stringify(settings.legalBasis),
    surfaces: settings.surfaces,
    radius: settings.radius,
    quality_floor: settings.qualityFloor,
    minimum_sources: settings.minimumSources,
    flood_limit: settings.floodLimit,
  };
}

/** The list's legal basis in words, by region. */
export function legalBasisOf({ legal_basis }: Pick<ListRow, 'legal_basis'>): Readonly<Record<string, string>> {
  return LegalBasis.parse(legal_basis);
}

/** Regions that the list has a legal basis for. */
export function regionsOf(row: Pick<ListRow, 'legal_basis'>): string[] {
  return Object.keys(legalBasisOf(row));
}

/** Lists as the API shows them, in order of their names. */
export async function loadLists(executor: Executor, now: Date, listId?: string): Promise<z.input<typeof List>[]> {
  let select = executor.selectFrom('list').selectAll().orderBy('list_id');
  if (listId !== undefined) select = select.where('list_id', '=', listId);
  const rows = await select.execute();
  const changes = await loadChanges(executor, { state: 'held', ...(listId !== undefined && { listId }) });
  const weekAgo = new Date(now.getTime() - 6 * 86_400_000).toISOString().slice(0, 10);
  const counted = await executor
    .selectFrom('list_match_count')
    .select(['list_id', 'effect', sql<number>`sum(matches)::float8`.as('matches')])
    .where('day', '>=', weekAgo)
    .groupBy(['list_id', 'effect'])
    .execute();
  return rows.map((row) => ({
    listId: row.list_id,
    kind: row.kind,
    source: row.source,
    connectionId: row.connection_id,
    state: row.state,
    settings: settingsOf(row),
    version: Number(row.version),
    counts: row.counts,
    matches: Object.fromEntries(
      counted.filter((each) => each.list_id === row.list_id).map(({ effect, matches }) => [effect, matches]),
    ),
    sync: {
      state: row.sync_state,
      startedAt: row.sync_started_at?.toISOString() ?? null,
      doneAt: row.synced_at?.toISOString() ?? null,
      nextAt: row.next_sync_at?.toISOString() ?? null,
      error: row.sync_error,
    },
    waiting: changes.filter((change) => change.listId === row.list_id),
    createdAt: row.created_at.toISOString(),
  }));
}

/** Changes as the API shows them, the oldest first. */
export async function loadChanges(
  executor: Executor,
  filter: { state?: 'held'; listId?: string; changeId?: string },
): Promise<z.input<typeof ListChange>[]> {
  let select = executor
    .selectFrom('list_change as change')
    .leftJoin('staff as first', 'first.staff_id', 'change.first_staff_id')
    .leftJoin('staff as second', 'second.staff_id', 'change.second_staff_id')
    .selectAll('change')
    .select(['first.name as first_name', 'second.name as second_name'])
    .orderBy('change.asked_at');
  if (filter.state !== undefined) select = select.where('change.state', '=', filter.state);
  if (filter.listId !== undefined) select = select.where('change.list_id', '=', filter.listId);
  if (filter.changeId !== undefined) select = select.where('change.change_id', '=', filter.changeId);
  const rows = await select.execute();
  return rows.map((row) => ({
    changeId: row.change_id,
    listId: row.list_id,
    kind: row.kind,
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    first: personOf(row.first_staff_id, row.first_name, row.first_reason),
    second: personOf(row.second_staff_id, row.second_name, row.second_reason),
    settings: row.kind === 'settings' ? ListSettings.parse(row.body) : null,
    update: row.kind === 'shrink' || row.kind === 'import' ? ListUpdate.parse(row.body) : null,
  }));
}

function personOf(staffId: string | null, name: string | null, reason: string | null) {
  return staffId === null ? null : { staffId, name: name ?? '', reason: reason ?? '' };
}
