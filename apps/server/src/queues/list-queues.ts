import { type CaseLimits, type QueueState, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { lanesWithin } from '../staff/staff-limits.ts';
import { loadPlan } from './load-plan.ts';
import { ableMembers, queueMembers } from './queue-members.ts';
import { queuesOf } from './queues-of.ts';

/** Counting stops here; a longer queue is shown as this long. */
const countLimit = 100_000;

/** The queues in their order, how much waits in each of what the limits cover, and who could work in it. */
export async function listQueues(
  deps: Deps,
  staffId: string,
  limits: CaseLimits,
): Promise<{ queues: z.input<typeof QueueState>[] }> {
  const { kysely } = deps.database;
  const { queues } = await loadPlan(kysely);
  const members = await queueMembers(kysely, deps.clock());
  const mine = await queuesOf(kysely, staffId);
  const me = StaffId.parse(staffId);
  const mayClaim = members.some((member) => member.staffId === me);
  return {
    queues: await Promise.all(
      queues.map(async ({ queueId, name, description, skills }) => {
        const able = ableMembers(members, skills);
        return {
          queueId,
          name,
          description,
          skills,
          openCount: await countOpen(deps, queueId, lanesWithin(limits)),
          able: able.length,
          here: able.filter((member) => member.here).length,
          mine: mayClaim && (mine === null || mine.includes(queueId)),
        };
      }),
    ),
  };
}

async function countOpen(deps: Deps, queueId: string, { categories, regions }: CaseLimits): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from (
    select from case_file where state = 'open' and lane_id in (select lane_id from queue_lane where queue_id = ${queueId}
      and (${categories}::text[] is null or category = any(${categories}::text[]))
      and (${regions}::text[] is null or region = any(${regions}::text[])))
    limit ${countLimit}) open`.execute(deps.database.kysely);
  return Number(rows[0]?.count ?? 0);
}
