import { CaseId, type CaseSummary, StaffId, type WhyLine } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { type Clock, clockMinutesOf, clocksOf, clockView } from '../queues/clocks.ts';
import { viewerMs } from '../queues/here.ts';
import { waitingLine } from '../queues/waiting.ts';

/** Cases with the name of whoever holds them. */
export function selectCases(executor: Executor) {
  return executor
    .selectFrom('case_file')
    .leftJoin('staff', 'staff.staff_id', 'case_file.claim_staff_id')
    .leftJoin('queue_lane as lane', 'lane.lane_id', 'case_file.lane_id')
    .select([
      'case_file.case_id',
      'case_file.case_number',
      'case_file.hub_id',
      'case_file.subject_kind',
      'case_file.subject_id',
      'case_file.category',
      'case_file.state',
      'case_file.level',
      'case_file.score',
      'case_file.rank',
      'case_file.why',
      'case_file.priority',
      'case_file.due_at',
      'case_file.report_count',
      'case_file.reporter_count',
      'case_file.picture_count',
      'case_file.drill',
      'case_file.opened_at',
      'case_file.decided_at',
      'case_file.erased_at',
      'case_file.claim_staff_id',
      'case_file.claim_until',
      'case_file.danger',
      'case_file.first_review_at',
      'case_file.order_at',
      'case_file.queue_id',
      'case_file.region',
      'lane.standing',
      'lane.pace_minutes',
      'staff.name as claim_name',
      viewerRows,
    ]);
}

export type CaseRow = Awaited<ReturnType<ReturnType<typeof selectCases>['execute']>>[number];

/** Who has the case open, with their last signs of life. */
const viewerRows = sql<{ staffId: string; name: string; seenAt: string }[]>`coalesce((
  select jsonb_agg(jsonb_build_object('staffId', viewer.staff_id, 'name', member.name, 'seenAt', viewer.seen_at) order by viewer.since)
  from case_viewer viewer join staff member using (staff_id) where viewer.case_id = case_file.case_id), '[]')`.as(
  'viewers',
);

/** A page that has given no sign of life for a while is closed. */
export function viewersOf(row: Pick<CaseRow, 'viewers'>, now: Date): { staffId: StaffId; name: string }[] {
  return row.viewers
    .filter(({ seenAt }) => new Date(seenAt).getTime() > now.getTime() - viewerMs)
    .map(({ staffId, name }) => ({ staffId: StaffId.parse(staffId), name }));
}

/** The clocks of a case, as they stand now. */
export function clocksOfRow(row: CaseRow, now: Date): Clock[] {
  return clocksOf(
    {
      category: row.category,
      priority: row.priority,
      openedAt: row.opened_at,
      dueAt: row.due_at,
      clockMinutes: clockMinutesOf(row),
      firstReviewAt: row.first_review_at,
      decidedAt: row.decided_at,
      orderAt: row.order_at,
    },
    now,
  );
}

/** A case that is decided waits no more. */
function whyNow(row: CaseRow, now: Date): WhyLine[] {
  if (row.state === 'decided' || row.standing === null || row.pace_minutes === null) return row.why;
  const pace = { standing: row.standing, minutes: row.pace_minutes };
  return [...row.why, waitingLine({ openedAt: row.opened_at, dueAt: row.due_at }, pace, now)];
}

/** Whom or what a case is about, out of its row. */
export function subjectOf(
  row: Pick<CaseRow, 'subject_kind' | 'subject_id' | 'hub_id'>,
): z.input<typeof CaseSummary>['subject'] {
  return row.subject_kind === 'account'
    ? { kind: 'account', accountId: row.subject_id, hubId: row.hub_id }
    : { kind: 'group', groupId: row.subject_id, hubId: row.hub_id };
}

/** A claim that has run out is nobody's claim. */
export function summaryOf(row: CaseRow, now: Date): z.input<typeof CaseSummary> {
  const claimed = row.claim_staff_id !== null && row.claim_until !== null && row.claim_until > now;
  return {
    caseId: CaseId.parse(row.case_id),
    number: `C-${row.case_number}`,
    subject: subjectOf(row),
    category: row.category,
    categoryLabel: categoryLabelOf(row.category),
    priority: row.priority,
    score: row.score,
    why: whyNow(row, now),
    level: row.level,
    reportCount: row.report_count,
    reporterCount: row.reporter_count,
    pictureCount: row.picture_count,
    state: row.state,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    claim:
      claimed && row.claim_staff_id !== null && row.claim_until !== null
        ? {
            staffId: StaffId.parse(row.claim_staff_id),
            name: row.claim_name ?? '',
            expiresAt: row.claim_until.toISOString(),
          }
        : null,
    viewers: viewersOf(row, now),
    clocks: clocksOfRow(row, now).map(clockView),
    queueId: row.queue_id,
    drill: row.drill,
  };
}
