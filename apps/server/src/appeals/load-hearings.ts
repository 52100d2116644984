import { CaseId, HearingId, type HearingSummary, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import { loadDecisions } from '../decisions/load-decisions.ts';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { covers } from '../staff/case-limits.ts';
import { grantsOf } from '../staff/grants.ts';
import { memberOf, selectMembers } from '../staff/members.ts';
import { notHearerOf } from './appeal-rules.ts';
import { loadParts } from './hearing-parts.ts';

export function selectHearings(executor: Executor) {
  return executor
    .selectFrom('appeal_hearing')
    .innerJoin('case_file', 'case_file.case_id', 'appeal_hearing.case_id')
    .leftJoin('staff as claimant', 'claimant.staff_id', 'appeal_hearing.claim_staff_id')
    .leftJoin('staff as hearer', 'hearer.staff_id', 'appeal_hearing.heard_by')
    .selectAll('appeal_hearing')
    .select([
      'case_file.case_number',
      'case_file.category',
      'case_file.priority',
      'case_file.drill',
      'case_file.subject_kind',
      'claimant.name as claim_name',
      'hearer.name as hearer_name',
      'case_file.region',
      sql<number>`(select count(*)::int from appeal where appeal.hearing_id = appeal_hearing.hearing_id
        and side = 'person')`.as('persons'),
    ]);
}

type Query = ReturnType<typeof selectHearings>;
export type HearingRow = Awaited<ReturnType<Query['execute']>>[number];

/** Hearings as one member sees them. */
export async function summariesOf(
  deps: Deps,
  executor: Executor,
  rows: readonly HearingRow[],
  staffId: string,
): Promise<z.input<typeof HearingSummary>[]> {
  if (rows.length === 0) return [];
  const now = deps.clock();
  const caseIds = [...new Set(rows.map((row) => row.case_id))];
  const decisionIds = rows.map((row) => row.decision_id);
  const parts = await loadParts(executor, caseIds);
  const hearers = await loadHearers(executor);
  const decisions = await loadDecisions(executor, (query) => query.where('decision.decision_id', 'in', decisionIds));
  return rows.map((row) => {
    const own = parts.get(row.case_id) ?? [];
    const decision = decisions.find(({ decisionId }) => decisionId === row.decision_id);
    if (decision === undefined) throw new Error(`find the decision of hearing ${row.hearing_id}`);
    const { claim_staff_id: claimant, claim_until: until } = row;
    return {
      hearingId: HearingId.parse(row.hearing_id),
      reference: row.reference,
      caseId: CaseId.parse(row.case_id),
      caseNumber: `C-${row.case_number}`,
      category: row.category,
      categoryLabel: categoryLabelOf(row.category),
      priority: row.priority,
      state: row.state,
      decision,
      persons: row.persons,
      reporters: row.appeal_count - row.persons,
      openedAt: row.opened_at.toISOString(),
      dueAt: row.due_at.toISOString(),
      claim:
        claimant === null || until === null || until <= now
          ? null
          : { staffId: StaffId.parse(claimant), name: row.claim_name ?? '', expiresAt: until.toISOString() },
      notHearer: row.state === 'open' ? notHearerOf(own, staffId) : null,
      eligible: hearers.filter((one) => notHearerOf(own, one.staffId) === null && one.covers(row)).length,
      drill: row.drill,
    };
  });
}

/** Members who may hear appeals at all. */
export async function loadHearers(executor: Executor) {
  const rows = await selectMembers(executor).where('staff.active', '=', true).execute();
  return rows.map(memberOf).flatMap((member) => {
    const grants = grantsOf(member.roles, member.customRoles, member.limits);
    if (!grants.permissions.has('appeal.decide')) return [];
    const limits = grants.limits('appeal.decide');
    const inLimits = (row: { category: string; region: string | null }) => covers(limits, row);
    return [{ staffId: member.staff_id, covers: inLimits }];
  });
}
