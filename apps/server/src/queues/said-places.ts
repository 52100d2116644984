import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { saidMinutes, saidPlaces } from './place-value.ts';

/**
 * Whether all places are taken in which cases of a kind with nothing behind them wait by their clock. Who has a place keeps it
 * until the case is decided. Two that are placed at the same moment may both take the last one; that is one more.
 */
export async function noSaidPlace(executor: Executor, caseId: string, category: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean; taken: number }>`
    with places as materialized (select lane_id from queue_lane
      where category = ${category} and standing = 'said' and pace_minutes < ${saidMinutes})
    select exists (select from case_file where case_id = ${caseId} and lane_id in (select lane_id from places)) as mine,
      (select count(*)::integer from (
        select from case_file where state = 'open' and case_id <> ${caseId} and lane_id in (select lane_id from places)
        limit ${saidPlaces}) waiting) as taken`.execute(executor);
  const [row] = rows;
  return row !== undefined && !row.mine && row.taken >= saidPlaces;
}
