import { randomUUID } from 'node:crypto';
import type { Priority } from '@wellhouse/protocol';
import type { TestServer } from '../support/test-server.ts';

export interface MadeCase {
  readonly priority?: Priority;
  readonly openedAt: Date;
  readonly dueAt?: Date;
  /** Left out: the decision's. */
  readonly reviewDueAt?: Date;
  readonly firstReviewAt?: Date | null;
  readonly decidedAt?: Date | null;
  readonly state?: 'open' | 'held' | 'decided';
  readonly drill?: boolean;
  readonly hubId?: string;
}

let accounts = 0;

/** A case as it stands in the table, without reports. */
export async function makeCase(server: TestServer, given: MadeCase): Promise<string> {
  const caseId = randomUUID();
  const { openedAt, decidedAt = null, firstReviewAt = null } = given;
  accounts += 1;
  await server.deps.database.pool.query(
    `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, state, level, score, rank, why, priority,
      due_at, review_due_at, report_count, reporter_count, danger, child, drill, opened_at, decided_at, first_review_at)
    values ($1, $2, 'account', $3, 'fraud.scam', $4, 'ASSERTED', 1, 1, '[]', $5, $6, $11, 1, 1, false, false, $7, $8, $9, $10)`,
    [
      caseId,
      given.hubId ?? 'hub.example',
      `account-${accounts}`,
      given.state ?? (decidedAt === null ? 'open' : 'decided'),
      given.priority ?? 'P3',
      given.dueAt ?? new Date(openedAt.getTime() + 86_400_000),
      given.drill ?? false,
      openedAt,
      decidedAt,
      firstReviewAt,
      given.reviewDueAt ?? given.dueAt ?? new Date(openedAt.getTime() + 86_400_000),
    ],
  );
  return caseId;
}

export async function look(
  server: TestServer,
  given: { caseId: string; staffId: string; at: Date; visibleMs: number; reason?: string },
): Promise<void> {
  await server.deps.database.pool.query(
    `insert into evidence_view (view_id, case_id, staff_id, purpose, reason, started_at, visible_ms)
    values ($1, $2, $3, 'review', $4, $5, $6)`,
    [randomUUID(), given.caseId, given.staffId, given.reason ?? null, given.at, given.visibleMs],
  );
}
