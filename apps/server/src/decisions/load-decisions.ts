import { CaseId, type DecisionGround, DecisionId, type DecisionView, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';
import { loadGrounds } from './grounds.ts';

function selectDecisions(executor: Executor) {
  return executor
    .selectFrom('decision')
    .innerJoin('staff as author', 'author.staff_id', 'decision.decided_by')
    .leftJoin('staff as second', 'second.staff_id', 'decision.second_staff_id')
    .leftJoin('staff as ender', 'ender.staff_id', 'decision.ended_by')
    .selectAll('decision')
    .select([
      'author.name as author_name',
      'second.name as second_name',
      'ender.name as ender_name',
      sql<string[]>`array(select state from delivery where delivery.decision_id = decision.decision_id)`.as(
        'deliveries',
      ),
      sql<boolean>`exists(select from delivery where delivery.decision_id = decision.decision_id
        and state = 'pending' and last_error is not null)`.as('failing'),
    ]);
}

type Query = ReturnType<typeof selectDecisions>;
type Row = Awaited<ReturnType<Query['execute']>>[number];

/** Decisions, oldest first. */
export async function loadDecisions(
  executor: Executor,
  narrow: (query: Query) => Query,
): Promise<z.input<typeof DecisionView>[]> {
  const rows = await narrow(selectDecisions(executor)).orderBy('decision.decided_at').limit(200).execute();
  const grounds = await loadGrounds(executor, rows);
  return rows.map((row) => viewOf(row, grounds(row)));
}

function viewOf(row: Row, restsOn: DecisionGround[] | null): z.input<typeof DecisionView> {
  const { policy_id, policy_version, policy_title, second_staff_id, second_at } = row;
  return {
    decisionId: DecisionId.parse(row.decision_id),
    reference: row.reference,
    caseId: CaseId.parse(row.case_id),
    action: row.action,
    policy:
      policy_id === null
        ? null
        : { policyId: policy_id, version: policy_version ?? '', title: policy_title ?? policy_id },
    reason: row.reason,
    until: row.until?.toISOString() ?? null,
    state: row.state,
    decidedBy: { staffId: StaffId.parse(row.decided_by), name: row.author_name },
    decidedAt: row.decided_at.toISOString(),
    secondPerson:
      second_staff_id === null || second_at === null
        ? null
        : { staffId: StaffId.parse(second_staff_id), name: row.second_name ?? '', at: second_at.toISOString() },
    startsAt: row.starts_at?.toISOString() ?? null,
    inForceAt: row.in_force_at?.toISOString() ?? null,
    ended:
      row.ended_at === null || row.ended_why === null
        ? null
        : { at: row.ended_at.toISOString(), why: row.ended_why, by: row.ender_name, reason: row.ended_reason },
    departedWhy: row.departed ? (row.departed_why ?? '') : null,
    batchId: row.batch_id,
    restsOn,
    delivery: deliveryOf(row.deliveries, row.failing),
  };
}

type Delivered = DecisionView['delivery'];

/** One word for all events of a decision. */
export function deliveryOf(states: readonly string[], failing: boolean): Delivered {
  if (states.length === 0) return 'none';
  if (states.every((state) => state === 'withdrawn')) return 'withdrawn';
  if (states.includes('dead') || failing) return 'failing';
  return states.includes('pending') ? 'pending' : 'delivered';
}
