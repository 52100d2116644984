import { CaseDraft, type KeptDraft } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadCase } from './load-case.ts';

/** What this person has written of a decision; only they ever read it. */
export async function getCaseDraft(deps: Deps, staffId: string, caseId: string): Promise<z.input<typeof KeptDraft>> {
  const { kysely } = deps.database;
  await loadCase(kysely, caseId);
  const row = await kysely
    .selectFrom('case_draft')
    .select('sealed')
    .where('case_id', '=', caseId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  if (row === undefined) return { draft: null };
  const vault = await openCaseVault(kysely, deps.keys, deps.random, caseId);
  if (vault === null) return { draft: null };
  return { draft: CaseDraft.parse(await vault.openJson(row.sealed, contextOf(caseId, staffId))) };
}

/** Keeps it under the case's key in place of what was there; null forgets it. */
export async function putCaseDraft(
  deps: Deps,
  staffId: string,
  { caseId, draft }: { caseId: string; draft: CaseDraft | null },
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    await loadCase(tx, caseId);
    if (draft === null) {
      await tx.deleteFrom('case_draft').where('case_id', '=', caseId).where('staff_id', '=', staffId).execute();
      return;
    }
    const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
    if (vault === null) throw new ProblemError('case-closed', 'The case was erased.');
    const kept = { sealed: await vault.sealJson(draft, contextOf(caseId, staffId)), at: deps.clock() };
    await tx
      .insertInto('case_draft')
      .values({ case_id: caseId, staff_id: staffId, ...kept })
      .onConflict((conflict) => conflict.columns(['case_id', 'staff_id']).doUpdateSet(kept))
      .execute();
  });
}

function contextOf(caseId: string, staffId: string): string {
  return `case-draft:${caseId}:${staffId}`;
}
