import type { DecisionView, MakeDecision, Policy } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { sendAction } from '../enforcement/send-action.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { createReference } from '../platform/reference.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { isHeld, nextState, refusalOf } from './decision-rules.ts';
import { loadDecisions } from './load-decisions.ts';
import { type LockedCase, lockCase } from './lock-case.ts';
import { findPolicy } from './policies.ts';
import { removableMessages } from './removable-messages.ts';
import { unreadReports } from './unread-reports.ts';

/**
 * Decides a claimed case: the decision, the case's end, the line in the log and the action's job are one commit. A ban is
 * held until a different person answers.
 */
export async function makeDecision(
  deps: Deps,
  staffId: string,
  caseId: string,
  body: z.output<typeof MakeDecision>,
): Promise<z.input<typeof DecisionView>> {
  const policy = body.policyId === null ? undefined : findPolicy(body.policyId);
  const decisionId = newUuid(deps.random);
  return deps.database.transaction(async (tx) => {
    const row = await lockCase(tx, caseId);
    const subject = { caseId, kind: row.subject_kind, id: row.subject_id };
    const messages = body.action === 'remove-message' ? await removableMessages(deps, tx, subject) : [];
    const unread = row.report_count === body.reportCount ? 0 : await unreadReports(tx, caseId, body.reportCount);
    checkDecision(deps, row, { body, staffId, policy, removable: messages.length, unread });

    const held = isHeld(body.action);
    const decision = await insertDecision(deps, tx, { decisionId, caseId, staffId, body, policy, held });
    await tx
      .updateTable('case_file')
      .set({
        state: nextState(row.state, held ? 'hold' : 'decide') ?? row.state,
        decided_at: held ? null : decision.decided_at,
        claim_staff_id: null,
        claim_until: null,
      })
      .where('case_id', '=', caseId)
      .execute();
    const waits = held ? ' It waits for a second person.' : '';
    const text = `Decided: ${body.action}${policy ? ` under "${policy.title}"` : ''} (${decision.reference}).${waits}`;
    const event = { case_id: caseId, at: decision.decided_at, kind: 'decided' as const, staff_id: staffId };
    await tx
      .insertInto('case_event')
      .values({ ...event, text, sealed_text: null })
      .execute();
    if (!held) await sendAction(deps, tx, row, decision, messages);
    await recordAudit(tx, {
      staffId,
      action: held ? 'decision.hold' : 'decision.make',
      object: `case:${caseId}`,
      details: { decisionId, action: body.action, policyId: body.policyId, days: body.days, level: row.level },
    });
    const [view] = await loadDecisions(tx, (decisions) => decisions.where('decision.decision_id', '=', decisionId));
    if (view === undefined) throw new Error(`read decision ${decisionId} back`);
    return view;
  });
}

function checkDecision(
  deps: Deps,
  row: LockedCase,
  given: {
    body: z.output<typeof MakeDecision>;
    staffId: string;
    policy: Policy | undefined;
    removable: number;
    unread: number;
  },
): void {
  const claimed = row.claim_until !== null && row.claim_until > deps.clock();
  const facts = {
    state: row.state,
    level: row.level,
    subjectKind: row.subject_kind,
    reportCount: row.report_count,
    unreadReports: given.unread,
    claimedBy: claimed ? row.claim_staff_id : null,
    removableMessages: given.removable,
  };
  const refusal = refusalOf(facts, given.body, given.staffId, given.policy);
  if (refusal === null) return;
  const fields = refusal.field ? { fields: [{ field: refusal.field, problem: refusal.detail }] } : {};
  throw new ProblemError(refusal.code, refusal.detail, fields);
}

function insertDecision(
  deps: Deps,
  tx: Transaction,
  given: {
    decisionId: string;
    caseId: string;
    staffId: string;
    body: z.output<typeof MakeDecision>;
    policy: Policy | undefined;
    held: boolean;
  },
) {
  const { body, policy } = given;
  const decidedAt = deps.clock();
  const days = body.action === 'suspend' ? body.days : null;
  return tx
    .insertInto('decision')
    .values({
      decision_id: given.decisionId,
      reference: createReference('D', deps.random(7)),
      case_id: given.caseId,
      action: body.action,
      policy_id: policy?.policyId ?? null,
      policy_version: policy?.version ?? null,
      policy_title: policy?.title ?? null,
      reason: body.reason,
      until: days === null ? null : new Date(decidedAt.getTime() + days * 86_400_000),
      state: given.held ? 'held' : 'in-force',
      report_count: body.reportCount,
      decided_by: given.staffId,
      decided_at: decidedAt,
      second_staff_id: null,
      second_at: null,
      second_reason: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
