import type { Exposure, Priority, Surface } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { RoutingFacts } from './route-case.ts';

/** SQL over a row of case_file: whether one would have to look at pictures. */
export const exposureSql = sql<Exposure>`case when case_file.picture_count > 0
  or exists (select from evidence_picture picture where picture.case_id = case_file.case_id) then 'graphic' else 'text' end`;

export interface FactsCount {
  readonly facts: RoutingFacts;
  /** Where they wait now. */
  readonly queueId: string;
  readonly count: number;
}

/** The open cases, counted by what routing rules can ask about and by where they wait. */
export async function countByFacts(executor: Executor): Promise<FactsCount[]> {
  const { rows } = await sql<{
    category: string;
    language: string | null;
    region: string | null;
    surface: Surface;
    priority: Priority;
    exposure: Exposure;
    queue_id: string;
    count: string;
  }>`select category, language, region, surface, priority, ${exposureSql} as exposure, queue_id, count(*) as count
    from case_file where state = 'open' group by 1, 2, 3, 4, 5, 6, 7`.execute(executor);
  return rows.map(({ queue_id, count, ...facts }) => ({ facts, queueId: queue_id, count: Number(count) }));
}
