import { Action } from '@wellhouse/protocol';
import { z } from 'zod';

const Draft = z.object({
  action: Action.nullable(),
  policyId: z.string().nullable(),
  /** As typed. */
  days: z.string().max(3),
  reason: z.string().max(5_000),
  /** Why not what the policy proposes. */
  departed: z.string().max(500).default(''),
  /** Local time as a `datetime-local` field holds it; empty: at once. */
  begins: z.string().max(20).default(''),
  /** Ids of what it rests on; null: all that was reported. */
  restsOn: z.array(z.string()).max(200).nullable().default(null),
});
export type DecisionDraft = z.infer<typeof Draft>;

export const emptyDraft: DecisionDraft = {
  action: null,
  policyId: null,
  days: '7',
  reason: '',
  departed: '',
  begins: '',
  restsOn: null,
};

/** What is wrong with a draft, field by field. */
export type DraftProblem = 'action' | 'policy' | 'days' | 'begins' | 'departed' | 'rests' | 'reason';

/** `MakeDecision` wants a reason of at least ten characters; every action but `no-action` rests on a policy. */
export const shortestReason = 10;

/** `departs`: from what the policy proposes; that asks for a word why. */
export function draftProblems(draft: DecisionDraft, departs = false, now = Date.now()): DraftProblem[] {
  const found: DraftProblem[] = [];
  if (draft.action === null) found.push('action');
  if (draft.action !== null && draft.action !== 'no-action' && draft.policyId === null) found.push('policy');
  if (hasLength(draft.action) && daysOf(draft) === null) found.push('days');
  if (hasLength(draft.action) && draft.begins !== '' && beginsAt(draft, now) === null) found.push('begins');
  if (departs && draft.departed.trim().length < 3) found.push('departed');
  if (draft.reason.trim().length < shortestReason) found.push('reason');
  return found;
}

/** Actions that end by themselves. */
export function hasLength(action: Action | null): boolean {
  return action === 'limit' || action === 'suspend';
}

/** When it begins, in milliseconds: from now on and within 90 days; null for anything else. */
export function beginsAt(draft: DecisionDraft, now: number): number | null {
  const at = Date.parse(draft.begins);
  return Number.isNaN(at) || at <= now || at > now + 90 * 86_400_000 ? null : at;
}

/** Whole days from 1 to 365, or null. */
export function daysOf(draft: DecisionDraft): number | null {
  if (!/^[1-9][0-9]{0,2}$/.test(draft.days.trim())) return null;
  const days = Number(draft.days);
  return days <= 365 ? days : null;
}

/** What this tab has of a draft; `id` names the person and the case. */
export function readDraft(storage: Storage, id: string): DecisionDraft {
  try {
    const parsed = Draft.safeParse(JSON.parse(storage.getItem(keyOf(id)) ?? 'null'));
    return parsed.success ? parsed.data : emptyDraft;
  } catch {
    return emptyDraft;
  }
}

export function writeDraft(storage: Storage, id: string, draft: DecisionDraft | null): void {
  try {
    if (draft === null) storage.removeItem(keyOf(id));
    else storage.setItem(keyOf(id), JSON.stringify(draft));
  } catch {
    // A full or closed storage: the draft still lives in the page.
  }
}

function keyOf(id: string): string {
  return `wellhouse.draft.${id}`;
}
