import type { ClockKind, Priority } from '@wellhouse/protocol';
import type { ColumnType } from 'kysely';

/** One call to the people on duty. */
export interface PageTable {
  page_id: string;
  at: Date;
  /** What is sent: worst first, the first of many. */
  cases: ColumnType<PagedCase[], string, never>;
  /** How many more than are listed. */
  more: number;
}

export interface PagedCase {
  readonly caseId: string;
  readonly number: string;
  readonly priority: Priority;
  readonly clock: ClockKind;
  readonly law: string | null;
  readonly stage: string;
  readonly dueAt: string;
}
