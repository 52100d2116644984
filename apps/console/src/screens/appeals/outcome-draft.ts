import type { Action, AppealSide, HearingOutcome, HearingPage } from '@wellhouse/protocol';

/** What is being written for the outcome of one hearing. */
export interface OutcomeDraft {
  outcome: HearingOutcome | null;
  action: Action | null;
  /** As typed. */
  days: string;
  reasons: Record<AppealSide, string>;
  unfounded: string[];
}

export const emptyOutcome: OutcomeDraft = {
  outcome: null,
  action: null,
  days: '',
  reasons: { person: '', reporter: '' },
  unfounded: [],
};

export type Missing = 'outcome' | 'action' | 'days' | AppealSide;

/** Who is told why: those who appealed, and the person for whom something changes. The server holds the same rule. */
export function toldOf(page: HearingPage, outcome: HearingOutcome | null): AppealSide[] {
  const { persons, reporters, decision } = page.summary;
  const changes = outcome !== null && outcome !== 'uphold' && decision.action !== 'no-action';
  const told: AppealSide[] = [];
  if (persons > 0 || changes) told.push('person');
  if (reporters > 0) told.push('reporter');
  return told;
}

export function choiceOf(page: HearingPage, draft: OutcomeDraft) {
  return draft.outcome === 'milder' ? page.milder.find(({ action }) => action === draft.action) : undefined;
}

export function missingOf(page: HearingPage, draft: OutcomeDraft): Missing[] {
  const missing: Missing[] = [];
  if (draft.outcome === null) missing.push('outcome');
  const choice = choiceOf(page, draft);
  if (draft.outcome === 'milder' && choice === undefined) missing.push('action');
  if (choice !== undefined && choice.maxDays !== null) {
    const days = Number(draft.days);
    if (!/^\d+$/.test(draft.days) || days < 1 || days > choice.maxDays) missing.push('days');
  }
  for (const side of toldOf(page, draft.outcome)) if (draft.reasons[side].trim().length < 10) missing.push(side);
  return missing;
}
