import { Action, type EvidenceLevel, type Proposal, type ProposalReason } from '@wellhouse/protocol';
import { needsAccount, needsProof } from './decision-rules.ts';
import type { PolicyInForce } from './policies.ts';

export interface ProposalFacts {
  readonly policy: Pick<PolicyInForce, 'policyId' | 'ladder'>;
  /** Active ones under the policy, before this decision. */
  readonly strikes: number;
  /** 0 to 100, of the case's kind. */
  readonly severity: number;
  readonly level: EvidenceLevel;
  readonly subject: 'account' | 'group';
}

/**
 * What the policy's ladder proposes: of the steps that strikes and severity have reached, the hardest. What nothing proves
 * is never proposed harder than a warning, and for a group nothing that needs an account. A person takes it or departs.
 */
export function proposeAction({ policy, strikes, severity, level, subject }: ProposalFacts): Proposal {
  const reached = policy.ladder
    .filter((step) => step.fromStrikes <= strikes && step.fromSeverity <= severity)
    .sort((a, b) => hardness(b) - hardness(a) || (b.days ?? 0) - (a.days ?? 0));
  const step = reached[0];
  const of = (action: Action, days: number | null, why: ProposalReason[]): Proposal => ({
    policyId: policy.policyId,
    action,
    days,
    why,
  });
  if (step === undefined) return of('no-action', null, [{ code: 'no-step' }]);

  const why: ProposalReason[] = [];
  if (step.fromStrikes > 0) why.push({ code: 'strikes', count: strikes });
  if (step.fromSeverity > 0) why.push({ code: 'severity', severity });
  if (why.length === 0) why.push(strikes === 0 ? { code: 'first' } : { code: 'strikes', count: strikes });
  if (subject === 'group' && needsAccount.has(step.action)) {
    const proven = level !== 'ASSERTED';
    why.push({ code: 'group', instead: step.action });
    return of(proven ? 'remove-message' : 'no-action', null, why);
  }
  if (level === 'ASSERTED' && needsProof.has(step.action)) {
    why.push({ code: 'only-asserted', instead: step.action });
    return of(subject === 'group' ? 'no-action' : 'warn', null, why);
  }
  return of(step.action, step.days, why);
}

function hardness({ action }: { readonly action: Action }): number {
  return Action.options.indexOf(action);
}
