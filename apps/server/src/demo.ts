import { SubmitReport } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { createDemoKey, demoHubId, withDemoHub } from './demo/demo-hub.ts';
import { sealDemoReport } from './demo/demo-report.ts';
import { createDemoShift } from './demo/demo-shift.ts';
import { unlessRefused } from './demo/demo-staff.ts';
import { createDemoTeam, isOnDuty } from './demo/demo-team.ts';
import { type PlannedReport, planArrival, planWeek } from './demo/plan-week.ts';
import { seeded } from './demo/seeded.ts';
import type { Deps } from './deps.ts';
import { putHubKeys } from './intake/put-hub-keys.ts';
import { createSubmitReport } from './intake/submit-report.ts';
import { createJobWorker } from './worker.ts';

export interface DemoOptions {
  readonly cases: number;
  /** Days that are made up; the last ends now. */
  readonly days: number;
  readonly seed: number;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface DemoSummary {
  readonly reports: number;
  readonly cases: number;
  readonly open: number;
  readonly held: number;
  readonly decided: number;
  readonly staff: number;
  readonly appeals: number;
  /** Of these not heard yet. */
  readonly openAppeals: number;
  readonly secondReviews: number;
}

/** The installation has cases that are not a demonstration's, or has been filled before. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
  readonly code = 'demo-refused';
}

const stepMs = 30 * 60_000;
/** People sleep while reports come in: what a day brings is worked off by the hours of those on duty. */
const personHoursADay = 7 * 8;
/** Of the planned cases: one in six comes again, by a report after its decision. A little is left, as anywhere. */
const workedOff = 1.12;

/**
 * Fills an empty installation with some days of a team's work. Every report is stamped, sealed, handed in, verified and
 * filed as a device's is, and every case decided as the console does it; only the clock is another.
 * @throws DemoRefused
 */
export async function seedDemo(given: Deps, options: DemoOptions): Promise<DemoSummary> {
  await refuseUnlessEmpty(given);
  const end = given.clock();
  const plan = planWeek({ ...options, end });
  let now = plan.reports[0]?.at ?? end;
  const clock = {
    forward(ms: number) {
      now = new Date(Math.min(end.getTime(), now.getTime() + ms));
    },
  };
  const deps: Deps = { ...withDemoHub(given), clock: () => now };
  const hand = await createHand(deps, given, now, (moment) => {
    now = moment;
  });
  const team = await createDemoTeam(deps);
  const worker = createJobWorker(deps);
  const random = seeded(options.seed + 1);
  const shift = await createDemoShift(deps, { team, random, cases: options.cases });
  try {
    let next = 0;
    let credit = 0;
    for (let step = now.getTime(); step < end.getTime(); step += stepMs) {
      const stepEnd = Math.min(end.getTime(), step + stepMs);
      const onDuty = team.filter((member) => isOnDuty(member, new Date(step).getUTCHours()));
      credit += (onDuty.length * (stepMs / 3_600_000) * options.cases * workedOff) / options.days / personHoursADay;
      // What came in the last half hours nobody has looked at yet: a newcomer finds something urgent.
      for (; credit >= 1 && step + 2 * stepMs < end.getTime(); credit -= 1) {
        now = new Date(step + random.below(stepEnd - step));
        if (!(await shift.work(clock, random.pick(onDuty)))) break;
      }
      for (let report = plan.reports[next]; report !== undefined && report.at.getTime() < stepEnd; ) {
        await hand(report);
        next += 1;
        report = plan.reports[next];
      }
      now = new Date(stepEnd);
      await shift.rest(onDuty);
      await worker.drain();
      options.onProgress?.(next, plan.reports.length);
    }
    // Making all of that took its time: what is urgent is so now.
    const arrival = planArrival({ seed: options.seed, end: given.clock() });
    for (const report of arrival) await hand(report);
    now = given.clock();
    await worker.drain();
    return await summaryOf(given, { reports: plan.reports.length + arrival.length, staff: team.length });
  } finally {
    await worker.stop();
  }
}

/** Hands reports in, each at its moment. */
async function createHand(deps: Deps, real: Deps, from: Date, moveTo: (moment: Date) => void) {
  const key = createDemoKey(real, from);
  const published = {
    keyId: key.keyId,
    macKey: Buffer.from(key.macKey).toString('base64url'),
    publicKey: key.publicKey && Buffer.from(key.publicKey).toString('base64url'),
    notBefore: new Date(key.notBefore).toISOString(),
    notAfter: new Date(key.notAfter).toISOString(),
  };
  await putHubKeys(deps, demoHubId, { keys: [published], retired: [] });
  const submit = createSubmitReport(deps);
  const sequences = new Map<string, bigint>();
  return async (planned: PlannedReport): Promise<void> => {
    moveTo(planned.at);
    const { reportId, sealed, groupId } = await sealDemoReport(deps, key, sequences, planned);
    const reporter = {
      hubId: demoHubId,
      accountId: planned.reporter,
      groups: [{ groupId, spans: [{ from: 0, to: null }] }],
    };
    const body = SubmitReport.parse({
      reportId,
      sealed: Buffer.from(sealed).toString('base64url'),
      attachments: [],
      locale: planned.locale,
    });
    // Whoever was paused for misuse meanwhile is refused.
    await submit(reporter, { 'idempotency-key': reportId }, body).catch(unlessRefused);
  };
}

async function refuseUnlessEmpty({ database }: Deps): Promise<void> {
  const found = await database.kysely.selectFrom('case_file').select('hub_id').limit(1).executeTakeFirst();
  if (found === undefined) return;
  throw new DemoRefused(
    'fill an installation that has no cases: a demonstration would stand among them. Name another folder by WELLHOUSE_STATE.',
  );
}

async function summaryOf({ database }: Deps, made: { reports: number; staff: number }): Promise<DemoSummary> {
  const rows = await database.kysely
    .selectFrom('case_file')
    .select(({ fn }) => ['state', fn.countAll<string>().as('cases')])
    .groupBy('state')
    .execute();
  const count = (state: string) => Number(rows.find((row) => row.state === state)?.cases ?? 0);
  const [open, held, decided] = [count('open'), count('held'), count('decided')];
  const { rows: counted } = await sql<{ appeals: number; open_appeals: number; reviews: number }>`
    select (select count(*)::int from appeal) as appeals,
      (select count(*)::int from appeal join appeal_hearing using (hearing_id) where state = 'open') as open_appeals,
      (select count(*)::int from quality_review where state = 'answered') as reviews`.execute(database.kysely);
  const { appeals = 0, open_appeals: openAppeals = 0, reviews: secondReviews = 0 } = counted[0] ?? {};
  return { ...made, cases: open + held + decided, open, held, decided, appeals, openAppeals, secondReviews };
}
