import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Takes the case's row until the transaction ends. @throws ProblemError `not-found` */
export async function lockCase(tx: Transaction, caseId: string) {
  const row = await tx
    .selectFrom('case_file')
    .select([
      'case_id',
      'hub_id',
      'subject_kind',
      'subject_id',
      'state',
      'level',
      'report_count',
      'claim_staff_id',
      'claim_until',
    ])
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  return row;
}

export type LockedCase = Awaited<ReturnType<typeof lockCase>>;
