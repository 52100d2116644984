import type { StaffSession } from '@wellhouse/protocol';
import { SessionId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Random } from '../deps.ts';
import type { Database, Executor, Statement, Transaction } from '../platform/database/open-database.ts';
import { type Grants, grantsOf } from './grants.ts';
import { CustomRoles, customRolesSql, secondFactorSql } from './members.ts';
import { hashToken, newToken, newUuid } from './tokens.ts';

/** Without a request for this long a session is over. */
export const idleMs = 60 * 60_000;
/** After this a session is over however busy it was. */
export const absoluteMs = 12 * 60 * 60_000;
/** `last_used_at` moves at most this often. */
const touchMs = 60_000;

export interface Session {
  readonly sessionId: string;
  readonly csrfToken: string;
  readonly way: StaffSession['way'];
  /** When a second factor was last shown in it. */
  readonly freshAt: Date | null;
  /** When it ends if nothing more is asked. */
  readonly endsAt: Date;
}

export interface SessionOwner {
  readonly staffId: string;
  readonly name: string;
  readonly grants: Grants;
  readonly secondFactor: boolean;
}

export interface NewSession {
  readonly staffId: string;
  readonly way: StaffSession['way'];
  /** e.g. `Firefox on Linux`. */
  readonly device: string | null;
  readonly freshAt: Date | null;
}

/** Starts a session; the token goes into the cookie and is stored only as a hash. */
export async function startSession(
  tx: Transaction,
  { staffId, way, device, freshAt }: NewSession,
  now: Date,
  random: Random,
): Promise<{ token: string; session: Session }> {
  const token = newToken(random);
  const session = { sessionId: newUuid(random), csrfToken: newToken(random) };
  const expiresAt = new Date(now.getTime() + absoluteMs);
  await tx
    .insertInto('staff_session')
    .values({
      session_id: session.sessionId,
      token_hash: hashToken(token),
      staff_id: staffId,
      csrf_token: session.csrfToken,
      way,
      device,
      fresh_at: freshAt,
      created_at: now,
      last_used_at: now,
      expires_at: expiresAt,
      revoked_at: null,
    })
    .execute();
  return { token, session: { ...session, way, freshAt, endsAt: endOf(now, expiresAt) } };
}

/** A few probes of indexes, at every request of a staff member. */
const bySessionToken: Statement = {
  name: 'session-by-token-2',
  text: `select s.session_id, s.csrf_token, s.way, s.fresh_at, s.last_used_at, s.expires_at,
      staff.staff_id, staff.name, staff.roles, staff.limit_categories, staff.limit_regions,
      ${customRolesSql} as custom_roles, ${secondFactorSql} as second_factor
    from staff_session s join staff using (staff_id)
    where s.token_hash = $1 and s.revoked_at is null and staff.active
      and s.expires_at > $2::timestamptz and s.last_used_at > $3::timestamptz`,
};

interface SessionRow {
  session_id: string;
  csrf_token: string;
  way: StaffSession['way'];
  fresh_at: Date | null;
  last_used_at: Date;
  expires_at: Date;
  staff_id: string;
  name: string;
  roles: string[];
  limit_categories: string[] | null;
  limit_regions: string[] | null;
  custom_roles: unknown;
  second_factor: boolean;
}

/** The session of a token, if it is alive and its owner may log in; keeps it alive. */
export async function findSession(
  database: Database,
  token: string,
  now: Date,
): Promise<{ session: Session; owner: SessionOwner } | null> {
  const [row] = await database.query<SessionRow>(bySessionToken, [
    hashToken(token),
    now,
    new Date(now.getTime() - idleMs),
  ]);
  if (row === undefined) return null;
  if (now.getTime() - row.last_used_at.getTime() > touchMs) {
    const touched = database.kysely.updateTable('staff_session').set({ last_used_at: now });
    await touched.where('session_id', '=', row.session_id).where('last_used_at', '<', now).execute();
  }
  const limits = { categories: row.limit_categories, regions: row.limit_regions };
  return {
    session: {
      sessionId: row.session_id,
      csrfToken: row.csrf_token,
      way: row.way,
      freshAt: row.fresh_at,
      endsAt: endOf(now, row.expires_at),
    },
    owner: {
      staffId: row.staff_id,
      name: row.name,
      grants: grantsOf(row.roles, CustomRoles.parse(row.custom_roles), limits),
      secondFactor: row.second_factor,
    },
  };
}

/** Living sessions of a member, the newest use first. `own`: the session that asks. */
export async function listSessions(
  executor: Executor,
  staffId: string,
  now: Date,
  own: string | null,
): Promise<z.input<typeof StaffSession>[]> {
  const rows = await executor
    .selectFrom('staff_session')
    .select(['session_id', 'device', 'way', 'created_at', 'last_used_at'])
    .where('staff_id', '=', staffId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_used_at', '>', new Date(now.getTime() - idleMs))
    .orderBy('last_used_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    sessionId: SessionId.parse(row.session_id),
    device: row.device,
    way: row.way,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_used_at.toISOString(),
    current: row.session_id === own,
  }));
}

/** Takes down that a second factor was shown. */
export async function freshen(tx: Executor, sessionId: string, at: Date): Promise<void> {
  await tx.updateTable('staff_session').set({ fresh_at: at }).where('session_id', '=', sessionId).execute();
}

/** False where the member has no such session that lives. */
export async function revokeSession(
  tx: Executor,
  { staffId, sessionId }: { staffId: string; sessionId: string },
  now: Date,
): Promise<boolean> {
  const open = tx.updateTable('staff_session').set({ revoked_at: now }).where('revoked_at', 'is', null);
  const ended = await open.where('session_id', '=', sessionId).where('staff_id', '=', staffId).executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

/** Ends all sessions of a member but the one to keep; how many. */
export async function revokeSessionsOf(
  tx: Executor,
  staffId: string,
  now: Date,
  keep: string | null = null,
): Promise<number> {
  let open = tx.updateTable('staff_session').set({ revoked_at: now }).where('revoked_at', 'is', null);
  if (keep !== null) open = open.where('session_id', '<>', keep);
  return Number((await open.where('staff_id', '=', staffId).executeTakeFirst()).numUpdatedRows);
}

function endOf(now: Date, expiresAt: Date): Date {
  return new Date(Math.min(expiresAt.getTime(), now.getTime() + idleMs));
}
