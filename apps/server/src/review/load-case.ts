import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { type CaseRow, selectCases } from './case-summary.ts';

/** @throws ProblemError `not-found` */
export async function loadCase(executor: Executor, caseId: string): Promise<CaseRow> {
  const row = await selectCases(executor).where('case_file.case_id', '=', caseId).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  return row;
}
