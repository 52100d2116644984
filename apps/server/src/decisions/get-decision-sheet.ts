import { CaseId, DecisionId, type DecisionSheet } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { standingView } from '../enforcement/account-standing.ts';
import { loadStanding } from '../enforcement/load-standing.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadPolicies } from './policies.ts';
import { proposeAction } from './propose-action.ts';
import { activeStrikes, loadStrikes, type StrikeRow, strikeState } from './strikes.ts';
import { undoRefusalOf, undoUntil, undoWindowMs } from './undo-rules.ts';

const shownStrikes = 100;

/** What a person needs beside the case to decide it: proposals, the record of the account, and what can be undone. */
export async function getDecisionSheet(
  deps: Deps,
  who: { readonly staffId: string; readonly approves: boolean },
  caseId: string,
): Promise<z.input<typeof DecisionSheet>> {
  const { kysely } = deps.database;
  const now = deps.clock();
  const file = await kysely
    .selectFrom('case_file')
    .select(['hub_id', 'subject_kind', 'subject_id', 'category', 'level'])
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  if (file === undefined) throw new ProblemError('not-found');
  const account = file.subject_kind === 'account' ? { hubId: file.hub_id, accountId: file.subject_id } : null;
  const strikes = account === null ? [] : await loadStrikes(kysely, account.hubId, account.accountId);
  const policies = await loadPolicies(kysely, now);
  const decisions = await kysely
    .selectFrom('decision')
    .select(['decision_id', 'reference', 'action', 'state', 'ended_why', 'decided_by', 'decided_at', 'case_id'])
    .where('case_id', '=', caseId)
    .execute();
  const undoable = decisions.filter((one) => {
    const facts = { action: one.action, state: one.state, endedWhy: one.ended_why };
    const by = { decidedBy: one.decided_by, decidedAt: one.decided_at };
    return undoRefusalOf({ ...facts, ...by }, who, now) === null;
  });
  return {
    caseId: CaseId.parse(caseId),
    proposals: policies.map((policy) =>
      proposeAction({
        policy,
        strikes: activeStrikes(strikes, policy.policyId, now),
        severity: findLeaf(file.category)?.severity ?? 0,
        level: file.level,
        subject: file.subject_kind,
      }),
    ),
    strikes: await viewsOf(deps, strikes.slice(0, shownStrikes), now),
    standing: account === null ? null : standingView(await loadStanding(kysely, account, now)),
    undoable: undoable.map((one) => ({
      decisionId: DecisionId.parse(one.decision_id),
      until: undoUntil(one).toISOString(),
    })),
    undoSeconds: undoWindowMs / 1_000,
  };
}

async function viewsOf(deps: Deps, strikes: readonly StrikeRow[], now: Date) {
  if (strikes.length === 0) return [];
  const decisions = await deps.database.kysely
    .selectFrom('decision')
    .select(['decision_id', 'reference', 'action'])
    .where(
      'decision_id',
      'in',
      strikes.map((one) => one.decision_id),
    )
    .execute();
  const decisionOf = new Map(decisions.map((one) => [one.decision_id, one]));
  return strikes.flatMap((strike) => {
    const decision = decisionOf.get(strike.decision_id);
    if (decision === undefined) return [];
    return [
      {
        decisionId: DecisionId.parse(strike.decision_id),
        reference: decision.reference,
        caseId: CaseId.parse(strike.case_id),
        policyId: strike.policy_id,
        action: decision.action,
        weight: strike.weight,
        at: strike.at.toISOString(),
        expiresAt: strike.expires_at?.toISOString() ?? null,
        state: strikeState(strike, now),
      },
    ];
  });
}
