import { AppealId, type AppealView, type OwnAppeal } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { reporterOutcome } from '../notices/load-reporter-notice.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { Appealable, Party } from './appeal-party.ts';
import { type AppealFacts, appealRefusalOf, appealStatusOf } from './appeal-rules.ts';
import { isPaused } from './standing-measures.ts';

function selectAppeals(executor: Executor) {
  return executor
    .selectFrom('appeal')
    .innerJoin('appeal_hearing as hearing', 'hearing.hearing_id', 'appeal.hearing_id')
    .innerJoin('decision', 'decision.decision_id', 'appeal.decision_id')
    .leftJoin('decision as milder', 'milder.decision_id', 'hearing.new_decision_id')
    .select([
      'appeal.appeal_id',
      'appeal.decision_id',
      'appeal.side',
      'appeal.hub_id',
      'appeal.account_id',
      'appeal.report_id',
      'appeal.body_digest',
      'appeal.received_at',
      'hearing.reference',
      'hearing.due_at',
      'hearing.claim_until',
      'hearing.outcome',
      'hearing.heard_at',
      'hearing.reason_person',
      'hearing.reason_reporter',
      'decision.action',
      'milder.action as milder_action',
    ]);
}

export type AppealRow = Awaited<ReturnType<ReturnType<typeof selectAppeals>['execute']>>[number];

export function findAppeal(executor: Executor, appealId: string): Promise<AppealRow | undefined> {
  return selectAppeals(executor).where('appeal.appeal_id', '=', appealId).executeTakeFirst();
}

/** The party's latest appeal: of the person against this decision, of the reporter in this case. */
function findLatest(executor: Executor, { party, caseId, decisionId }: Appealable): Promise<AppealRow | undefined> {
  const own = selectAppeals(executor)
    .where('appeal.case_id', '=', caseId)
    .where('appeal.side', '=', party.side)
    .where('appeal.hub_id', '=', party.hubId)
    .where('appeal.account_id', '=', party.accountId)
    .orderBy('appeal.received_at', 'desc');
  return (party.side === 'person' ? own.where('appeal.decision_id', '=', decisionId) : own).executeTakeFirst();
}

export function isOf(row: Pick<AppealRow, 'side' | 'hub_id' | 'account_id'>, party: Party): boolean {
  return row.side === party.side && row.hub_id === party.hubId && row.account_id === party.accountId;
}

/** As the one who made it is told. */
export function appealView(row: AppealRow, now: Date): z.input<typeof AppealView> {
  const reason = row.side === 'person' ? row.reason_person : row.reason_reporter;
  return {
    appealId: AppealId.parse(row.appeal_id),
    reference: row.reference,
    status: appealStatusOf(row.side, {
      claimed: row.claim_until !== null && row.claim_until > now,
      outcome: row.outcome,
      sameForReporter: row.milder_action !== null && reporterOutcome(row.action) === reporterOutcome(row.milder_action),
    }),
    receivedAt: row.received_at.toISOString(),
    answerBy: row.due_at.toISOString(),
    outcome: row.heard_at === null || reason === null ? null : { decidedAt: row.heard_at.toISOString(), reason },
  };
}

/** What the rule on appealing asks. */
export async function loadAppealFacts(
  executor: Executor,
  { party, decisionId, until }: Appealable,
  now: Date,
): Promise<AppealFacts | null> {
  if (decisionId === null || until === null) return null;
  const decision = await executor
    .selectFrom('decision')
    .select([
      'action',
      'state',
      'ended_why',
      sql<boolean>`exists (select from appeal where appeal.decision_id = decision.decision_id and side = ${party.side}
        and hub_id = ${party.hubId} and account_id = ${party.accountId})`.as('made'),
      sql<number>`(select count(*)::int from appeal join appeal_hearing using (hearing_id)
        where appeal_hearing.state = 'open' and hub_id = ${party.hubId} and account_id = ${party.accountId})`.as(
        'open',
      ),
    ])
    .where('decision_id', '=', decisionId)
    .executeTakeFirstOrThrow();
  const { action, state, ended_why: endedWhy, made, open } = decision;
  const paused = await isPaused(executor, { ...party, of: 'appeal' }, now);
  return { decision: { action, state, endedWhy }, until, made, open, paused };
}

/** One's own appeal, and whether one can (still) be made. */
export async function getOwnAppeal(deps: Deps, appealable: Appealable): Promise<z.input<typeof OwnAppeal>> {
  const { kysely } = deps.database;
  const now = deps.clock();
  const latest = await findLatest(kysely, appealable);
  const facts = await loadAppealFacts(kysely, appealable, now);
  return {
    appeal: latest === undefined ? null : appealView(latest, now),
    until: facts === null ? null : facts.until.toISOString(),
    refusal: facts === null ? 'decision-closed' : appealRefusalOf(facts, now),
  };
}
