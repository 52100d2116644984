import type { Selectable } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { recordOutcome } from '../reporters/record-outcome.ts';
import type { DecisionTable } from '../schema/decision.ts';

type Decided = Pick<Selectable<DecisionTable>, 'case_id' | 'action'>;

/** Counts a decision that takes effect for or against the record of those who reported. The case's row is held. */
export async function countOutcome(tx: Transaction, { case_id: caseId, action }: Decided, at: Date): Promise<void> {
  await recordOutcome(tx, { caseId, outcome: action === 'no-action' ? 'dismissed' : 'upheld', at });
}

/** A slip says nothing about them. */
export async function forgetOutcome(tx: Transaction, { case_id: caseId }: Decided, at: Date): Promise<void> {
  await recordOutcome(tx, { caseId, outcome: null, at });
}

/** Turns it round: who reported was not right after all, or was. */
export async function turnOutcome(tx: Transaction, { case_id: caseId, action }: Decided, at: Date): Promise<void> {
  await recordOutcome(tx, { caseId, outcome: action === 'no-action' ? 'upheld' : 'dismissed', at });
}
