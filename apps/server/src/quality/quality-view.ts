import { type QualityView, type ReportEvidenceView, ViewId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadConversation } from '../review/load-conversation.ts';
import { noteItems } from '../review/note-items.ts';
import { reportEvidenceView } from '../review/report-evidence-view.ts';
import { covers } from '../staff/case-limits.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { goldenConversation } from './golden-material.ts';
import { loadOwnReview, type OwnReview } from './own-review.ts';
import type { Reviewer } from './reviewer.ts';

/**
 * Opens the evidence of a second review. Logged first like every look, but not in the case's timeline: there the first reviewer
 * would read that their decision was drawn.
 */
export async function beginQualityView(
  deps: Deps,
  staff: Reviewer,
  reviewId: string,
): Promise<z.input<typeof QualityView>> {
  const { staffId } = staff;
  if (!staff.permissions.has('evidence.view')) throw new ProblemError('forbidden');
  const startedAt = deps.clock();
  const viewId = newUuid(deps.random);
  const review = await deps.database.transaction(async (tx) => {
    const own = await loadOwnReview(tx, staffId, reviewId);
    await assertMaySee(tx, staff, own);
    if (own.case_id !== null) await writeLook(tx, { viewId, caseId: own.case_id, staffId, startedAt });
    await tx
      .updateTable('quality_review')
      .set({ viewed_at: startedAt })
      .where('review_id', '=', reviewId)
      .where('viewed_at', 'is', null)
      .execute();
    await recordAudit(tx, { staffId, action: 'quality.view', object: `quality:${reviewId}`, details: { viewId } });
    return own;
  });
  const conversation = await conversationOf(deps, review);
  await noteItems(deps.database.kysely, viewId, conversation);
  return {
    viewId: ViewId.parse(viewId),
    startedAt: startedAt.toISOString(),
    // Reports are named to nobody here: by an id the case could be looked for.
    conversation: conversation.map((entry) => (entry.type === 'message' ? { ...entry, reportIds: [] } : entry)),
  };
}

/** What narrows somebody's looks at evidence may have come after the review. @throws ProblemError `forbidden` */
async function assertMaySee(tx: Transaction, staff: Reviewer, { case_id: caseId }: OwnReview): Promise<void> {
  if (caseId === null) return;
  const { category, region } = await tx
    .selectFrom('case_file')
    .select(['category', 'region'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  if (!covers(staff.limits('evidence.view'), { category, region })) throw new ProblemError('forbidden');
}

function writeLook(
  tx: Transaction,
  { viewId, caseId, staffId, startedAt }: { viewId: string; caseId: string; staffId: string; startedAt: Date },
) {
  return tx
    .insertInto('evidence_view')
    .values({
      view_id: viewId,
      case_id: caseId,
      staff_id: staffId,
      purpose: 'quality',
      reason: 'Second review',
      started_at: startedAt,
      visible_ms: 0,
      ended_at: null,
    })
    .execute();
}

async function conversationOf(deps: Deps, review: OwnReview) {
  if (review.case_id !== null) return loadConversation(deps, review.case_id);
  const golden = await deps.database.kysely
    .selectFrom('golden_case')
    .selectAll()
    .where('golden_id', '=', review.golden_id)
    .executeTakeFirstOrThrow();
  return goldenConversation(deps, review.review_id, golden, review.taken_at);
}

/** The look at a golden case shows nothing of anybody and is counted nowhere; nobody can tell by the answer. */
export async function reportQualityView(
  deps: Deps,
  staffId: string,
  { reviewId, viewId }: { reviewId: string; viewId: string },
  body: z.output<typeof ReportEvidenceView>,
): Promise<void> {
  const { kysely } = deps.database;
  const review = await kysely
    .selectFrom('quality_review')
    .select('golden_id')
    .where('review_id', '=', reviewId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  if (review === undefined) throw new ProblemError('not-found');
  if (review.golden_id === null) await reportEvidenceView(deps, staffId, viewId, body);
}
