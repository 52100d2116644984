import type { Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';

/** Has pictures weighed anew that matched entries of which this transaction has written an event. */
export async function announceListEvents(tx: Transaction): Promise<void> {
  await enqueue(tx, { kind: 'reweigh-pictures', payload: {}, maxAttempts: neverGiveUp });
}
