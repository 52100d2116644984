import { weighAgain } from '../cases/place-case.ts';
import { type LockedCase, lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { giveBack } from './give-back.ts';

/**
 * Releases a held picture that nothing holds any more, without anybody having looked: the case hears of it, and closes when
 * nothing else is in it. Nothing is taught and no source is told, since no person has answered. In the caller's
 * transaction, which has marked the picture's matches as withdrawn before.
 * @returns false, and nothing done, when the picture is not held (any more), or waits for another reason than its matches
 */
export async function releaseFromCase(
  deps: Deps,
  tx: Transaction,
  { pictureId }: { readonly pictureId: string },
): Promise<boolean> {
  const picture = await tx
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .where('state', '=', 'held')
    .where('case_reason', '=', 'matched')
    .forUpdate()
    .executeTakeFirst();
  if (picture === undefined || picture.case_id === null) return false;
  const caseId = picture.case_id;
  const file = await lockCase(tx, caseId);
  const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
  if (vault === null) throw new Error(`release picture ${pictureId}: the key of case ${caseId} is gone`);
  await giveBack(deps, tx, vault, { picture: { ...picture, case_id: caseId }, keep: 'nothing' });
  await tx
    .updateTable('album_picture')
    .set({ case_id: null, case_reason: null, shown_width: null, shown_height: null })
    .where('picture_id', '=', pictureId)
    .execute();
  const said = { code: 'picture-freed', picture: pictureId } as const;
  const line = timelineLine({ caseId, at: deps.clock(), kind: 'match-withdrawn', staffId: null, said });
  await tx.insertInto('case_event').values(line).execute();
  await weighAgain(tx, vault, file);
  await closeIfEmpty(deps, tx, file);
  return true;
}

/** An open case in which nothing is left is closed: no person has to. */
async function closeIfEmpty(deps: Deps, tx: Transaction, file: LockedCase): Promise<void> {
  const at = deps.clock();
  const closed = await tx
    .updateTable('case_file')
    .set({ state: 'decided', decided_at: at, claim_staff_id: null, claim_until: null })
    .where('case_id', '=', file.case_id)
    .where('state', '=', 'open')
    .where('report_count', '=', 0)
    .where('picture_count', '=', 0)
    .returning('case_id')
    .executeTakeFirst();
  if (closed === undefined) return;
  const said = { code: 'nothing-left' } as const;
  const line = timelineLine({ caseId: file.case_id, at, kind: 'decided', staffId: null, said });
  await tx.insertInto('case_event').values(line).execute();
}
