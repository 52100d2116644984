import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { effectOf, type MatchEffect } from './list-rules.ts';
import { regionsOf } from './list-view.ts';

export interface FoundMatch {
  readonly entryId: string;
  /** Null: an exact digest. */
  readonly distance: number | null;
  /** PDQ quality of the view that is near, where it is not the picture's. */
  readonly quality?: number;
}

export interface WeighedMatch {
  readonly entryId: string;
  readonly listId: string;
  readonly distance: number | null;
  readonly effect: MatchEffect;
}

/**
 * Says what each match comes to by lists and entries as they are now, and keeps the entries so until the transaction
 * ends, unless `kept` is false: whoever withdraws, releases or rules out one meanwhile waits, and then finds what came of
 * this picture. Nothing is counted. What is not there any more is left out.
 */
export async function judgeMatches(
  tx: Transaction,
  given: {
    readonly quality: number;
    readonly surface: string;
    readonly region: string;
    /** Whether pictures of the region are matched at all. */
    readonly checked: boolean;
    readonly found: readonly FoundMatch[];
    readonly kept?: boolean;
  },
): Promise<WeighedMatch[]> {
  const { quality, surface, region, checked, found, kept = true } = given;
  const entryIds = [...new Set(found.map(({ entryId }) => entryId))];
  const select = tx
    .selectFrom('list_entry')
    .innerJoin('list', 'list.list_id', 'list_entry.list_id')
    .select(['entry_id', 'list_entry.status', 'contributors'])
    .select(['list.list_id', 'list.kind', 'list.state', 'legal_basis', 'surfaces', 'radius'])
    .select(['quality_floor', 'minimum_sources'])
    .where(sql<boolean>`entry_id = any(${entryIds}::bigint[])`)
    .orderBy('entry_id');
  const rows = await (kept ? select.forShare('list_entry') : select).execute();
  const byId = new Map(rows.map((row) => [row.entry_id, row]));
  return found.flatMap(({ entryId, distance, ...match }): WeighedMatch[] => {
    const row = byId.get(entryId);
    if (row === undefined) return [];
    if (!checked) return [{ entryId, listId: row.list_id, distance, effect: 'not-allowed' }];
    const effect = effectOf({
      list: {
        kind: row.kind,
        state: row.state,
        radius: row.radius,
        qualityFloor: row.quality_floor,
        minimumSources: row.minimum_sources,
        surfaces: row.surfaces,
        regions: regionsOf(row),
      },
      entry: { status: row.status, contributors: row.contributors.length },
      distance,
      quality: match.quality ?? quality,
      surface,
      region,
    });
    return [{ entryId, listId: row.list_id, distance, effect }];
  });
}
