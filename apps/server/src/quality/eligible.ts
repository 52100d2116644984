import type { CaseLimits } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import { caseWithin } from '../staff/may-case.ts';

export interface Candidate {
  readonly staffId: string;
  readonly limits: CaseLimits;
  /** Sees decisions that wait for a second person, and so knew those that did. */
  readonly sawHeld: boolean;
  /** Kinds that this person does not look at for now. */
  readonly withoutCategories: readonly string[];
  /** Nothing with pictures. */
  readonly textOnly: boolean;
  /** On a break. */
  readonly resting: boolean;
}

/**
 * Whether a row of `quality_review review`, with `decision` and `case_file`, may be given to this person: they have no part in what
 * was decided, have neither seen nor read the case, nor read another one about the same subject since.
 */
export function eligible({
  staffId,
  limits,
  sawHeld,
  withoutCategories,
  textOnly,
  resting,
}: Candidate): RawBuilder<boolean> {
  const me = sql`${staffId}::uuid`;
  return sql<boolean>`(
    ${me} <> review.author_id and not ${me} = any(review.left_by)
    and not ${resting}::boolean and not (${textOnly}::boolean and review.pictures)
    and ${caseWithin(limits)}
    and not case_file.category = any(${[...withoutCategories]}::text[])
    and not (${sawHeld}::boolean and decision.second_staff_id is not null)
    and not exists (select from decision part where part.case_id = review.case_id
      and ${me} in (part.decided_by, part.second_staff_id, part.ended_by))
    and not exists (select from evidence_view look where look.case_id = review.case_id and look.staff_id = ${me})
    and not exists (select from case_event line where line.case_id = review.case_id and line.staff_id = ${me})
    and not exists (select from appeal_hearing hearing where hearing.case_id = review.case_id
      and ${me} in (hearing.heard_by, hearing.claim_staff_id))
    and not exists (select from audit_entry entry where entry.object = 'case:' || review.case_id
      and entry.staff_id = ${me} and entry.action = 'case.read')
    and not exists (select from case_file other
      join audit_entry entry on entry.object = 'case:' || other.case_id
      where other.hub_id = case_file.hub_id and other.subject_kind = case_file.subject_kind
        and other.subject_id = case_file.subject_id
        and entry.staff_id = ${me} and entry.action = 'case.read' and entry.at >= decision.decided_at)
  )`;
}

/** Reviews that wait and whose decision stands, with what `eligible` asks about. */
export const waitingReviews: RawBuilder<unknown> = sql`quality_review review
  join decision on decision.decision_id = review.decision_id
  join case_file on case_file.case_id = review.case_id`;

export const stands: RawBuilder<boolean> = sql<boolean>`(review.state = 'waiting' and decision.state in ('in-force', 'scheduled')
  and case_file.state = 'decided' and case_file.erased_at is null)`;
