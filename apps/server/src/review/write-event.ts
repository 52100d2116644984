import type { Transaction } from '../platform/database/open-database.ts';
import { type NewLine, timelineLine } from '../schema/timeline-line.ts';

/** Writes a line of the case's timeline. */
export async function writeEvent(tx: Transaction, line: NewLine): Promise<void> {
  await tx.insertInto('case_event').values(timelineLine(line)).execute();
}
