import type { AnswerHeldDecision, DecisionView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { sendAction } from '../enforcement/send-action.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { answerRefusalOf, nextState } from './decision-rules.ts';
import { loadDecisions } from './load-decisions.ts';
import { lockCase } from './lock-case.ts';

/** The second person's answer. Approved, the decision takes effect; refused, the case waits in the queue again. */
export async function answerHeldDecision(
  deps: Deps,
  staffId: string,
  decisionId: string,
  body: z.output<typeof AnswerHeldDecision>,
): Promise<z.input<typeof DecisionView>> {
  const now = deps.clock();
  const approved = body.answer === 'approve';
  return deps.database.transaction(async (tx) => {
    const found = await tx
      .selectFrom('decision')
      .select('case_id')
      .where('decision_id', '=', decisionId)
      .executeTakeFirst();
    if (found === undefined) throw new ProblemError('not-found');
    // The case first and then its decision, in the order that makeDecision takes them.
    const row = await lockCase(tx, found.case_id);
    const decision = await tx
      .selectFrom('decision')
      .select(['state', 'decided_by'])
      .where('decision_id', '=', decisionId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const held = { state: decision.state, decidedBy: decision.decided_by };
    const refusal = answerRefusalOf(held, { staffId, approves: approved, level: row.level });
    if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);

    const answered = await tx
      .updateTable('decision')
      .set({
        state: approved ? 'in-force' : 'refused',
        second_staff_id: staffId,
        second_at: now,
        second_reason: body.reason,
      })
      .where('decision_id', '=', decisionId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await tx
      .updateTable('case_file')
      .set({
        state: nextState(row.state, approved ? 'approve' : 'refuse') ?? row.state,
        decided_at: approved ? now : null,
      })
      .where('case_id', '=', row.case_id)
      .execute();
    await tx
      .insertInto('case_event')
      .values({
        case_id: row.case_id,
        at: now,
        kind: approved ? 'approved' : 'refused',
        staff_id: staffId,
        text: `${answered.reference} ${approved ? 'approved' : 'refused'}: ${body.reason}`,
        sealed_text: null,
      })
      .execute();
    if (approved) await sendAction(deps, tx, row, answered, []);
    await recordAudit(tx, {
      staffId,
      action: approved ? 'decision.approve' : 'decision.refuse',
      object: `case:${row.case_id}`,
      details: { decisionId, reason: body.reason },
    });
    const [view] = await loadDecisions(tx, (decisions) => decisions.where('decision.decision_id', '=', decisionId));
    if (view === undefined) throw new Error(`read decision ${decisionId} back`);
    return view;
  });
}
