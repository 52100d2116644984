import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/**
 * So many cases one person holds at once by claiming them or being handed them; a lead can assign more. A person reads one and has
 * some put aside; a script with their session, that claims until the queue is empty, keeps no more than these from the others.
 * Cases decided together are never held (decisions/batches.ts).
 */
export const mostClaims = 20;

/** SQL: how many cases somebody holds. By index case_file_claimed. */
export function claimsSql(staffId: string, now: Date): RawBuilder<number> {
  return sql<number>`(select count(*)::integer from case_file
    where claim_staff_id = ${staffId}::uuid and state = 'open' and claim_until > ${now})`;
}

/** The same until the transaction ends: who claims for this person waits. Takes the case's row before, never after. */
export async function lockClaims(tx: Transaction, staffId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ held: number }>`select live_claims(${staffId}::uuid, ${now}) as held`.execute(tx);
  return rows[0]?.held ?? 0;
}

export function tooManyClaims(held: number): ProblemError {
  const detail = `You hold ${held} cases, and ${mostClaims} is the most that one person holds at once. Decide, hand over or give back one first.`;
  return new ProblemError('too-many-claims', detail);
}
