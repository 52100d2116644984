import { AppealId, CaseId, type DecisionView, ReportId } from '@wellhouse/protocol';
import { listMisuse } from '../appeals/list-misuse.ts';
import { makeMeasureAppeal } from '../appeals/make-measure-appeal.ts';
import { markUnfounded } from '../appeals/mark-unfounded.ts';
import { takeMeasure } from '../appeals/take-measure.ts';
import type { Deps } from '../deps.ts';
import { noLimits } from '../staff/case-limits.ts';
import { newUuid } from '../staff/tokens.ts';
import { demoHubId } from './demo-hub.ts';
import { unlessRefused } from './demo-staff.ts';
import words from './demo-words.json' with { type: 'json' };

/** Few of those who report often do so to harm; what came to nothing of theirs is marked. */
const misusers = new Set(['regular-0', 'regular-1', 'regular-2'].map((name) => `${name}@${demoHubId}`));

/** Marks what the deciding person finds manifestly unfounded. */
export async function markDemoMisuse(deps: Deps, staffId: string, decision: DecisionView): Promise<void> {
  if (decision.action !== 'no-action' || decision.state !== 'in-force') return;
  const reports = await deps.database.kysely
    .selectFrom('report')
    .select('report_id')
    .where('case_id', '=', decision.caseId)
    .where('reporter', 'in', [...misusers])
    .execute();
  if (reports.length === 0) return;
  const reportIds = reports.map((one) => ReportId.parse(one.report_id));
  const body = { reportIds, gravity: 'grave' as const, intention: 'deliberate' as const, reason: words.unfounded };
  await markUnfounded(deps, staffId, CaseId.parse(decision.caseId), body).catch(unlessRefused);
}

/** A lead follows what the four criteria propose, and leaves one proposal to be seen; whoever is paused appeals. */
export async function takeDemoMeasures(deps: Deps, staffId: string): Promise<void> {
  const { accounts } = await listMisuse(deps, noLimits);
  for (const { accountId, hubId, of, proposal } of accounts) {
    if (proposal === null || accountId.startsWith('regular-2')) continue;
    const [reason, days] = proposal === 'warn' ? [words.warning, null] : [words.pause, 7 as const];
    const taken = await takeMeasure(deps, staffId, { accountId, hubId, of, kind: proposal, days, reason }).catch(
      unlessRefused,
    );
    if (taken === null || proposal === 'warn') continue;
    const appeal = { appealId: AppealId.parse(newUuid(deps.random)), statement: words.measure, locale: 'en' };
    await makeMeasureAppeal(deps, { hubId, accountId }, taken.measureId, appeal).catch(unlessRefused);
  }
}
