import type { Action, AnswerQualityReview } from '@wellhouse/protocol';

export interface ReviewDraft {
  readonly action: Action | null;
  readonly policyId: string | null;
  readonly reason: string;
}

export const emptyReview: ReviewDraft = { action: null, policyId: null, reason: '' };
export const shortestJudgement = 10;

export type ReviewProblem = 'action' | 'policy' | 'reason';

/** What is missing before the answer can be given. */
export function problemsOf({ action, policyId, reason }: ReviewDraft): ReviewProblem[] {
  return [
    ...(action === null ? ['action' as const] : []),
    ...(action !== null && action !== 'no-action' && policyId === null ? ['policy' as const] : []),
    ...(reason.trim().length < shortestJudgement ? ['reason' as const] : []),
  ];
}

export function answerOf({ action, policyId, reason }: ReviewDraft): AnswerQualityReview | null {
  if (action === null) return null;
  return { action, policyId: action === 'no-action' ? null : policyId, reason: reason.trim() };
}
