import type { DecisionView } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import { isUniqueViolation } from '../platform/database/database-error.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { covers } from '../staff/case-limits.ts';
import { grantsOf } from '../staff/grants.ts';
import { loadMember } from '../staff/members.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { forgetOutcome } from './count-outcome.ts';
import { nextState } from './decision-rules.ts';
import { loadDecisions } from './load-decisions.ts';
import type { LockedCase } from './lock-case.ts';
import { lockDecision } from './lock-decision.ts';
import { reverseDecision } from './reverse-decision.ts';
import { undoRefusalOf } from './undo-rules.ts';

export interface Undoing {
  readonly decisionId: string;
  readonly staffId: string;
  /** Holds `decision.approve`: a lead. */
  readonly approves: boolean;
  readonly reason: string | null;
  /** When it was asked for, where that was before now. */
  readonly askedAt?: Date;
}

/** Takes a decision back within its window, or while it waits or is yet to begin; the case waits in the queue again. */
export async function undoDecision(deps: Deps, undoing: Undoing): Promise<z.input<typeof DecisionView>> {
  const { staffId, reason } = undoing;
  return onceMoreIfOpened(deps, async (tx) => {
    const undone = await undoInside(deps, tx, undoing);
    if (reason !== null) {
      await refuseNamesIn(tx, { caseIds: [undone.caseId], staffId, text: reason, field: '/body/reason' });
    }
    return undone;
  });
}

/** Runs it again where a case about the same subject was opened in the very moment: now it is there to be found. */
export async function onceMoreIfOpened<T>(deps: Deps, run: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await deps.database.transaction(run);
  } catch (error) {
    if (!isUniqueViolation(error, 'case_file_undecided')) throw error;
    return deps.database.transaction(run);
  }
}

/** The same in the caller's transaction. */
export async function undoInside(
  deps: Deps,
  tx: Transaction,
  { decisionId, staffId, approves, reason, askedAt = deps.clock() }: Undoing,
): Promise<z.input<typeof DecisionView>> {
  const { file, decision } = await lockDecision(tx, decisionId);
  const facts = {
    action: decision.action,
    state: decision.state,
    endedWhy: decision.ended_why,
    decidedBy: decision.decided_by,
    decidedAt: decision.decided_at,
  };
  const isLead = approves && decision.decided_by !== staffId && (await mayApprove(tx, staffId, file));
  const refusal = undoRefusalOf(facts, { staffId, approves: isLead }, askedAt);
  if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
  const why = decision.state === 'scheduled' ? 'cancelled' : 'undo';
  await reverseDecision(deps, tx, { decisionId, why, staffId, reason });
  await forgetOutcome(tx, decision, deps.clock());
  await reopen(deps, tx, file);
  const details = { decisionId, why, reason, own: decision.decided_by === staffId };
  await recordAudit(tx, { staffId, action: 'decision.undo', object: `case:${file.case_id}`, details });
  return readBack(tx, decisionId);
}

/** Somebody can hold it for other kinds or regions alone. */
async function mayApprove(tx: Transaction, staffId: string, file: LockedCase): Promise<boolean> {
  const member = await loadMember(tx, staffId);
  if (member === undefined || !member.active) return false;
  return covers(grantsOf(member.roles, member.customRoles, member.limits).limits('decision.approve'), file);
}

/**
 * The case waits again, where it stood. Where another one about the same subject and kind was opened since, that is where
 * it goes on: there is one undecided case of each, and its evidence is under its own key.
 */
async function reopen(deps: Deps, tx: Transaction, file: LockedCase): Promise<void> {
  const event = { at: deps.clock(), kind: 'reopened' as const, staffId: null };
  const { rows } = await sql<{ case_id: string; case_number: string }>`select case_id, case_number from case_file
    where hub_id = ${file.hub_id} and subject_kind = ${file.subject_kind} and subject_id = ${file.subject_id}
      and category = ${file.category} and state <> 'decided' and case_id <> ${file.case_id} for update`.execute(tx);
  const other = rows[0];
  if (other === undefined) {
    await tx
      .updateTable('case_file')
      .set({ state: nextState(file.state, 'reopen') ?? file.state, decided_at: null })
      .where('case_id', '=', file.case_id)
      .execute();
    return;
  }
  const own = await tx
    .selectFrom('case_file')
    .select('case_number')
    .where('case_id', '=', file.case_id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('case_event')
    .values([
      timelineLine({ ...event, caseId: file.case_id, said: { code: 'goes-on', to: `C-${other.case_number}` } }),
      timelineLine({ ...event, caseId: other.case_id, said: { code: 'look-at-both', from: `C-${own.case_number}` } }),
    ])
    .execute();
}

export async function readBack(tx: Transaction, decisionId: string): Promise<z.input<typeof DecisionView>> {
  const [view] = await loadDecisions(tx, (rows) => rows.where('decision.decision_id', '=', decisionId));
  if (view === undefined) throw new Error(`read decision ${decisionId} back`);
  return view;
}
