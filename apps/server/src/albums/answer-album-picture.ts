import type { AnswerAlbumPicture, MatchedPicture } from '@wellhouse/protocol';
import type { z } from 'zod';
import { weighAgain } from '../cases/place-case.ts';
import { workRefusalOf } from '../decisions/decision-rules.ts';
import { claimantOf, type LockedCase, lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import { type CaseVault, openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadPictures } from '../review/load-pictures.ts';
import { writeEvent } from '../review/write-event.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type CasePicture, giveBack } from './give-back.ts';
import { movePicture } from './move-picture.ts';
import { forgetCleared, teachCleared, tellSources } from './tell-lists.ts';

type Answer = NonNullable<CasePicture['answer']>;

/**
 * A person's answer about a picture of a case that they have claimed. Confirmed, it is removed; cleared, it is released
 * and known to be harmless. The same answer of the same person again is the same answer.
 */
export async function answerAlbumPicture(
  deps: Deps,
  staffId: string,
  { caseId, pictureId }: { caseId: string; pictureId: string },
  body: z.output<typeof AnswerAlbumPicture>,
): Promise<z.input<typeof MatchedPicture>> {
  const answer: Answer = body.answer === 'confirm' ? 'confirmed' : 'cleared';
  await deps.database.transaction(async (tx) => {
    // The picture first and then its case, in the order of whatever holds or releases one.
    const picture = await lockPicture(tx, { caseId, pictureId });
    if (!isWaiting(picture)) {
      if (picture.answer === answer && picture.answered_by === staffId) return;
      throw new ProblemError('picture-answered', 'Another answer about this picture stands already.');
    }
    const file = await lockCase(tx, caseId);
    const refusal = workRefusalOf({ state: file.state, claimedBy: claimantOf(file, deps.clock()) }, staffId);
    if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
    const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
    if (vault === null) throw new Error(`answer in case ${caseId}: its key is gone although it is not decided`);
    // Of a picture that is removed the person reads why.
    await refuseNamesIn(tx, { caseIds: [caseId], staffId, text: body.reason, field: '/body/reason' });
    await settle(deps, tx, { picture, file, vault, answer, staffId, reason: body.reason });
  });
  const [view] = await loadPictures(deps.database.kysely, { caseId, pictureId });
  if (view === undefined) throw new Error(`read picture ${pictureId} back`);
  return view;
}

async function lockPicture(
  tx: Transaction,
  { caseId, pictureId }: { caseId: string; pictureId: string },
): Promise<CasePicture> {
  const picture = await tx
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst();
  if (picture === undefined) throw new ProblemError('not-found', 'This case has no such picture.');
  return { ...picture, case_id: caseId };
}

/** Held, also when its owner has taken it out meanwhile; or confirmed on a ground that is gone. */
function isWaiting({ state, reopened_at }: Pick<CasePicture, 'state' | 'reopened_at'>): boolean {
  return state === 'held' || reopened_at !== null;
}

async function settle(
  deps: Deps,
  tx: Transaction,
  given: {
    picture: CasePicture;
    file: LockedCase;
    vault: CaseVault;
    answer: Answer;
    staffId: string;
    reason: string;
  },
): Promise<void> {
  const { picture, file, vault, answer, staffId, reason } = given;
  const { picture_id: pictureId, case_id: caseId } = picture;
  const at = deps.clock();
  const columns = { answer, answered_by: staffId, answered_at: at, answer_reason: reason, reopened_at: null };
  const write = () => tx.updateTable('album_picture').set(columns).where('picture_id', '=', pictureId).execute();
  if (answer === 'confirmed') {
    await write();
    if (!file.drill) await forgetCleared(deps, tx, { picture, staffId });
    // One that was confirmed before is removed already.
    if (picture.state === 'held' && !(await movePicture(deps, tx, { pictureId, to: 'removed' }))) {
      throw new Error(`remove picture ${pictureId}`);
    }
  } else {
    await giveBack(deps, tx, vault, { picture, keep: 'evidence' });
    await write();
    if (!file.drill) await teachCleared(deps, tx, { picture, staffId, at });
  }
  if (!file.drill)
    await tellSources(deps, tx, { pictureId, opinion: answer === 'confirmed' ? 'confirmed' : 'refuted' });
  await weighAgain(tx, vault, file);
  const said = { code: 'picture-answered', picture: pictureId, answer, reason } as const;
  await writeEvent(tx, { caseId, at, kind: 'picture-answered', staffId, said });
  const action = answer === 'confirmed' ? 'album-picture.confirm' : 'album-picture.clear';
  await recordAudit(tx, { staffId, action, object: `case:${caseId}`, details: { pictureId, reason } });
}
