import type { AnswerHeldDecision, DecisionView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { countOutcome } from './count-outcome.ts';
import type { LockedDecision } from './lock-decision.ts';
import { takeEffect } from './take-effect.ts';
import { readBack, undoInside } from './undo-decision.ts';

/**
 * The answer to a scheduled decision whose author was locked. Approved, it begins when it was to begin, or at once where that has
 * passed, and ends when it was to end: so the person was told. Refused, it is cancelled, they are told so, and the case waits in the
 * queue again. @throws ProblemError `decision-closed` where its time is over
 */
export async function answerLeft(
  deps: Deps,
  tx: Transaction,
  { file, decision }: LockedDecision,
  { staffId, answer, reason }: z.output<typeof AnswerHeldDecision> & { readonly staffId: string },
): Promise<z.input<typeof DecisionView>> {
  const now = deps.clock();
  const approved = answer === 'approve';
  const { decision_id: decisionId, starts_at: startsAt, until, reference } = decision;
  if (approved && until !== null && until <= now) {
    throw new ProblemError('decision-closed', 'The time that it was for is over: it can only be refused.');
  }
  const begins = approved && startsAt !== null && startsAt <= now;
  const answered = await tx
    .updateTable('decision')
    .set({
      ...{ second_staff_id: staffId, second_at: now, second_reason: reason },
      ...(begins && { state: 'in-force', in_force_at: now }),
    })
    .where('decision_id', '=', decisionId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const kind = approved ? 'approved' : 'refused';
  const line = { caseId: file.case_id, at: now, kind, staffId, said: { code: kind, reference, reason } } as const;
  await tx.insertInto('case_event').values(timelineLine(line)).execute();
  if (begins) {
    await takeEffect(deps, tx, file, answered, { messages: [], undoable: false });
    await countOutcome(tx, answered, now);
  }
  const action = approved ? 'decision.approve' : 'decision.refuse';
  const details = { decisionId, reason };
  await recordAudit(tx, { staffId, action, object: `case:${file.case_id}`, details });
  if (!approved) return undoInside(deps, tx, { decisionId, staffId, approves: true, reason: null });
  return readBack(tx, decisionId);
}
