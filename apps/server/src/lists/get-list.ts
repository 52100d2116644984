import type { ListPage } from '@wellhouse/protocol';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadLists } from './list-view.ts';

const Details = z.record(z.string(), z.unknown());

/** One list and its last fifty versions, the newest first. @throws ProblemError `not-found` */
export async function getList(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  listId: string,
): Promise<z.input<typeof ListPage>> {
  const [list] = await loadLists(database.kysely, clock(), listId);
  if (list === undefined) throw new ProblemError('not-found');
  const versions = await database.kysely
    .selectFrom('list_version')
    .leftJoin('staff', 'staff.staff_id', 'list_version.staff_id')
    .select(['version', 'at', 'staff.name as staff_name', 'kind', 'details'])
    .where('list_id', '=', listId)
    .orderBy('version', 'desc')
    .limit(50)
    .execute();
  return {
    list,
    versions: versions.map((row) => ({
      version: Number(row.version),
      at: row.at.toISOString(),
      staffName: row.staff_name,
      kind: row.kind,
      details: Details.parse(row.details),
    })),
  };
}
