import type {
  Action,
  EvidenceLevel,
  MakeDecision,
  NotSecond,
  Policy,
  ProblemCode,
  Proposal,
} from '@wellhouse/protocol';
import type { z } from 'zod';
import type { CaseFileState } from '../schema/case-file.ts';
import { notSecondOf, type Parts } from './two-people.ts';

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
  /** Pictures of shared albums that nobody has confirmed or cleared yet, or has to anew. */
  readonly waitingPictures: number;
  /** Pictures that a list holds and a person has confirmed. */
  readonly confirmedPictures: number;
  /** The policy that was named ended, and none of its versions is in force. */
  readonly policyRetired: boolean;
  readonly now: Date;
}

export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly field?: string;
}

/** Actions that rest on proof: no person loses anything because somebody merely says so. */
export const needsProof: ReadonlySet<Action> = new Set<Action>(['remove-message', 'limit', 'suspend', 'ban']);
export const needsAccount: ReadonlySet<Action> = new Set<Action>(['warn', 'limit', 'suspend', 'ban']);
/** Actions that end by themselves. */
export const hasLength: ReadonlySet<Action> = new Set<Action>(['limit', 'suspend']);
/** So far ahead a decision can begin: what lies further is a decision for then. */
const furthestStartMs = 90 * 86_400_000;

/** Why this person cannot work on the case, or null when it is theirs and open. */
export function workRefusalOf(facts: Pick<CaseFacts, 'state' | 'claimedBy'>, staffId: string): Refusal | null {
  if (facts.state === 'decided') return { code: 'case-closed', detail: 'The case is already decided.' };
  if (facts.state === 'held') return { code: 'case-closed', detail: 'A decision waits for its second person.' };
  if (facts.claimedBy !== null && facts.claimedBy !== staffId) {
    return { code: 'already-claimed', detail: 'Another person holds this case.' };
  }
  if (facts.claimedBy === null) return { code: 'not-claimed', detail: 'Claim the case first.' };
  return null;
}

/** Why a decision cannot be made as it stands, or null when it can. */
export function refusalOf(
  facts: CaseFacts,
  body: z.output<typeof MakeDecision>,
  staffId: string,
  policy: Pick<Policy, 'policyId'> | undefined,
): Refusal | null {
  const refusal = workRefusalOf(facts, staffId);
  if (refusal !== null) return refusal;
  if (facts.unreadReports > 0 || body.reportCount > facts.reportCount) {
    return { code: 'case-changed', detail: `The case has ${facts.reportCount} reports by now; read it again.` };
  }
  if (facts.policyRetired) {
    const detail = 'This policy was retired: choose another.';
    return { code: 'policy-retired', detail, field: '/body/policyId' };
  }
  if (body.policyId !== null && policy === undefined) return invalid('policyId', 'there is no such policy');
  if (body.action !== 'no-action' && policy === undefined) return invalid('policyId', 'name the policy that applies');
  if (hasLength.has(body.action) && body.days === null) return invalid('days', 'say for how many days');
  if (!hasLength.has(body.action) && body.days !== null)
    return invalid('days', 'only limits and suspensions have a length');
  const startProblem = startProblemOf(body, facts.now);
  if (startProblem !== null) return invalid('startsAt', startProblem);
  if (facts.subjectKind === 'group' && needsAccount.has(body.action)) {
    return invalid('action', 'the case is about a group; this action needs an account');
  }
  if (facts.waitingPictures > 0) {
    const count =
      facts.waitingPictures === 1
        ? 'One picture of the case waits'
        : `${facts.waitingPictures} pictures of the case wait`;
    return { code: 'pictures-unanswered', detail: `${count} for a person: confirm or clear it first.` };
  }
  if (body.action !== 'no-action' && facts.reportCount === 0 && facts.confirmedPictures === 0) {
    const detail = 'Nobody has reported anything and no picture was confirmed. The case can be closed without action.';
    return { code: 'nothing-confirmed', detail };
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

type Chosen = Pick<z.output<typeof MakeDecision>, 'action' | 'days'>;

/** Whether somebody chose something else, or another length, than the policy proposes. */
export function departs(proposal: Pick<Proposal, 'action' | 'days'> | null, { action, days }: Chosen): boolean {
  if (proposal === null) return false;
  return proposal.action !== action || proposal.days !== (hasLength.has(action) ? days : null);
}

/** Who departs from what the policy proposes says why, whatever form or program the decision comes from; null: said, or does not. */
export function departureRefusalOf(
  proposal: Pick<Proposal, 'action' | 'days'> | null,
  body: Chosen & Pick<z.output<typeof MakeDecision>, 'departedWhy'>,
): Refusal | null {
  if (!departs(proposal, body) || body.departedWhy) return null;
  const length = proposal?.days == null ? '' : ` for ${proposal.days} days`;
  const detail = `The policy proposes "${proposal?.action}"${length}: say why you depart from it.`;
  return { code: 'departure-unexplained', detail, field: '/body/departedWhy' };
}

function startProblemOf(body: z.output<typeof MakeDecision>, now: Date): string | null {
  const { startsAt } = body;
  if (startsAt === undefined || startsAt === null) return null;
  if (!hasLength.has(body.action)) return 'only limits and suspensions can begin later';
  const aheadMs = Date.parse(startsAt) - now.getTime();
  if (aheadMs <= 0) return 'name a time that is yet to come';
  return aheadMs > furthestStartMs ? 'name a time within 90 days' : null;
}

type CaseEvent = 'decide' | 'hold' | 'approve' | 'refuse' | 'reopen';

const transitions: Readonly<Record<CaseFileState, Partial<Record<CaseEvent, CaseFileState>>>> = {
  open: { decide: 'decided', hold: 'held' },
  held: { approve: 'decided', refuse: 'open', reopen: 'open' },
  decided: { reopen: 'open' },
};

/** The case's next state, or null when the event has no place in this one. */
export function nextState(state: CaseFileState, event: CaseEvent): CaseFileState | null {
  return transitions[state][event] ?? null;
}

const notSecondDetails: Readonly<Record<NotSecond, string>> = {
  author: 'A different person has to look at this decision.',
  'wanted-before': 'You asked for a decision of this kind on this case before.',
  'handed-over': 'You handed this case to the author of the decision.',
  'confirmed-picture': 'You confirmed a picture that the decision rests on.',
};

/**
 * Why this person cannot answer a decision that waits for a second one so, or null. `level`: the case's, as it is by now. `unread`: they
 * have not opened its evidence since.
 */
export function answerRefusalOf(
  decision: { readonly waits: boolean; readonly parts: Parts },
  answer: {
    readonly staffId: string;
    readonly approves: boolean;
    readonly level: EvidenceLevel;
    readonly unread: boolean;
  },
): Refusal | null {
  if (!decision.waits) return { code: 'case-closed', detail: 'This decision does not wait any more.' };
  const notSecond = notSecondOf(decision.parts, answer.staffId);
  if (notSecond !== null) {
    const code = notSecond === 'author' ? 'same-person' : 'not-independent';
    return { code, detail: notSecondDetails[notSecond] };
  }
  if (answer.approves && answer.level === 'ASSERTED') {
    const detail = 'What proved this case does not count any more; see its timeline. The decision can only be refused.';
    return { code: 'asserted-only', detail };
  }
  if (answer.approves && answer.unread) {
    return {
      code: 'evidence-unread',
      detail: 'Open the evidence of the case: a second person agrees to what they have read.',
    };
  }
  return null;
}

function invalid(field: string, problem: string): Refusal {
  return { code: 'invalid-request', detail: `/body/${field}: ${problem}`, field: `/body/${field}` };
}
