import type { DecisionView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { turnOutcome } from './count-outcome.ts';
import { reverseDecision } from './reverse-decision.ts';
import { readBack } from './undo-decision.ts';

/** Reverses a decision that is in force, however old, with a reason that the person is told. The case stays decided. */
export async function reverseByLead(
  deps: Deps,
  staffId: string,
  { decisionId, reason }: { readonly decisionId: string; readonly reason: string },
): Promise<z.input<typeof DecisionView>> {
  return deps.database.transaction(async (tx) => {
    const decision = await reverseDecision(deps, tx, { decisionId, why: 'reversed', staffId, reason });
    await refuseNamesIn(tx, { caseIds: [decision.case_id], staffId, text: reason, field: '/body/reason' });
    await turnOutcome(tx, decision, deps.clock());
    const details = { decisionId, reason };
    await recordAudit(tx, { staffId, action: 'decision.reverse', object: `case:${decision.case_id}`, details });
    return readBack(tx, decisionId);
  });
}
