import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** The review that this person has taken. @throws ProblemError `not-found` for anybody else's; `quality-closed` */
export async function loadOwnReview(executor: Executor, staffId: string, reviewId: string) {
  const review = await executor
    .selectFrom('quality_review')
    .selectAll()
    .where('review_id', '=', reviewId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  if (review === undefined || review.taken_at === null) throw new ProblemError('not-found');
  if (review.state !== 'taken') throw new ProblemError('quality-closed');
  return { ...review, taken_at: review.taken_at };
}

export type OwnReview = Awaited<ReturnType<typeof loadOwnReview>>;
