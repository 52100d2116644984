import { CaseId, type KnownPicture } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

/** Two pictures of one case that differ in so many of 256 bits at most look the same (PDQ's own threshold). */
const nearBits = 31;
/** Below this PDQ quality a picture is too plain to be told from others by its looks. */
const plainQuality = 50;

/** Why a picture of a report need not be seen: one of the two is not null. */
export interface SeenEnough {
  readonly known: KnownPicture | null;
  readonly sameAs: string | null;
}

export interface Looks {
  readonly attachmentId: string;
  readonly sha256: Buffer | null;
  readonly pdq: Buffer | null;
  readonly quality: number | null;
}

/** Pictures of a case that are compared by their looks; those beyond are compared by their bytes only. */
const comparedLimit = 500;

/**
 * Pure: for each picture that looks like an earlier one the first of them. The earlier one is always one that is shown, so that
 * none stands for another that stands for a third, and looks do not drift along a chain.
 */
export function standsFor(pictures: readonly Looks[]): Map<string, string> {
  const shown: Looks[] = [];
  const sameAs = new Map<string, string>();
  for (const [index, picture] of pictures.entries()) {
    const compared = index < comparedLimit;
    const other = shown.find(
      (one) =>
        (one.sha256 !== null && picture.sha256 !== null && one.sha256.equals(picture.sha256)) ||
        (compared && isNear(one, picture)),
    );
    if (other === undefined) shown.push(picture);
    else sameAs.set(picture.attachmentId, other.attachmentId);
  }
  return sameAs;
}

function isNear(a: Looks, b: Looks): boolean {
  if (a.pdq === null || b.pdq === null) return false;
  if ((a.quality ?? 0) < plainQuality || (b.quality ?? 0) < plainQuality) return false;
  let distance = 0;
  for (const [index, byte] of a.pdq.entries()) {
    for (let bits = byte ^ (b.pdq[index] ?? 0); bits > 0; bits &= bits - 1) distance += 1;
    if (distance > nearBits) return false;
  }
  return true;
}

/**
 * The pictures of a case's reports that need not be seen: a person has decided about the same bytes in another case, or
 * another one of the case looks the same. A rehearsal says nothing about anybody's pictures, and none about it.
 */
export async function loadSeenEnough(executor: Executor, caseId: string): Promise<Map<string, SeenEnough>> {
  const pictures = await executor
    .selectFrom('evidence_picture')
    .select(['attachment_id as attachmentId', 'sha256', 'pdq', 'quality'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'available')
    .orderBy('updated_at')
    .orderBy('attachment_id')
    .execute();
  if (pictures.length === 0) return new Map();
  const known = await loadKnown(executor, caseId);
  const seen = new Map<string, SeenEnough>();
  for (const [attachmentId, where] of known) seen.set(attachmentId, { known: where, sameAs: null });
  // What is known stands for nothing: it is not shown itself.
  for (const [attachmentId, sameAs] of standsFor(pictures.filter((one) => !known.has(one.attachmentId)))) {
    seen.set(attachmentId, { known: null, sameAs });
  }
  return seen;
}

async function loadKnown(executor: Executor, caseId: string): Promise<Map<string, KnownPicture>> {
  const { rows } = await sql<{ attachment_id: string; case_id: string; case_number: string; at: Date }>`
    select one.attachment_id, before.* from evidence_picture one join case_file own on own.case_id = one.case_id
    cross join lateral (
      select * from (
        select file.case_id, file.case_number, file.decided_at as at
        from evidence_picture other join case_file file on file.case_id = other.case_id
        where other.sha256 = one.sha256 and other.case_id <> one.case_id and other.state = 'available'
          and file.state = 'decided' and file.decided_at is not null and not file.drill
        union all
        select file.case_id, file.case_number, picture.answered_at
        from album_picture picture join case_file file on file.case_id = picture.case_id
        where picture.sha256 = one.sha256 and picture.answer is not null and picture.reopened_at is null and not file.drill
      ) decided order by at desc limit 1
    ) before
    where one.case_id = ${caseId} and one.sha256 is not null and one.state = 'available' and not own.drill`.execute(
    executor,
  );
  return new Map(
    rows.map(({ attachment_id, case_id, case_number, at }) => [
      attachment_id,
      { caseId: CaseId.parse(case_id), number: `C-${case_number}`, at: at.toISOString() },
    ]),
  );
}
