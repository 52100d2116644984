import { createHash } from 'node:crypto';
import type { Database, Statement } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Failures are forgotten after this long without a new window. */
const windowMs = 15 * 60_000;

/**
 * Counts an attempt before the password is looked at, so that guesses sent at the same time count too. Returns no row
 * while the key is blocked. $1 key, $2 now, $3 start of the window, $4 free failures, $5 longest block in seconds.
 */
const countAttempt: Statement = {
  name: 'login-attempt-1',
  text: `insert into login_attempt as a (throttle_key, failures, window_started_at, blocked_until)
    values ($1, 1, $2::timestamptz, null)
    on conflict (throttle_key) do update set
      failures = case when a.window_started_at < $3::timestamptz then 1 else a.failures + 1 end,
      window_started_at = case when a.window_started_at < $3::timestamptz then $2::timestamptz else a.window_started_at end,
      blocked_until = case
        when a.window_started_at < $3::timestamptz or a.failures + 1 < $4::integer then null
        else $2::timestamptz + least($5::float8, 5 * 2 ^ least(a.failures + 1 - $4::integer, 20)) * interval '1 second' end
    where a.blocked_until is null or a.blocked_until <= $2::timestamptz
    returning failures`,
};

const blockedUntil: Statement = {
  name: 'login-blocked-until-1',
  text: 'select blocked_until from login_attempt where throttle_key = $1',
};

interface Limit {
  readonly free: number;
  readonly longestSeconds: number;
  /** Failures are forgotten after this long. */
  readonly windowMs?: number;
}

/** From one address: five tries, then 5, 10, 20 … seconds between tries, at most 15 minutes. */
const perAddress = { free: 5, longestSeconds: 15 * 60 };
/** From everywhere together: slow enough against a botnet, short enough that nobody can lock a person out for long. */
const perAccount = { free: 50, longestSeconds: 60 };

/**
 * Codes of somebody, from everywhere together: a code has six digits and three of them count at a time, so that whoever knows the
 * password and asks from many addresses would be through within weeks. Ten in a day, then one an hour; a passkey goes on letting in.
 */
const perFactor = { free: 10, longestSeconds: 60 * 60, windowMs: 24 * 60 * 60_000 };

/** Before a code is looked at. @throws ProblemError `rate-limited` with when to try again */
export async function throttleFactor(database: Database, staffId: string, now: Date): Promise<void> {
  await count(database, keyOf('factor', staffId), perFactor, now);
}

/** A right code clears what was counted. */
export async function forgiveFactor(database: Database, staffId: string): Promise<void> {
  await database.kysely.deleteFrom('login_attempt').where('throttle_key', '=', keyOf('factor', staffId)).execute();
}

/** @throws ProblemError `rate-limited` with when to try again */
export async function throttleLogin(database: Database, email: string, ip: string, now: Date): Promise<void> {
  await count(database, keyOf('address', email, ip), perAddress, now);
  await count(database, keyOf('account', email), perAccount, now);
}

/** A right password clears what was counted for this address. */
export async function forgiveLogin(database: Database, email: string, ip: string): Promise<void> {
  const keys = [keyOf('address', email, ip), keyOf('account', email)];
  await database.kysely.deleteFrom('login_attempt').where('throttle_key', 'in', keys).execute();
}

async function count(database: Database, key: Buffer, limit: Limit, now: Date): Promise<void> {
  const start = new Date(now.getTime() - (limit.windowMs ?? windowMs));
  const values = [key, now, start, limit.free, limit.longestSeconds];
  const counted = await database.query(countAttempt, values);
  if (counted.length > 0) return;
  const [row] = await database.query<{ blocked_until: Date | null }>(blockedUntil, [key]);
  const seconds = Math.max(1, Math.ceil(((row?.blocked_until ?? now).getTime() - now.getTime()) / 1000));
  throw new ProblemError('rate-limited', `Too many attempts. Try again in ${seconds} seconds.`, {
    retryAfter: seconds,
  });
}

function keyOf(...parts: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
