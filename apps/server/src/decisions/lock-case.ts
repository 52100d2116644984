import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Takes the case's row until the transaction ends. @throws ProblemError `not-found` */
export async function lockCase(tx: Transaction, caseId: string) {
  const row = await selectCase(tx, caseId).forUpdate().executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  return row;
}

/** The same without taking it. */
export function readCase(tx: Transaction, caseId: string): Promise<LockedCase | undefined> {
  return selectCase(tx, caseId).executeTakeFirst();
}

function selectCase(tx: Transaction, caseId: string) {
  return tx
    .selectFrom('case_file')
    .select([
      'case_id',
      'case_number',
      'hub_id',
      'subject_kind',
      'subject_id',
      'category',
      'region',
      'queue_id',
      'state',
      'level',
      'report_count',
      'reporter_count',
      'trusted_reporters',
      'doubted_reporters',
      'strong_voices',
      'weak_voices',
      'picture_count',
      'danger',
      'child',
      'drill',
      'opened_at',
      'due_at',
      'language',
      'region',
      'surface',
      'order_at',
      'claim_staff_id',
      'claim_until',
    ])
    .where('case_id', '=', caseId);
}

export type LockedCase = Awaited<ReturnType<typeof lockCase>>;

/** Who works on the case; a claim that has run out is nobody's. */
export function claimantOf(row: Pick<LockedCase, 'claim_staff_id' | 'claim_until'>, now: Date): string | null {
  return row.claim_until !== null && row.claim_until > now ? row.claim_staff_id : null;
}
