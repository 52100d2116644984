import type { ClockKind } from '@wellhouse/protocol';

/** A stage of a case's clock about which people were called: once, however many workers look. */
export interface PageStageTable {
  case_id: string;
  clock: ClockKind;
  /** A clock that was moved closer calls anew. */
  due_at: Date;
  /** `now` and `again-N` for P0, `N%` of the clock for others. */
  stage: string;
  page_id: string;
}
