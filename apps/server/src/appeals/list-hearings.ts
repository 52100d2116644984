import type { HearingSummary } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { caseWithin } from '../staff/may-case.ts';
import { selectHearings, summariesOf } from './load-hearings.ts';

const pageLimit = 200;

/** Open ones by their clock, those that were heard newest first. Plan: appeal_hearing_queue or appeal_hearing_heard. */
export async function listHearings(
  deps: Deps,
  staff: Pick<StaffCaller, 'staffId' | 'limits'>,
  state: 'open' | 'decided',
): Promise<{ hearings: z.input<typeof HearingSummary>[]; openCount: number }> {
  const { kysely } = deps.database;
  const within = caseWithin(staff.limits('appeal.read'));
  const all = selectHearings(kysely).where('appeal_hearing.state', '=', state).where(within);
  const ordered =
    state === 'open' ? all.orderBy('appeal_hearing.due_at') : all.orderBy('appeal_hearing.heard_at', 'desc');
  const rows = await ordered.orderBy('appeal_hearing.hearing_id').limit(pageLimit).execute();
  const { count } = await kysely
    .selectFrom('appeal_hearing')
    .innerJoin('case_file', 'case_file.case_id', 'appeal_hearing.case_id')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('appeal_hearing.state', '=', 'open')
    .where(within)
    .executeTakeFirstOrThrow();
  return { hearings: await summariesOf(deps, kysely, rows, staff.staffId), openCount: count };
}
