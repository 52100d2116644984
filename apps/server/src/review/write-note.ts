import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadCase } from './load-case.ts';

/** Writes an internal note. It may quote evidence, so it lies under the case's key. */
export async function writeNote(deps: Deps, caseId: string, staffId: string, text: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    await loadCase(tx, caseId);
    const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
    if (vault === null) throw new ProblemError('case-closed', 'The case was erased.');
    const sealed = await vault.seal(Buffer.from(text, 'utf8'), `case-note:${caseId}`);
    await tx
      .insertInto('case_event')
      .values({ case_id: caseId, at: deps.clock(), kind: 'note', staff_id: staffId, text: null, sealed_text: sealed })
      .execute();
  });
}
