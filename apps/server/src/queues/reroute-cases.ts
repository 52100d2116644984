import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobHandler, neverGiveUp } from '../platform/jobs/job.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';
import { routeAgain } from './route-again.ts';
import { routeCase } from './route-case.ts';
import { exposureSql } from './routing-facts.ts';

const Payload = z.strictObject({
  version: z.int(),
  /** The last case that was looked at; null: none yet. */
  after: z.uuid().nullable(),
  /** All open cases are through but these, which somebody held. */
  held: z.array(z.uuid()).default([]),
  rest: z.boolean().default(false),
});
type Round = z.output<typeof Payload>;

/** Rows that one transaction reads; it holds those that move. */
const batch = 500;
/** How long a claim may keep a case where it was before it is looked at again. */
const againMs = 60_000;

/**
 * The job `reroute-cases`: takes the open cases where a new version of the plan wants them, a batch a transaction, each row
 * held no longer than that. What somebody holds moves when it is given back; a claim that runs out is found by another round,
 * which looks at those alone. A version that is not the newest any more stops: the newest has a job of its own.
 */
export function createRerouteCases(deps: Deps): JobHandler {
  return async (job, context) => {
    const round = Payload.parse(job);
    const now = deps.clock();
    await deps.database.transaction(async (tx) => {
      const plan = await loadPlan(tx);
      if (plan.version !== round.version) return context.finish(tx);
      const next = round.rest ? await rerouteHeld(tx, plan, round, now) : await rerouteBatch(tx, plan, round, now);
      if (next === null) {
        await tx.updateTable('queue_plan').set({ routed_at: now }).where('version', '=', round.version).execute();
      } else {
        const runAt = next.rest ? { runAt: new Date(now.getTime() + againMs) } : {};
        await enqueue(tx, {
          kind: 'reroute-cases',
          payload: { ...next },
          orderKey: 'reroute-cases',
          maxAttempts: neverGiveUp,
          ...runAt,
        });
      }
      await context.finish(tx);
    });
  };
}

/** What is to be done next, or null when all is done. */
async function rerouteBatch(tx: Transaction, plan: LoadedPlan, round: Round, now: Date): Promise<Round | null> {
  const rows = await selectFacts(tx)
    .$if(round.after !== null, (cases) => cases.where('case_id', '>', round.after ?? ''))
    .orderBy('case_id')
    .limit(batch)
    .execute();
  const held = [...round.held, ...(await reroute(tx, plan, rows, now))];
  const last = rows.at(-1)?.case_id;
  if (rows.length === batch && last !== undefined) return { ...round, after: last, held };
  return held.length === 0 ? null : { ...round, held, rest: true };
}

async function rerouteHeld(tx: Transaction, plan: LoadedPlan, round: Round, now: Date): Promise<Round | null> {
  const rows = await selectFacts(tx).where('case_id', 'in', round.held).execute();
  const held = await reroute(tx, plan, rows, now);
  return held.length === 0 ? null : { ...round, held };
}

function selectFacts(tx: Transaction) {
  return tx
    .selectFrom('case_file')
    .select(['case_id', 'category', 'language', 'region', 'surface', 'priority', 'queue_id'])
    .select(exposureSql.as('exposure'))
    .where('state', '=', 'open');
}

type Row = Awaited<ReturnType<ReturnType<typeof selectFacts>['execute']>>[number];

/** Moves what has to; answers with what somebody holds meanwhile. */
async function reroute(tx: Transaction, plan: LoadedPlan, rows: readonly Row[], now: Date): Promise<string[]> {
  const moving = rows.filter((row) => routeCase(row, plan.rules) !== row.queue_id).map((row) => row.case_id);
  if (moving.length === 0) return [];
  const locked = await tx
    .selectFrom('case_file')
    .select(['case_id', 'claim_until'])
    .where('case_id', 'in', moving)
    .where('state', '=', 'open')
    .orderBy('case_id')
    .forNoKeyUpdate()
    .execute();
  const held = locked.filter(({ claim_until: until }) => until !== null && until > now).map((row) => row.case_id);
  for (const { case_id: caseId } of locked) {
    if (!held.includes(caseId)) await routeAgain(tx, { caseId, at: now, staffId: null });
  }
  return held;
}
