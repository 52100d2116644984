import { weighAgain } from '../cases/place-case.ts';
import { lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { moveToCase } from './move-to-case.ts';

/**
 * Has a person look again at a picture that a person has confirmed, because nothing is left of what it matched: what it
 * rested on was withdrawn or ruled out. The picture stays removed until somebody answers anew. It waits in its case while
 * that is undecided; else in the undecided one about the same subject and category, or a new one, which names the old: what
 * was decided stays as it was, and its key may be gone. In the caller's transaction, which has marked the picture's matches
 * as withdrawn before. Twice changes nothing.
 * @returns the case in which the picture waits now; null when no person has confirmed it, or it waits already
 */
export async function reopenCase(
  deps: Deps,
  tx: Transaction,
  { pictureId }: { readonly pictureId: string },
): Promise<{ caseId: string } | null> {
  const at = deps.clock();
  const picture = await tx
    .updateTable('album_picture')
    .set({ reopened_at: at })
    .where('picture_id', '=', pictureId)
    .where('answer', '=', 'confirmed')
    .where('case_reason', '=', 'matched')
    .where('reopened_at', 'is', null)
    .returning('case_id')
    .executeTakeFirst();
  if (picture === undefined || picture.case_id === null) return null;
  const file = await lockCase(tx, picture.case_id);
  const caseId =
    file.state === 'decided'
      ? await reopen(deps, tx, { pictureId, from: file.case_id })
      : await waitAgain(deps, tx, { pictureId, file });
  const details = { pictureId, decided: file.state === 'decided' ? file.case_id : null };
  await recordAudit(tx, { staffId: null, action: 'case.reopen', object: `case:${caseId}`, details });
  return { caseId };
}

async function reopen(
  deps: Deps,
  tx: Transaction,
  { pictureId, from }: { pictureId: string; from: string },
): Promise<string> {
  const { caseId } = await moveToCase(deps, tx, {
    pictureId,
    from,
    joined: {
      kind: 'reopened',
      said: (from) => ({ code: 'picture-again', picture: pictureId, from }),
    },
    left: { kind: 'match-withdrawn', said: (to) => ({ code: 'picture-left', picture: pictureId, to, why: 'again' }) },
  });
  return caseId;
}

async function waitAgain(
  deps: Deps,
  tx: Transaction,
  { pictureId, file }: { pictureId: string; file: Awaited<ReturnType<typeof lockCase>> },
): Promise<string> {
  const vault = await openCaseVault(tx, deps.keys, deps.random, file.case_id);
  if (vault === null) throw new Error(`reopen case ${file.case_id}: its key is gone although it is not decided`);
  await weighAgain(tx, vault, file);
  const said = { code: 'picture-again', picture: pictureId, from: null } as const;
  const event = { caseId: file.case_id, at: deps.clock(), staffId: null };
  await tx
    .insertInto('case_event')
    .values(timelineLine({ ...event, kind: 'match-withdrawn', said }))
    .execute();
  return file.case_id;
}
