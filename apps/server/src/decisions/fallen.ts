import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

/** For who is refused: what fell is decided anew by somebody else; who decided it would hear the appeal after all. */
export const fallenDetail =
  'A decision of yours about this case fell on appeal. Hand it over: a different person decides it anew.';

/**
 * SQL over two expressions: whether this person made, or was the second person of, a decision about the case that fell on appeal.
 * By index decision_fallen.
 */
export function fallenSql({ caseId, staffId }: { readonly caseId: string; readonly staffId: string }): string {
  return `exists (select from decision fallen where fallen.case_id = ${caseId} and fallen.ended_why = 'appeal'
          and (fallen.decided_by = ${staffId} or fallen.second_staff_id = ${staffId}))`;
}

export async function hasFallen(
  executor: Executor,
  { caseId, staffId }: { readonly caseId: string; readonly staffId: string },
): Promise<boolean> {
  const fallen = sql.raw<boolean>(fallenSql({ caseId: 'asked.case_id', staffId: 'asked.staff_id' }));
  const { rows } = await sql<{ fallen: boolean }>`select ${fallen} as fallen
    from (select ${caseId}::uuid as case_id, ${staffId}::uuid as staff_id) asked`.execute(executor);
  return rows[0]?.fallen === true;
}
