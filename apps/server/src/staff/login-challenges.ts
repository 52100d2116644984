import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { LoginChallengeTable } from '../schema/login-challenge.ts';
import { hashToken, newToken } from './tokens.ts';

type Kind = LoginChallengeTable['kind'];

export const challengeLifetimeMs = 5 * 60_000;
/** Somebody types a password and waits for a code at the provider meanwhile. */
export const ssoLifetimeMs = 10 * 60_000;

export interface NewChallenge {
  readonly kind: Kind;
  readonly staffId: string | null;
  /** What the answer has to fit; read back by whoever takes the answer. */
  readonly expects: Readonly<Record<string, unknown>>;
}

/** Writes an attempt down and returns its id. Attempts that nobody ended go on the way. */
export async function beginChallenge(
  { database, clock, random }: Pick<Deps, 'database' | 'clock' | 'random'>,
  { kind, staffId, expects }: NewChallenge,
): Promise<string> {
  const id = newToken(random);
  const now = clock();
  const { kysely } = database;
  await kysely
    .deleteFrom('login_challenge')
    .where('challenge_hash', 'in', (old) =>
      old.selectFrom('login_challenge').select('challenge_hash').where('expires_at', '<=', now).limit(100),
    )
    .execute();
  const lifetime = kind === 'sso' ? ssoLifetimeMs : challengeLifetimeMs;
  await kysely
    .insertInto('login_challenge')
    .values({
      challenge_hash: hashToken(id),
      kind,
      staff_id: staffId,
      expects: JSON.stringify(expects),
      expires_at: new Date(now.getTime() + lifetime),
    })
    .execute();
  return id;
}

/**
 * Takes an attempt out, so that whatever comes of it, it is over: of two answers one finds it. Not in the transaction of what
 * follows, which may fail. @throws ProblemError `challenge-expired`, also for an attempt of another kind or person
 */
export async function takeChallenge(
  executor: Executor,
  { id, kind, staffId }: { id: string; kind: Kind; staffId: string | null },
  now: Date,
): Promise<Readonly<Record<string, unknown>>> {
  const taken = await executor
    .deleteFrom('login_challenge')
    .where('challenge_hash', '=', hashToken(id))
    .returning(['kind', 'staff_id', 'expects', 'expires_at'])
    .executeTakeFirst();
  if (taken === undefined || taken.kind !== kind || taken.staff_id !== staffId || taken.expires_at <= now) {
    throw new ProblemError('challenge-expired');
  }
  return taken.expects;
}
