import type { Action, ReporterOutcome, ReportView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { appealUntil } from './appeal-period.ts';
import { outcomeSentence } from './reporter-words.ts';

type ReporterNotice = NonNullable<z.input<typeof ReportView>['decision']>;

/**
 * What a reporter is told about the decision on a case; null while there is none. One that fell on appeal leaves a case that is
 * closed without action: the reporter is told that, and not what it had been.
 */
export async function loadReporterNotice(deps: Deps, caseId: string, locale: string): Promise<ReporterNotice | null> {
  const decision = await deps.database.kysely
    .selectFrom('decision')
    .select(['action', 'state', 'policy_id', 'policy_title', 'decided_at', 'second_at', 'in_force_at', 'ended_at'])
    .where('case_id', '=', caseId)
    .where('state', 'in', ['in-force', 'overturned'])
    .orderBy((query) => query('state', '=', 'in-force'), 'desc')
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (decision === undefined) return null;
  const { policy_id, policy_title } = decision;
  const fell = decision.state === 'overturned';
  const action = fell ? 'no-action' : decision.action;
  const since = decision.in_force_at ?? decision.second_at ?? decision.decided_at;
  const decidedAt = fell ? (decision.ended_at ?? since) : since;
  const outcome = reporterOutcome(action);
  return {
    decidedAt: decidedAt.toISOString(),
    outcome,
    summary: outcomeSentence(outcome, locale),
    policy:
      action === 'no-action' || policy_id === null || policy_title === null
        ? null
        : { id: policy_id, title: policy_title },
    appeal: { how: deps.config.appeals, until: appealUntil(decidedAt).toISOString() },
  };
}

/** Suspension and ban are one word here: how hard it hit is not the reporter's to know. */
export function reporterOutcome(action: Action): z.infer<typeof ReporterOutcome> {
  switch (action) {
    case 'no-action':
      return 'no-action';
    case 'warn':
      return 'warning-given';
    case 'remove-message':
      return 'content-removed';
    case 'limit':
    case 'suspend':
    case 'ban':
      return 'action-taken';
    default:
      return action satisfies never;
  }
}
