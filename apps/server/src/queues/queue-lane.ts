import type { Executor } from '../platform/database/open-database.ts';
import { headStartOf, type Pace } from './place-value.ts';

/** What limits and clocks ask about a case: cases that agree in all of it wait in one lane (docs/adr/0091). */
export interface LaneFacts {
  readonly queueId: string;
  readonly category: string;
  readonly region: string | null;
  readonly pace: Pace;
}

/** The lane of a case; makes it when no case was there before. */
export async function laneOf(executor: Executor, facts: LaneFacts): Promise<number> {
  const found = await findLane(executor, facts);
  if (found !== undefined) return found;
  const { queueId, category, region, pace } = facts;
  await executor
    .insertInto('queue_lane')
    .values({
      queue_id: queueId,
      category,
      region,
      standing: pace.standing,
      clock_minutes: pace.clockMinutes,
      pace_minutes: pace.minutes,
      head_start: headStartOf(pace),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await findLane(executor, facts);
  if (made === undefined) throw new Error(`find the lane of ${category} in ${queueId}`);
  return made;
}

/** The lane in another queue where everything else is the same. */
export async function likeLane(executor: Executor, laneId: number, queueId: string): Promise<number> {
  const lane = await executor
    .selectFrom('queue_lane')
    .selectAll()
    .where('lane_id', '=', laneId)
    .executeTakeFirstOrThrow();
  const { category, region, standing, clock_minutes: clockMinutes, pace_minutes: minutes } = lane;
  return laneOf(executor, { queueId, category, region, pace: { standing, clockMinutes, minutes } });
}

async function findLane(executor: Executor, { queueId, category, region, pace }: LaneFacts) {
  const row = await executor
    .selectFrom('queue_lane')
    .select('lane_id')
    .where('queue_id', '=', queueId)
    .where('category', '=', category)
    .where('region', 'is not distinct from', region)
    .where('standing', '=', pace.standing)
    .where('clock_minutes', '=', pace.clockMinutes)
    .where('pace_minutes', '=', pace.minutes)
    .executeTakeFirst();
  return row?.lane_id;
}
