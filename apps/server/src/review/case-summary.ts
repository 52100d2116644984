import { CaseId, type CaseSummary, StaffId } from '@wellhouse/protocol';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Executor } from '../platform/database/open-database.ts';

/** Cases with the name of whoever holds them. */
export function selectCases(executor: Executor) {
  return executor
    .selectFrom('case_file')
    .leftJoin('staff', 'staff.staff_id', 'case_file.claim_staff_id')
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
      'case_file.drill',
      'case_file.opened_at',
      'case_file.decided_at',
      'case_file.erased_at',
      'case_file.claim_staff_id',
      'case_file.claim_until',
      'staff.name as claim_name',
    ]);
}

export type CaseRow = Awaited<ReturnType<ReturnType<typeof selectCases>['execute']>>[number];

/** A claim that has run out is nobody's claim. */
export function summaryOf(row: CaseRow, now: Date): z.input<typeof CaseSummary> {
  const claimed = row.claim_staff_id !== null && row.claim_until !== null && row.claim_until > now;
  return {
    caseId: CaseId.parse(row.case_id),
    number: `C-${row.case_number}`,
    subject:
      row.subject_kind === 'account'
        ? { kind: 'account', accountId: row.subject_id, hubId: row.hub_id }
        : { kind: 'group', groupId: row.subject_id, hubId: row.hub_id },
    category: row.category,
    categoryLabel: categoryLabelOf(row.category),
    priority: row.priority,
    score: row.score,
    why: row.why,
    level: row.level,
    reportCount: row.report_count,
    reporterCount: row.reporter_count,
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
    drill: row.drill,
  };
}
