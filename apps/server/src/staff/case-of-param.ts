import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';

/** By what name a request of the team names something that belongs to a case, and how to find that case from it. */
export const caseOfParam: Readonly<Record<string, (id: string) => RawBuilder<string>>> = {
  caseId: (id) => sql`${id}::uuid`,
  decisionId: (id) => sql`(select case_id from decision where decision_id = ${id}::uuid)`,
  viewId: (id) => sql`(select case_id from evidence_view where view_id = ${id}::uuid)`,
  pictureId: (id) => sql`(select case_id from album_picture where picture_id = ${id}::uuid)`,
  mentionId: (id) => sql`(select case_id from case_mention where mention_id = ${id}::uuid)`,
  hearingId: (id) => sql`(select case_id from appeal_hearing where hearing_id = ${id}::uuid)`,
  reviewId: (id) => sql`(select case_id from quality_review where review_id = ${id}::uuid)`,
  // Of a note that was sent; a new one's id belongs to none yet.
  noteId: (id) => sql`(select case_id from reporter_note where note_id = ${id}::uuid)`,
  reportId: (id) => sql`(select case_id from report where report_id = ${id}::uuid)`,
};

/** Names that hold several ids of the kind at the right. */
export const manyOfParam: Readonly<Record<string, keyof typeof caseOfParam>> = {
  caseIds: 'caseId',
  decisionIds: 'decisionId',
  reportIds: 'reportId',
};

const Named = z.array(z.looseObject({ caseId: z.uuid() }));

/** Cases that a request lists with more about each: `cases` of makeBatchDecision. */
export function casesListed(named: Readonly<Record<string, unknown>>): string[] {
  return Named.safeParse(named.cases).data?.map(({ caseId }) => caseId) ?? [];
}

/** Names of things that belong to no one case. A test fails on a name that stands in none of the three. */
export const caselessParams: ReadonlySet<string> = new Set([
  'staffId',
  'roleId',
  'passkeyId',
  'sessionId',
  'challengeId',
  'listId',
  'changeId',
  'entryId',
  'policyId',
  'macroId',
  'queueId',
  'connectionId',
  'hubId',
  'accountId',
  'dutyId',
  'goldenId',
  // A batch names its cases in its body when it is made, and belongs to one person afterwards.
  'batchId',
  // A measure is about an account and what it reported, whatever that was about.
  'measureId',
  // Named beside the look that it belongs to.
  'attachmentId',
]);
