import type { Priority } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { undoWindowMs } from '../decisions/undo-rules.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { newUuid } from '../staff/tokens.ts';
import { type DrawFacts, outcomeOf, placeOfDecision, shareFor } from './draw.ts';
import { currentPlan } from './plan.ts';

const batch = 500;
/** A decision that nobody has drawn by then was made while no worker ran for a fortnight. */
const lookBackMs = 14 * 86_400_000;

interface Row {
  decision_id: string;
  case_id: string;
  decided_by: string;
  policy_id: string | null;
  priority: Priority;
  attached: boolean;
  albums: boolean;
}

/**
 * Puts decisions of people through the draw, once the time in which they can be taken back is over, and withdraws reviews whose
 * decision does not stand any more. Beside the queue: no case waits for it. Runs in as many processes as there are.
 */
export async function drawReviews(deps: Deps): Promise<void> {
  for (;;) {
    const count = await deps.database.transaction((tx) => drawSome(deps, tx));
    if (count < batch) break;
  }
  await withdraw(deps);
  await giveBack(deps);
}

async function drawSome(deps: Deps, tx: Transaction): Promise<number> {
  const { rows: locks } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(8600, 15) as got`.execute(tx);
  if (locks[0]?.got !== true) return 0;
  const now = deps.clock();
  const plan = await currentPlan(tx);
  const { rows } = await sql<Row>`
    select decision.decision_id, decision.case_id, decision.decided_by, decision.policy_id, file.priority,
      file.picture_count > 0 as albums,
      exists (select from evidence_picture picture where picture.case_id = file.case_id) as attached
    from decision join case_file file using (case_id)
    where decision.decided_at > ${new Date(now.getTime() - lookBackMs)}
      and coalesce(decision.second_at, decision.decided_at) <= ${new Date(now.getTime() - undoWindowMs)}
      and decision.decided_at >= (select min(at) from quality_plan) - interval '1 minute'
      and decision.state in ('in-force', 'scheduled') and decision.ended_at is null
      and file.state = 'decided' and file.erased_at is null and not file.drill
      and not exists (select from quality_draw drawn where drawn.decision_id = decision.decision_id)
    order by decision.decided_at, decision.decision_id limit ${batch}`.execute(tx);
  if (rows.length === 0) return 0;
  const draws = rows.map((row) => {
    const facts: DrawFacts = {
      policyId: row.policy_id,
      priority: row.priority,
      attached: row.attached,
      albums: row.albums,
    };
    const { share, pictures } = shareFor(plan, facts);
    const place = placeOfDecision(deps.keys.receiptKey, row.decision_id);
    return { row, share, outcome: outcomeOf(place, share, facts, pictures) } as const;
  });
  await tx
    .insertInto('quality_draw')
    .values(
      draws.map(({ row, share, outcome }) => ({
        decision_id: row.decision_id,
        plan_version: plan.version,
        share,
        outcome,
        at: now,
      })),
    )
    .execute();
  const drawn = draws.filter(({ outcome }) => outcome === 'drawn');
  if (drawn.length > 0) {
    await tx
      .insertInto('quality_review')
      .values(
        drawn.map(({ row }) => ({
          review_id: newUuid(deps.random),
          decision_id: row.decision_id,
          case_id: row.case_id,
          author_id: row.decided_by,
          golden_id: null,
          state: 'waiting' as const,
          pictures: row.attached,
          drawn_at: now,
          staff_id: null,
          taken_at: null,
        })),
      )
      .execute();
  }
  return rows.length;
}

/** Nobody keeps one for longer: a person who is away, or has left the team, holds nothing up. */
const keptMs = 3 * 86_400_000;

/** Gives back what somebody has taken and not answered; they do not get it again. A golden one ends. */
async function giveBack({ database, clock }: Deps): Promise<void> {
  const before = new Date(clock().getTime() - keptMs);
  await sql`update quality_review set state = case when golden_id is null then 'waiting' else 'withdrawn' end,
      left_by = array_append(left_by, staff_id), staff_id = null, taken_at = null, viewed_at = null
    where state = 'taken' and taken_at < ${before}`.execute(database.kysely);
}

/** What is reviewed has to stand: a decision that was taken back is nobody's work to judge, and an open case is the queue's. */
async function withdraw({ database }: Deps): Promise<void> {
  await sql`update quality_review review set state = 'withdrawn'
    from decision, case_file file
    where review.state in ('waiting', 'taken') and decision.decision_id = review.decision_id
      and file.case_id = review.case_id
      and (decision.state in ('undone', 'overturned') or file.state <> 'decided' or file.erased_at is not null)`.execute(
    database.kysely,
  );
}
