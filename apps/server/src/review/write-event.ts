import type { Transaction } from '../platform/database/open-database.ts';
import type { CaseEventKind } from '../schema/case-event.ts';

export interface NewEvent {
  readonly caseId: string;
  readonly at: Date;
  readonly kind: Exclude<CaseEventKind, 'note'>;
  readonly staffId: string;
  readonly text: string;
}

/** Writes a line of the case's timeline. */
export async function writeEvent(tx: Transaction, event: NewEvent): Promise<void> {
  const { caseId, at, kind, staffId, text } = event;
  await tx
    .insertInto('case_event')
    .values({ case_id: caseId, at, kind, staff_id: staffId, text, sealed_text: null })
    .execute();
}
