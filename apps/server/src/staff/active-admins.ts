import { sql } from 'kysely';
import type { Executor, Transaction } from '../platform/database/open-database.ts';

/** Members who can log in and manage the team. */
export async function countActiveAdmins(tx: Executor): Promise<number> {
  const { count } = await tx
    .selectFrom('staff')
    .select((query) => query.fn.countAll<string>().as('count'))
    .where('active', '=', true)
    .where((query) => query.or([query('password_hash', 'is not', null), query('sso_subject', 'is not', null)]))
    .where(sql<boolean>`'admin' = any(roles)`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Changes that could take away the last admin, or add the first, happen one after another. */
export async function lockTeam(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(8600, 4)`.execute(tx);
}
