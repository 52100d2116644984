import type { Selectable } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { type LockedCase, lockCase } from './lock-case.ts';

export interface LockedDecision {
  readonly file: LockedCase;
  readonly decision: Selectable<DecisionTable>;
}

/**
 * Takes the case's row and then its decision's until the transaction ends, in the order in which a decision is made. @throws
 * ProblemError `not-found`
 */
export async function lockDecision(tx: Transaction, decisionId: string): Promise<LockedDecision> {
  const found = await tx
    .selectFrom('decision')
    .select('case_id')
    .where('decision_id', '=', decisionId)
    .executeTakeFirst();
  if (found === undefined) throw new ProblemError('not-found');
  const file = await lockCase(tx, found.case_id);
  const decision = await tx
    .selectFrom('decision')
    .selectAll()
    .where('decision_id', '=', decisionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { file, decision };
}
