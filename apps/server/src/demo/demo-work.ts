import { CaseId, type CaseSummary, DecisionView, ViewId } from '@wellhouse/protocol';
import type { z } from 'zod';
import { getDecisionSheet } from '../decisions/get-decision-sheet.ts';
import { makeDecision } from '../decisions/make-decision.ts';
import { loadPolicies, policiesFor } from '../decisions/policies.ts';
import type { Deps } from '../deps.ts';
import { beginEvidenceView } from '../review/begin-evidence-view.ts';
import { claimNext } from '../review/claim-next.ts';
import { releaseCase } from '../review/release-case.ts';
import { reportEvidenceView } from '../review/report-evidence-view.ts';
import { chooseDecision } from './demo-decision.ts';
import { unlessRefused } from './demo-staff.ts';
import words from './demo-words.json' with { type: 'json' };
import type { Seeded } from './seeded.ts';

/** So often a person takes what the policy proposes, where they act at all. */
const followed = 0.75;

export interface WorkedCase {
  /** Null: it was refused, and the case given back. */
  readonly decision: DecisionView | null;
  readonly subject: z.input<typeof CaseSummary>['subject'];
}

/**
 * One person takes the worst case there is for them, looks at its evidence and decides: through the same functions that the
 * console calls. Null when no case waits for them.
 */
export async function workOneCase(
  deps: Deps,
  clock: { forward(ms: number): void },
  staffId: string,
  random: Seeded,
): Promise<WorkedCase | null> {
  const claimed = await claimNext(deps, staffId).catch(unlessRefused);
  if (claimed === null) return null;
  const caseId = CaseId.parse(claimed.caseId);
  clock.forward(2_000);
  const view = await beginEvidenceView(deps, staffId, { caseId, purpose: 'review', reason: null });
  const visibleMs = 15_000 + random.below(60_000);
  clock.forward(visibleMs);
  const looked = { visibleMs, attachments: [], pictures: [], ended: true };
  await reportEvidenceView(deps, staffId, ViewId.parse(view.viewId), looked);
  const { category, level, subject, reportCount } = claimed;
  const chosen = chooseDecision(random, { category, level, subjectKind: subject.kind });
  const policyId =
    chosen.action === 'no-action'
      ? null
      : (policiesFor(await loadPolicies(deps.database.kysely, deps.clock()), category)[0]?.policyId ?? null);
  const proposed =
    policyId !== null && random.next() < followed ? await proposalOf(deps, staffId, caseId, policyId) : {};
  const departedWhy = random.pick(words.departed);
  const body = { ...chosen, ...proposed, policyId, reportCount, departedWhy };
  const decided = await makeDecision(deps, staffId, caseId, body).catch(unlessRefused);
  if (decided === null) await releaseCase(deps, caseId, staffId);
  return { decision: decided === null ? null : DecisionView.parse(decided), subject };
}

async function proposalOf(deps: Deps, staffId: string, caseId: string, policyId: string) {
  const { proposals } = await getDecisionSheet(deps, { staffId, approves: false }, caseId);
  const proposal = proposals.find((one) => one.policyId === policyId);
  return proposal === undefined || proposal.action === 'no-action'
    ? {}
    : { action: proposal.action, days: proposal.days, reason: words.reason[proposal.action] };
}
