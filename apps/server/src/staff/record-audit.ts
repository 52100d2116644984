import { sql } from 'kysely';
import { z } from 'zod';
import type { Transaction } from '../platform/database/open-database.ts';
import { chainStart, hashEntry } from './audit-chain.ts';

export interface NewAuditEntry {
  /** Null: the server itself. */
  readonly staffId: string | null;
  /** Dotted verb, e.g. `evidence.view`. */
  readonly action: string;
  /** `kind:id`, e.g. `case:5f0c…`. */
  readonly object: string | null;
  /** Facts, never message text, passwords or tokens. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Default: the database's clock. */
  readonly at?: Date;
}

const Details = z.record(z.string(), z.json());

/**
 * Appends to the audit log in the caller's transaction: what is done and the entry about it are one commit. Appending
 * waits for every other open transaction that has appended, so call it last.
 */
export async function recordAudit(tx: Transaction, entry: NewAuditEntry): Promise<void> {
  await sql`select pg_advisory_xact_lock(8600, 1)`.execute(tx);
  const last = await tx
    .selectFrom('audit_entry')
    .select(['entry_id', 'hash'])
    .orderBy('entry_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const clock = await sql<{ at: Date }>`select date_trunc('milliseconds', clock_timestamp()) as at`.execute(tx);
  const previousHash = last?.hash ?? chainStart;
  const content = {
    entryId: Number(last?.entry_id ?? 0) + 1,
    at: entry.at ?? clock.rows[0]?.at ?? new Date(Number.NaN),
    staffId: entry.staffId,
    action: entry.action,
    object: entry.object,
    // Hash what the column will give back: JSON, not whatever JavaScript value was passed.
    details: Details.parse(JSON.parse(JSON.stringify(entry.details))),
  };
  await tx
    .insertInto('audit_entry')
    .values({
      entry_id: String(content.entryId),
      at: content.at,
      staff_id: content.staffId,
      action: content.action,
      object: content.object,
      details: JSON.stringify(content.details),
      previous_hash: previousHash,
      hash: hashEntry(previousHash, content),
    })
    .execute();
}
