import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';

/** Makes changes of a region wait for each other, and reads its switch. Null: it has none. */
export async function lockRegion(tx: Transaction, region: string): Promise<{ state: 'on' | 'off' } | null> {
  // A region without a row has nothing else to lock.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`album-region:${region}`}, 8600))`.execute(tx);
  const row = await tx.selectFrom('album_region').select('state').where('region', '=', region).executeTakeFirst();
  return row ?? null;
}

export interface SwitchedRegion {
  readonly region: string;
  readonly state: 'on' | 'off';
  readonly legalBasis: string | null;
  readonly reason: string;
  readonly at: Date;
}

export async function switchRegion(tx: Transaction, to: SwitchedRegion): Promise<void> {
  const values = { state: to.state, legal_basis: to.legalBasis, reason: to.reason, changed_at: to.at };
  await tx
    .insertInto('album_region')
    .values({ region: to.region, ...values })
    .onConflict((conflict) =>
      conflict.column('region').doUpdateSet({ ...values, version: sql<string>`album_region.version + 1` }),
    )
    .execute();
}
