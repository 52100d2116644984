import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { recordAudit } from './record-audit.ts';
import { revokeSessionsOf } from './sessions.ts';

/**
 * Adds a second factor in one commit with its line in the log. The member's other sessions end: they began without it, and
 * whoever knew the password alone may have begun one.
 */
export async function addFactor(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { staffId, sessionId }: { staffId: string; sessionId: string },
  entry: { action: string; details: Readonly<Record<string, unknown>> },
  add: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  await database.transaction(async (tx) => {
    await add(tx);
    await revokeSessionsOf(tx, staffId, clock(), sessionId);
    await recordAudit(tx, { staffId, object: `staff:${staffId}`, ...entry });
  });
}
