import type { HearingOutcome, MarkUnfounded } from '@wellhouse/protocol';
import type { z } from 'zod';
import { lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';

/**
 * Says of reports that they were manifestly unfounded. Only in a case that was decided without action: what led to one had
 * a reason. Marks count as long as that decision stands. Marking again changes what was said.
 * @throws ProblemError `led-to-action`, `not-found` for a report of another case
 */
export async function markUnfounded(
  deps: Deps,
  staffId: string,
  caseId: string,
  body: z.output<typeof MarkUnfounded>,
): Promise<void> {
  const now = deps.clock();
  const reportIds = [...new Set<string>(body.reportIds)];
  await deps.database.transaction(async (tx) => {
    await lockCase(tx, caseId);
    const decision = await tx
      .selectFrom('decision')
      .select('action')
      .where('case_id', '=', caseId)
      .where('state', '=', 'in-force')
      .executeTakeFirst();
    if (decision?.action !== 'no-action') throw new ProblemError('led-to-action');
    const reports = await tx
      .selectFrom('report')
      .select(['report_id', 'hub_id', 'reporter'])
      .where('case_id', '=', caseId)
      .where('report_id', 'in', reportIds)
      .execute();
    if (reports.length < reportIds.length) throw new ProblemError('not-found', 'A report is not in this case.');
    for (const report of reports) {
      await writeMark(tx, {
        of: 'report',
        objectId: report.report_id,
        caseId,
        hubId: report.hub_id,
        accountId: report.reporter,
        gravity: body.gravity,
        intention: body.intention,
        reason: body.reason,
        staffId,
        now,
      });
    }
    const said = { code: 'unfounded', count: reports.length, reason: body.reason } as const;
    const line = timelineLine({ caseId, at: now, kind: 'unfounded', staffId, said });
    await tx.insertInto('case_event').values(line).execute();
    const { gravity, intention } = body;
    const details = { reportIds, gravity, intention };
    await recordAudit(tx, { staffId, action: 'misuse.mark', object: `case:${caseId}`, details });
  });
}

/** The same of appeals, by who heard them, and only where the decision stays. */
export async function markAppeals(
  deps: Deps,
  tx: Transaction,
  given: {
    readonly hearingId: string;
    readonly caseId: string;
    readonly staffId: string;
    readonly appealIds: readonly string[];
    readonly outcome: HearingOutcome;
  },
): Promise<void> {
  const ids = [...new Set(given.appealIds)];
  if (ids.length === 0) return;
  const problem = 'only appeals of this hearing, and only where the decision stays';
  const appeals = await tx
    .selectFrom('appeal')
    .select(['appeal_id', 'hub_id', 'account_id'])
    .where('hearing_id', '=', given.hearingId)
    .where('appeal_id', 'in', ids)
    .execute();
  if (given.outcome !== 'uphold' || appeals.length < ids.length) {
    throw new ProblemError('invalid-request', `/body/unfounded: ${problem}`, {
      fields: [{ field: '/body/unfounded', problem }],
    });
  }
  for (const appeal of appeals) {
    await writeMark(tx, {
      of: 'appeal',
      objectId: appeal.appeal_id,
      caseId: given.caseId,
      hubId: appeal.hub_id,
      accountId: appeal.account_id,
      gravity: 'minor',
      intention: 'unclear',
      reason: 'appeal',
      staffId: given.staffId,
      now: deps.clock(),
    });
  }
}

async function writeMark(
  tx: Transaction,
  mark: {
    readonly of: 'report' | 'appeal';
    readonly objectId: string;
    readonly caseId: string;
    readonly hubId: string;
    readonly accountId: string;
    readonly gravity: 'minor' | 'grave';
    readonly intention: 'unclear' | 'deliberate';
    readonly reason: string;
    readonly staffId: string;
    readonly now: Date;
  },
): Promise<void> {
  const said = {
    gravity: mark.gravity,
    intention: mark.intention,
    reason: mark.reason,
    marked_by: mark.staffId,
    marked_at: mark.now,
  };
  await tx
    .insertInto('misuse_mark')
    .values({
      of: mark.of,
      object_id: mark.objectId,
      case_id: mark.caseId,
      hub_id: mark.hubId,
      account_id: mark.accountId,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['of', 'object_id']).doUpdateSet(said))
    .execute();
}
