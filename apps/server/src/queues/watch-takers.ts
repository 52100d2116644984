import { type Priority, Priority as PriorityCode } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import type { PagedCase } from '../schema/page.ts';
import { newUuid } from '../staff/tokens.ts';
import { type TakenBy, untakenOf } from './takers.ts';
import { writePage } from './write-page.ts';

/** Cases of one place that a call names; it says how many more there are. */
const named = 3;
/** Counting stops here. */
const countLimit = 1_000;

interface Place extends TakenBy {
  readonly laneIds: number[];
}

/**
 * Calls the leads as soon as a case waits that nobody there may take: all have opted out of its kind or spent their minutes, or
 * roles, skills and limits leave it to nobody. Once for each time that it is so, however many workers look, and long before a
 * clock of it breaks. Why each of them may not is theirs and is said to nobody. A chore of every worker.
 */
export function createWatchTakers(deps: Deps): () => Promise<number> {
  return () =>
    deps.database.transaction(async (tx) => {
      const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(8600, 27) as got`.execute(tx);
      if (rows[0]?.got !== true) return 0;
      const now = deps.clock();
      const untaken = await untakenOf(tx, await waitingPlaces(tx, now), now);
      const known = await openAlarms(tx);
      const fresh = untaken.filter((place) => !known.has(keyOf(place)));
      const still = new Set(untaken.map(keyOf));
      const over = [...known].filter(([key]) => !still.has(key)).map(([, alarmId]) => alarmId);
      if (over.length > 0) {
        await tx.updateTable('untaken_alarm').set({ ended_at: now }).where('alarm_id', 'in', over).execute();
      }
      if (fresh.length > 0) await raise(deps, tx, fresh, now);
      return fresh.length;
    });
}

function keyOf({ queueId, category, region }: TakenBy): string {
  return JSON.stringify([queueId, category, region]);
}

/** Where cases wait that nobody holds; rehearsals call nobody. */
async function waitingPlaces(executor: Executor, now: Date): Promise<Place[]> {
  const { rows } = await sql<{ queue_id: string; category: string; region: string | null; lane_ids: number[] }>`
    select queue_id, category, region, array_agg(lane_id) as lane_ids from queue_lane lane
    where exists (select from case_file file where file.lane_id = lane.lane_id and file.state = 'open' and not file.drill
      and (file.claim_until is null or file.claim_until <= ${now}))
    group by queue_id, category, region order by queue_id, category, region`.execute(executor);
  return rows.map(({ queue_id: queueId, lane_ids: laneIds, ...rest }) => ({ ...rest, queueId, laneIds }));
}

async function openAlarms(executor: Executor): Promise<Map<string, string>> {
  const rows = await executor
    .selectFrom('untaken_alarm')
    .select(['alarm_id', 'queue_id', 'category', 'region'])
    .where('ended_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [keyOf({ ...row, queueId: row.queue_id }), row.alarm_id]));
}

async function raise(deps: Deps, tx: Transaction, places: readonly Place[], now: Date): Promise<void> {
  const pageId = newUuid(deps.random);
  const paged: PagedCase[] = [];
  let more = 0;
  for (const place of places) {
    const cases = await firstOf(tx, place, now);
    paged.push(...cases.slice(0, named));
    more += Math.max(0, cases.length - named);
  }
  await writePage(deps, tx, { pageId, now, paged, more, leads: true });
  await tx
    .insertInto('untaken_alarm')
    .values(
      places.map(({ queueId, category, region }) => ({
        ...{ alarm_id: newUuid(deps.random), queue_id: queueId, category, region },
        ...{ since: now, page_id: pageId, ended_at: null },
      })),
    )
    .execute();
}

/** The cases that wait there, those that are due first before others. */
async function firstOf(tx: Transaction, { laneIds }: Place, now: Date): Promise<PagedCase[]> {
  const { rows } = await sql<{ case_id: string; case_number: string; priority: string; due_at: Date }>`
    select case_id, case_number, priority, due_at from (
      select case_id, case_number, priority, due_at from case_file
      where state = 'open' and lane_id = any(${laneIds}) and not drill and (claim_until is null or claim_until <= ${now})
      limit ${countLimit}) waiting
    order by due_at, case_id`.execute(tx);
  return rows.map((row) => ({
    caseId: row.case_id,
    number: `C-${row.case_number}`,
    priority: PriorityCode.parse(row.priority) satisfies Priority,
    clock: 'decision',
    law: null,
    stage: 'untaken',
    dueAt: row.due_at.toISOString(),
  }));
}

/** Whether one of these cases waits where an alarm is on: whoever is on duty may not take it, so that leads are called too. */
export async function isUntaken(tx: Transaction, caseIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`select exists (select from case_file file
    join untaken_alarm alarm on alarm.queue_id = file.queue_id and alarm.category = file.category
      and alarm.region is not distinct from file.region and alarm.ended_at is null
    where file.case_id = any(${[...caseIds]}::uuid[])) as is`.execute(tx);
  return rows[0]?.is === true;
}

/** The alarms that are on, as the API says them. */
export async function listUntaken(executor: Executor) {
  const { rows } = await sql<{
    queue_id: string;
    category: string;
    region: string | null;
    since: Date;
    waiting: string;
    due_at: Date | null;
  }>`select alarm.queue_id, alarm.category, alarm.region, alarm.since, found.waiting, found.due_at from untaken_alarm alarm
    cross join lateral (select count(*) as waiting, min(due_at) as due_at from (
      select due_at from case_file where state = 'open' and not drill and lane_id in (select lane_id from queue_lane lane
        where lane.queue_id = alarm.queue_id and lane.category = alarm.category
          and lane.region is not distinct from alarm.region)
      limit ${countLimit}) one) found
    where alarm.ended_at is null order by found.due_at nulls last, alarm.alarm_id`.execute(executor);
  return rows.map((row) => ({
    queueId: row.queue_id,
    category: row.category,
    region: row.region,
    since: row.since.toISOString(),
    waiting: Number(row.waiting),
    dueAt: row.due_at?.toISOString() ?? null,
  }));
}
