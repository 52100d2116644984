import type { CaseSummary, RecordOrder } from '@wellhouse/protocol';
import type { z } from 'zod';
import { lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { summaryOf } from '../review/case-summary.ts';
import { loadCase } from '../review/load-case.ts';
import { writeEvent } from '../review/write-event.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { placeOf } from './place-case.ts';

/** Hours that the law gives from the receipt of its order. */
const orderMs = 3_600_000;

/**
 * Records an authority's order: its own clock runs from when it was received, the decision is due by then too, and the case
 * moves to where that puts it.
 */
export async function recordOrder(
  deps: Deps,
  staffId: string,
  caseId: string,
  body: z.output<typeof RecordOrder>,
): Promise<z.input<typeof CaseSummary>> {
  const now = deps.clock();
  const receivedAt = new Date(body.receivedAt);
  if (receivedAt > now) {
    const problem = 'lies in the future';
    throw new ProblemError('invalid-request', `/body/receivedAt: ${problem}`, {
      fields: [{ field: '/body/receivedAt', problem }],
    });
  }
  return deps.database.transaction(async (tx) => {
    const file = await lockCase(tx, caseId);
    if (file.state === 'decided') throw new ProblemError('case-closed');
    await tx
      .insertInto('case_order')
      .values({
        order_id: newUuid(deps.random),
        case_id: caseId,
        law: body.law,
        authority: body.authority,
        reference: body.reference,
        received_at: receivedAt,
        recorded_by: staffId,
        recorded_at: now,
      })
      .execute();
    const orderAt = file.order_at !== null && file.order_at < receivedAt ? file.order_at : receivedAt;
    const dueAt = new Date(Math.min(file.due_at.getTime(), receivedAt.getTime() + orderMs));
    // It stands where its hour puts it as soon as this is written: among whatever the next claim chooses from.
    await tx
      .updateTable('case_file')
      .set({ order_at: orderAt, ...(await placeOf(tx, { ...file, order_at: orderAt, due_at: dueAt }, null)) })
      .where('case_id', '=', caseId)
      .execute();
    const { law, authority, reference } = body;
    const said = { code: 'ordered', reference, authority, receivedAt: receivedAt.toISOString() } as const;
    await writeEvent(tx, { caseId, at: now, kind: 'ordered', staffId, said });
    const details = { law, authority, reference, receivedAt: body.receivedAt };
    await recordAudit(tx, { staffId, action: 'case.order', object: `case:${caseId}`, details, at: now });
    return summaryOf(await loadCase(tx, caseId), now);
  });
}
