import type { DecisionView, MakeDecision } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import { decideCase } from './decide-case.ts';

/** Decides a claimed case. */
export async function makeDecision(
  deps: Deps,
  staffId: string,
  caseId: string,
  body: z.output<typeof MakeDecision>,
): Promise<z.input<typeof DecisionView>> {
  return deps.database.transaction(async (tx) => {
    const decision = await decideCase(deps, tx, { caseId, staffId, body, batchId: null });
    await refuseNamesIn(tx, { caseIds: [caseId], staffId, text: body.reason, field: '/body/reason' });
    return decision;
  });
}
