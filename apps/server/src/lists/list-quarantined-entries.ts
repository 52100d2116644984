import type { QuarantinedEntry } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';

/** Entries of a list that were set aside because they match too much; at most 200, the oldest first. */
export async function listQuarantinedEntries(
  { database }: Pick<Deps, 'database'>,
  listId: string,
): Promise<{ entries: z.input<typeof QuarantinedEntry>[] }> {
  const rows = await database.kysely
    .selectFrom('list_entry')
    .select((row) => [
      'entry_id',
      'source_id',
      'kind',
      'class',
      'contributors',
      row
        .selectFrom('list_entry_match')
        .select(sql<number>`count(distinct picture)::integer`.as('n'))
        .whereRef('list_entry_match.entry_id', '=', 'list_entry.entry_id')
        .as('pictures'),
    ])
    .where('list_id', '=', listId)
    .where('status', '=', 'quarantined')
    .orderBy('entry_id')
    .limit(200)
    .execute();
  return {
    entries: rows.map((row) => ({
      entryId: row.entry_id,
      sourceId: row.source_id,
      fingerprint: row.kind,
      class: row.class,
      contributors: row.contributors.length,
      pictures: row.pictures ?? 0,
    })),
  };
}
