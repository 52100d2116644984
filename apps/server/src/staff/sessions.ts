import type { Role } from '@wellhouse/protocol';
import type { Random } from '../deps.ts';
import type { Database, Executor, Statement, Transaction } from '../platform/database/open-database.ts';
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
  /** When it ends if nothing more is asked. */
  readonly endsAt: Date;
}

export interface SessionOwner {
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Starts a session; the token goes into the cookie and is stored only as a hash. */
export async function startSession(
  tx: Transaction,
  staffId: string,
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
      created_at: now,
      last_used_at: now,
      expires_at: expiresAt,
      revoked_at: null,
    })
    .execute();
  return { token, session: { ...session, endsAt: endOf(now, expiresAt) } };
}

/** One probe of a unique index and one of a primary key, at every request of a staff member. */
const bySessionToken: Statement = {
  name: 'session-by-token-1',
  text: `select s.session_id, s.csrf_token, s.last_used_at, s.expires_at, m.staff_id, m.name, m.roles
    from staff_session s join staff m using (staff_id)
    where s.token_hash = $1 and s.revoked_at is null and m.active
      and s.expires_at > $2::timestamptz and s.last_used_at > $3::timestamptz`,
};

interface SessionRow {
  session_id: string;
  csrf_token: string;
  last_used_at: Date;
  expires_at: Date;
  staff_id: string;
  name: string;
  roles: Role[];
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
  return {
    session: { sessionId: row.session_id, csrfToken: row.csrf_token, endsAt: endOf(now, row.expires_at) },
    owner: { staffId: row.staff_id, name: row.name, roles: row.roles },
  };
}

export async function revokeSession(tx: Executor, sessionId: string, now: Date): Promise<void> {
  const open = tx.updateTable('staff_session').set({ revoked_at: now }).where('revoked_at', 'is', null);
  await open.where('session_id', '=', sessionId).execute();
}

export async function revokeSessionsOf(tx: Executor, staffId: string, now: Date): Promise<void> {
  const open = tx.updateTable('staff_session').set({ revoked_at: now }).where('revoked_at', 'is', null);
  await open.where('staff_id', '=', staffId).execute();
}

function endOf(now: Date, expiresAt: Date): Date {
  return new Date(Math.min(expiresAt.getTime(), now.getTime() + idleMs));
}
