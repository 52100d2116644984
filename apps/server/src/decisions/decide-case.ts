import type { DecisionView, EvidenceLevel, MakeDecision } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { createReference } from '../platform/reference.ts';
import type { DecisionTable } from '../schema/decision.ts';
import { type StoredSaid, timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { countOutcome } from './count-outcome.ts';
import { countPictures, type PictureCounts } from './count-pictures.ts';
import {
  type CaseFacts,
  departs,
  departureRefusalOf,
  hasLength,
  nextState,
  type Refusal,
  refusalOf,
} from './decision-rules.ts';
import { fallenDetail, hasFallen } from './fallen.ts';
import { loadDecisions } from './load-decisions.ts';
import { claimantOf, type LockedCase, lockCase } from './lock-case.ts';
import { levelOfNamed, strangersAmong } from './named-level.ts';
import { isRetired, loadPolicies, type PolicyInForce } from './policies.ts';
import { proposeAction } from './propose-action.ts';

import { removableMessages } from './removable-messages.ts';
import { activeStrikes, loadStrikes } from './strikes.ts';
import { takeEffect } from './take-effect.ts';
import { isHeld } from './two-people.ts';
import { unreadReports } from './unread-reports.ts';

export interface Deciding {
  readonly caseId: string;
  readonly staffId: string;
  readonly body: z.output<typeof MakeDecision>;
  /** Decided with others: a case that nobody holds is claimed in the same step. */
  readonly batchId: string | null;
}

/**
 * Decides one case in the caller's transaction: the decision, the case's end, its strike, the line in the log and the
 * action's job are one commit. What cannot be undone is held until a different person answers.
 */
export async function decideCase(
  deps: Deps,
  tx: Transaction,
  { caseId, staffId, body, batchId }: Deciding,
): Promise<z.input<typeof DecisionView>> {
  const now = deps.clock();
  const row = await lockCase(tx, caseId);
  if (await hasFallen(tx, { caseId, staffId })) throw new ProblemError('not-independent', fallenDetail);
  const policies = await loadPolicies(tx, now);
  const policy = policies.find((one) => one.policyId === body.policyId);
  const { facts, pictures, messages } = await loadFacts(deps, tx, row, body);
  const claimedBy = batchId !== null && facts.claimedBy === null ? staffId : facts.claimedBy;
  const refusal = refusalOf({ ...facts, claimedBy }, body, staffId, policy);
  if (refusal !== null) throw problemOf(refusal);

  const proposal = policy === undefined ? null : await propose(tx, row, facts, policy, now);
  const unexplained = departureRefusalOf(proposal, body);
  if (unexplained !== null) throw problemOf(unexplained);
  const decision = await insertDecision(tx, {
    deps,
    caseId,
    staffId,
    body,
    policy,
    batchId,
    proposal,
    now,
  });
  const { state } = decision;
  await tx
    .updateTable('case_file')
    .set({
      state: nextState(row.state, state === 'held' ? 'hold' : 'decide') ?? row.state,
      decided_at: state === 'held' ? null : now,
      first_review_at: sql<Date>`coalesce(first_review_at, ${now})`,
      claim_staff_id: null,
      claim_until: null,
    })
    .where('case_id', '=', caseId)
    .execute();
  const line = timelineLine({ caseId, at: now, kind: 'decided', staffId, said: saidOf(decision) });
  await tx.insertInto('case_event').values(line).execute();
  if (state !== 'held') await takeEffect(deps, tx, row, decision, { messages, undoable: true });
  if (state === 'in-force') await countOutcome(tx, decision, now);
  await recordAudit(tx, {
    staffId,
    action: state === 'held' ? 'decision.hold' : 'decision.make',
    object: `case:${caseId}`,
    details: {
      decisionId: decision.decision_id,
      action: body.action,
      policyId: body.policyId,
      days: body.days,
      level: facts.level,
      ...(batchId !== null && { batchId }),
      ...(decision.departed && { departed: decision.proposed_action }),
      pictures: pictures.confirmed,
    },
  });
  const [view] = await loadDecisions(tx, (rows) => rows.where('decision.decision_id', '=', decision.decision_id));
  if (view === undefined) throw new Error(`read decision ${decision.decision_id} back`);
  return view;
}

/** All that a decision about the case depends on, the case's row being held. */
export async function loadFacts(
  deps: Deps,
  tx: Transaction,
  row: LockedCase,
  body: Pick<z.output<typeof MakeDecision>, 'action' | 'policyId' | 'reportCount' | 'restsOn'>,
) {
  const caseId = row.case_id;
  const now = deps.clock();
  const subject = { caseId, kind: row.subject_kind, id: row.subject_id };
  const only = body.restsOn ?? null;
  const messages = body.action === 'remove-message' ? await removableMessages(deps, tx, subject, only) : [];
  const unread = row.report_count === body.reportCount ? 0 : await unreadReports(tx, caseId, body.reportCount);
  const pictures: PictureCounts = await countPictures(tx, row);
  const facts: CaseFacts = {
    state: row.state,
    level: only === null ? row.level : await levelOf(deps, tx, row, only),
    subjectKind: row.subject_kind,
    reportCount: row.report_count,
    unreadReports: unread,
    claimedBy: claimantOf(row, now),
    removableMessages: messages.length,
    waitingPictures: pictures.waiting,
    confirmedPictures: pictures.confirmed,
    policyRetired: body.policyId !== null && (await isRetired(tx, body.policyId, now)),
    now,
  };
  return { facts, pictures, messages };
}

/** What a decision rests on where its author named it: the level of that, and no other. */
async function levelOf(deps: Deps, tx: Transaction, row: LockedCase, only: readonly string[]): Promise<EvidenceLevel> {
  const subject = { caseId: row.case_id, kind: row.subject_kind, id: row.subject_id };
  if ((await strangersAmong(tx, row.case_id, only)).length > 0) {
    const field = '/body/restsOn';
    const problem = 'name reported messages and confirmed pictures of this case';
    throw problemOf({ code: 'invalid-request', detail: `${field}: ${problem}`, field });
  }
  const vault = await openCaseVault(tx, deps.keys, deps.random, row.case_id);
  if (vault === null) throw new Error(`read the evidence of case ${row.case_id}: its key is gone`);
  return levelOfNamed(tx, vault, subject, only);
}

export function problemOf(refusal: Refusal): ProblemError {
  const fields = refusal.field ? { fields: [{ field: refusal.field, problem: refusal.detail }] } : {};
  return new ProblemError(refusal.code, refusal.detail, fields);
}

/** What the policy proposes for the case as it stands. */
export async function propose(
  tx: Transaction,
  row: LockedCase,
  facts: Pick<CaseFacts, 'level'>,
  policy: PolicyInForce,
  now: Date,
) {
  const strikes = row.subject_kind === 'account' ? await loadStrikes(tx, row.hub_id, row.subject_id) : [];
  return proposeAction({
    policy,
    strikes: activeStrikes(strikes, policy.policyId, now),
    severity: findLeaf(row.category)?.severity ?? 0,
    level: facts.level,
    subject: row.subject_kind,
  });
}

function saidOf(decision: Selectable<DecisionTable>): StoredSaid {
  const { action, policy_title: policy, reference, state, starts_at } = decision;
  const begins = state === 'scheduled' ? (starts_at?.toISOString() ?? null) : null;
  return { code: 'decided', action, policy, reference, held: state === 'held', begins };
}

function insertDecision(
  tx: Transaction,
  given: {
    deps: Deps;
    caseId: string;
    staffId: string;
    body: z.output<typeof MakeDecision>;
    policy: PolicyInForce | undefined;
    batchId: string | null;
    proposal: ReturnType<typeof proposeAction> | null;
    now: Date;
  },
) {
  const { deps, body, policy, proposal, now } = given;
  const days = hasLength.has(body.action) ? body.days : null;
  const startsAt = body.startsAt ? new Date(body.startsAt) : null;
  const state = isHeld(body.action) ? 'held' : startsAt === null ? 'in-force' : 'scheduled';
  const departed = departs(proposal, body);
  return tx
    .insertInto('decision')
    .values({
      decision_id: newUuid(deps.random),
      reference: createReference('D', deps.random(7)),
      case_id: given.caseId,
      action: body.action,
      policy_id: policy?.policyId ?? null,
      policy_version: policy?.version ?? null,
      policy_title: policy?.title ?? null,
      reason: body.reason,
      until: days === null ? null : new Date((startsAt ?? now).getTime() + days * 86_400_000),
      state,
      report_count: body.reportCount,
      decided_by: given.staffId,
      decided_at: now,
      second_staff_id: null,
      second_at: null,
      second_reason: null,
      starts_at: startsAt,
      in_force_at: state === 'in-force' ? now : null,
      proposed_action: proposal?.action ?? null,
      proposed_days: proposal?.days ?? null,
      departed,
      departed_why: departed ? (body.departedWhy ?? null) : null,
      batch_id: given.batchId,
      rests_on: body.restsOn ? JSON.stringify(body.restsOn) : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
