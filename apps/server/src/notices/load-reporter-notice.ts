import type { Action, ReporterOutcome, ReportView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { appealUntil } from './appeal-period.ts';
import { outcomeSentence } from './reporter-words.ts';

type ReporterNotice = NonNullable<z.input<typeof ReportView>['decision']>;

/** What a reporter is told about the decision on a case; null while none is in force. */
export async function loadReporterNotice(deps: Deps, caseId: string, locale: string): Promise<ReporterNotice | null> {
  const decision = await deps.database.kysely
    .selectFrom('decision')
    .select(['action', 'policy_id', 'policy_title', 'decided_at', 'second_at'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'in-force')
    .executeTakeFirst();
  if (decision === undefined) return null;
  const { action, policy_id, policy_title } = decision;
  const decidedAt = decision.second_at ?? decision.decided_at;
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
    case 'suspend':
    case 'ban':
      return 'action-taken';
    default:
      return action satisfies never;
  }
}
