import type { AnswerHeldDecision, DecisionView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { assertNotBroughtIn } from '../staff/brought-in.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { answerLeft } from './answer-left-decision.ts';
import { countOutcome } from './count-outcome.ts';
import { countPictures, type PictureCounts } from './count-pictures.ts';
import { answerRefusalOf, nextState } from './decision-rules.ts';
import { isLeft } from './left-decision.ts';
import { loadParts } from './load-parts.ts';
import type { LockedCase } from './lock-case.ts';
import { lockDecision } from './lock-decision.ts';
import { levelOfNamed } from './named-level.ts';
import { provenLevel } from './proven-level.ts';
import { takeEffect } from './take-effect.ts';
import { readBack } from './undo-decision.ts';
import { loadUnread } from './unread-evidence.ts';

/**
 * The second person's answer. Approved, the decision takes effect; refused, the case waits in the queue again. One that its author left
 * before it began is answered in the same way.
 */
export async function answerHeldDecision(
  deps: Deps,
  staffId: string,
  decisionId: string,
  body: z.output<typeof AnswerHeldDecision>,
): Promise<z.input<typeof DecisionView>> {
  const now = deps.clock();
  const approved = body.answer === 'approve';
  return deps.database.transaction(async (tx) => {
    const { file: row, decision } = await lockDecision(tx, decisionId);
    const parts = (await loadParts(tx, [decision])).get(decisionId);
    if (parts === undefined) throw new Error(`find who had a part in decision ${decisionId}`);
    const left = await isLeft(tx, decision);
    const waits = { waits: left || decision.state === 'held', parts };
    const pictures = await countPictures(tx, row);
    const level = await levelOf(deps, tx, row, { pictures, restsOn: decision.rests_on });
    const unread = approved && (await loadUnread(tx, { staffId, decisionIds: [decisionId] })).size > 0;
    const refusal = answerRefusalOf(waits, { staffId, approves: approved, level, unread });
    if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
    if (approved) await assertNotBroughtIn(tx, { authorId: decision.decided_by, staffId, now });

    if (left) return answerLeft(deps, tx, { file: row, decision }, { staffId, ...body });
    const answered = await tx
      .updateTable('decision')
      .set({
        state: approved ? 'in-force' : 'refused',
        second_staff_id: staffId,
        second_at: now,
        second_reason: body.reason,
        in_force_at: approved ? now : null,
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
    const kind = approved ? 'approved' : 'refused';
    const said = { code: kind, reference: answered.reference, reason: body.reason } as const;
    await tx
      .insertInto('case_event')
      .values(timelineLine({ caseId: row.case_id, at: now, kind, staffId, said }))
      .execute();
    if (approved) await takeEffect(deps, tx, row, answered, { messages: [], undoable: false });
    if (approved) await countOutcome(tx, answered, now);
    if (approved && pictures.waiting > 0) {
      const payload = { caseId: row.case_id };
      await enqueue(tx, { kind: 'rehouse-pictures', payload, maxAttempts: neverGiveUp });
    }
    await recordAudit(tx, {
      staffId,
      action: approved ? 'decision.approve' : 'decision.refuse',
      object: `case:${row.case_id}`,
      details: { decisionId, reason: body.reason },
    });
    return readBack(tx, decisionId);
  });
}

/**
 * The case's level without what only matches: no account action rests on a picture that no person has confirmed. Where the
 * decision names what it rests on, that.
 */
async function levelOf(
  deps: Deps,
  tx: Transaction,
  row: LockedCase,
  { pictures, restsOn }: { readonly pictures: PictureCounts; readonly restsOn: readonly string[] | null },
): Promise<LockedCase['level']> {
  if (restsOn === null && (pictures.waiting === 0 || pictures.confirmed > 0)) return row.level;
  const vault = await openCaseVault(tx, deps.keys, deps.random, row.case_id);
  if (vault === null) throw new Error(`read the evidence of case ${row.case_id}: its key is gone`);
  const subject = { caseId: row.case_id, kind: row.subject_kind, id: row.subject_id };
  return restsOn === null ? provenLevel(tx, vault, subject) : levelOfNamed(tx, vault, subject, restsOn);
}
