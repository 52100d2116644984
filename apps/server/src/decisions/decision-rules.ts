import type { Action, EvidenceLevel, MakeDecision, Policy, ProblemCode } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { CaseFileState } from '../schema/case-file.ts';

export interface CaseFacts {
  readonly state: CaseFileState;
  readonly level: EvidenceLevel;
  readonly subjectKind: 'account' | 'group';
  readonly reportCount: number;
  /** Reports beyond those that the person has read, but for the many-th of one reporter. */
  readonly unreadReports: number;
  /** Who holds a claim that has not run out. */
  readonly claimedBy: string | null;
  /** Proven reported messages that removing would concern. */
  readonly removableMessages: number;
}

export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly field?: string;
}

/** Actions that rest on proof: no person loses anything because somebody merely says so. */
const needsProof: ReadonlySet<Action> = new Set<Action>(['remove-message', 'suspend', 'ban']);
const concernsAccount: ReadonlySet<Action> = new Set<Action>(['warn', 'suspend', 'ban']);

/** Why a decision cannot be made as it stands, or null when it can. */
export function refusalOf(
  facts: CaseFacts,
  body: z.output<typeof MakeDecision>,
  staffId: string,
  policy: Policy | undefined,
): Refusal | null {
  if (facts.state === 'decided') return { code: 'case-closed', detail: 'The case is already decided.' };
  if (facts.state === 'held') return { code: 'case-closed', detail: 'A decision waits for its second person.' };
  if (facts.claimedBy !== null && facts.claimedBy !== staffId) {
    return { code: 'already-claimed', detail: 'Another person holds this case.' };
  }
  if (facts.claimedBy === null) return { code: 'not-claimed', detail: 'Claim the case first.' };
  if (facts.unreadReports > 0 || body.reportCount > facts.reportCount) {
    return { code: 'case-changed', detail: `The case has ${facts.reportCount} reports by now; read it again.` };
  }
  if (body.policyId !== null && policy === undefined) return invalid('policyId', 'there is no such policy');
  if (body.action !== 'no-action' && policy === undefined) return invalid('policyId', 'name the policy that applies');
  if (body.action === 'suspend' && body.days === null) return invalid('days', 'say for how many days');
  if (body.action !== 'suspend' && body.days !== null) return invalid('days', 'only a suspension has a length');
  if (facts.subjectKind === 'group' && concernsAccount.has(body.action)) {
    return invalid('action', 'the case is about a group; this action needs an account');
  }
  if (needsProof.has(body.action) && facts.level === 'ASSERTED') {
    const detail = 'Only reporters say so: nothing in this case is proven. It can be closed, or the account warned.';
    return { code: 'asserted-only', detail };
  }
  if (body.action === 'remove-message' && facts.removableMessages === 0) {
    return { code: 'asserted-only', detail: 'No proven reported message is in this case that could be removed.' };
  }
  return null;
}

/** What cannot be undone waits for a second person. */
export function isHeld(action: Action): boolean {
  return action === 'ban';
}

type CaseEvent = 'decide' | 'hold' | 'approve' | 'refuse';

const transitions: Readonly<Record<CaseFileState, Partial<Record<CaseEvent, CaseFileState>>>> = {
  open: { decide: 'decided', hold: 'held' },
  held: { approve: 'decided', refuse: 'open' },
  decided: {},
};

/** The case's next state, or null when the event has no place in this one. */
export function nextState(state: CaseFileState, event: CaseEvent): CaseFileState | null {
  return transitions[state][event] ?? null;
}

/** Why this person cannot answer a held decision so, or null. `level`: the case's, as it is by now. */
export function answerRefusalOf(
  decision: { readonly state: 'held' | 'in-force' | 'refused'; readonly decidedBy: string },
  answer: { readonly staffId: string; readonly approves: boolean; readonly level: EvidenceLevel },
): Refusal | null {
  if (decision.state !== 'held') return { code: 'case-closed', detail: 'This decision does not wait any more.' };
  if (decision.decidedBy === answer.staffId) {
    return { code: 'same-person', detail: 'A different person has to look at this decision.' };
  }
  if (answer.approves && answer.level === 'ASSERTED') {
    const detail = 'What proved this case does not count any more; see its timeline. The decision can only be refused.';
    return { code: 'asserted-only', detail };
  }
  return null;
}

function invalid(field: string, problem: string): Refusal {
  return { code: 'invalid-request', detail: `/body/${field}: ${problem}`, field: `/body/${field}` };
}
