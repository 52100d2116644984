import { Action } from '@wellhouse/protocol';
import { z } from 'zod';

const Draft = z.object({
  action: Action.nullable(),
  policyId: z.string().nullable(),
  /** As typed. */
  days: z.string().max(3),
  reason: z.string().max(5_000),
});
export type DecisionDraft = z.infer<typeof Draft>;

export const emptyDraft: DecisionDraft = { action: null, policyId: null, days: '7', reason: '' };

/** What is wrong with a draft, field by field. */
export type DraftProblem = 'action' | 'policy' | 'days' | 'reason';

/** `MakeDecision` wants a reason of at least ten characters; every action but `no-action` rests on a policy. */
export const shortestReason = 10;

export function draftProblems(draft: DecisionDraft): DraftProblem[] {
  const found: DraftProblem[] = [];
  if (draft.action === null) found.push('action');
  if (draft.action !== null && draft.action !== 'no-action' && draft.policyId === null) found.push('policy');
  if (draft.action === 'suspend' && daysOf(draft) === null) found.push('days');
  if (draft.reason.trim().length < shortestReason) found.push('reason');
  return found;
}

/** Whole days from 1 to 365, or null. */
export function daysOf(draft: DecisionDraft): number | null {
  if (!/^[1-9][0-9]{0,2}$/.test(draft.days.trim())) return null;
  const days = Number(draft.days);
  return days <= 365 ? days : null;
}

/** Drafts live as long as the tab and in this tab only. */
export function readDraft(storage: Storage, caseId: string): DecisionDraft {
  try {
    const parsed = Draft.safeParse(JSON.parse(storage.getItem(keyOf(caseId)) ?? 'null'));
    return parsed.success ? parsed.data : emptyDraft;
  } catch {
    return emptyDraft;
  }
}

export function writeDraft(storage: Storage, caseId: string, draft: DecisionDraft | null): void {
  try {
    if (draft === null) storage.removeItem(keyOf(caseId));
    else storage.setItem(keyOf(caseId), JSON.stringify(draft));
  } catch {
    // A full or closed storage: the draft still lives in the page.
  }
}

function keyOf(caseId: string): string {
  return `wellhouse.draft.${caseId}`;
}
