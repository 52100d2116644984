import { ReportId } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import { getReport } from '../intake/get-report.ts';
import { createDemoAppeals } from './demo-appeals.ts';
import { markDemoMisuse, takeDemoMeasures } from './demo-misuse.ts';
import { answerHeld, drawDemoReviews, prepareDemoQuality, reviewAgain, settleOne } from './demo-quality.ts';
import { isLead } from './demo-staff.ts';
import type { DemoMember } from './demo-team.ts';
import { workOneCase } from './demo-work.ts';
import type { Seeded } from './seeded.ts';

export interface DemoClock {
  forward(ms: number): void;
}

/**
 * What people on duty do beside their cases: hear appeals, judge decisions of others again, answer as second people, and see to
 * misuse. Some of each is left for whoever looks around.
 */
export async function createDemoShift(
  deps: Deps,
  given: { readonly team: readonly DemoMember[]; readonly random: Seeded; readonly cases: number },
) {
  const { team, random, cases } = given;
  const appeals = createDemoAppeals(deps, random);
  const left = { hearings: Math.ceil(cases / 300), reviews: Math.ceil(cases / 300), held: Math.ceil(cases / 1_500) };
  await prepareDemoQuality(deps, team.filter(isLead));
  return {
    /** One case. False when none waits for this person. */
    async work(clock: DemoClock, { staffId }: DemoMember): Promise<boolean> {
      const worked = await workOneCase(deps, clock, staffId, random);
      if (worked === null) return false;
      if (worked.decision === null) return true;
      await markDemoMisuse(deps, staffId, worked.decision);
      appeals.decided(worked.decision, worked.subject);
      return true;
    },
    /** The rest of the half hour. */
    async rest(onDuty: readonly DemoMember[]): Promise<void> {
      await fetchOutcomes(deps, Math.ceil(cases / 400));
      await appeals.write();
      await drawDemoReviews(deps);
      for (const member of onDuty) {
        await appeals.hear(member, left.hearings);
        await reviewAgain(deps, random, member, left.reviews);
        if (!isLead(member)) continue;
        await answerHeld(deps, random, member, left.held);
        if (random.next() < 0.1) await settleOne(deps, member);
        if (random.next() < 0.05) await takeDemoMeasures(deps, member.staffId);
      }
    },
  };
}

/** Devices ask what came of reports, as they do whenever they are opened. */
async function fetchOutcomes(deps: Deps, count: number): Promise<void> {
  const reports = await deps.database.kysely
    .selectFrom('report')
    .innerJoin('case_file', 'case_file.case_id', 'report.case_id')
    .select('report.report_id')
    .where('case_file.state', '=', 'decided')
    .where('report.wants_notices', '=', true)
    .where('report.told_at', 'is', null)
    .orderBy('report.report_id')
    .limit(count)
    .execute();
  for (const { report_id } of reports) await getReport(deps, ReportId.parse(report_id));
}
