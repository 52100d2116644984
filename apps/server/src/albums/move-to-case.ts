import { joinMatch } from '../cases/join-match.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { type StoredSaid, timelineLine } from '../schema/timeline-line.ts';
import { dropFromCase, openFromCase, sealIntoCase } from './case-bytes.ts';

/**
 * Moves a picture out of a decided case into the undecided one about the same subject and category, or a new one: what was
 * decided stays as it is, and so does its key. The bytes are sealed anew under the other case's key, and then leave the old
 * one; of an erased case nothing is left to move. The caller holds the picture's row.
 */
export async function moveToCase(
  deps: Deps,
  tx: Transaction,
  {
    pictureId,
    from,
    joined,
    left,
  }: {
    readonly pictureId: string;
    readonly from: string;
    /** For the other case's timeline; `number`: the old case, e.g. `C-1042`. */
    readonly joined: { readonly kind: 'picture-joined' | 'reopened'; readonly said: (number: string) => StoredSaid };
    /** For the old case's timeline; `number`: the other case. */
    readonly left: {
      readonly kind: 'picture-joined' | 'match-withdrawn';
      readonly said: (number: string) => StoredSaid;
    };
  },
): Promise<{ caseId: string }> {
  const at = deps.clock();
  const old = await tx
    .selectFrom('case_file')
    .select(['case_number', 'hub_id', 'subject_kind', 'subject_id', 'category', 'region'])
    .where('case_id', '=', from)
    .where('state', '=', 'decided')
    // The decided case before the undecided one, always.
    .forUpdate()
    .executeTakeFirstOrThrow();
  const oldVault = await openCaseVault(tx, deps.keys, deps.random, from);
  const bytes =
    oldVault === null
      ? { original: null, webp: null }
      : await openFromCase(deps, oldVault, { caseId: from, pictureId });
  const { caseId, vault } = await joinMatch(deps, tx, {
    hubId: old.hub_id,
    subject: { kind: old.subject_kind, id: old.subject_id },
    category: old.category,
    region: old.region,
    pictureId,
    joinedAt: at,
    columns: bytes.webp === null ? { shown_width: null, shown_height: null } : {},
    event: { kind: joined.kind, said: joined.said(`C-${old.case_number}`) },
  });
  await sealIntoCase(deps, vault, { caseId, pictureId }, bytes);
  await dropFromCase(tx, { caseId: from, pictureId }, 'nothing');
  const other = await tx
    .selectFrom('case_file')
    .select('case_number')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('case_file')
    .set(({ eb }) => ({ picture_count: eb('picture_count', '-', 1) }))
    .where('case_id', '=', from)
    .execute();
  const said = left.said(`C-${other.case_number}`);
  const line = timelineLine({ caseId: from, at, kind: left.kind, staffId: null, said });
  await tx.insertInto('case_event').values(line).execute();
  return { caseId };
}
