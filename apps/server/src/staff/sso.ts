import type { FastifyBaseLogger } from 'fastify';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { lockTeam } from './active-admins.ts';
import { enter } from './login.ts';
import { beginChallenge, takeChallenge } from './login-challenges.ts';
import { secondFactorSql } from './members.ts';
import { voidLinks } from './one-time-links.ts';
import { recordAudit } from './record-audit.ts';
import { freshen } from './sessions.ts';
import type { SsoProvider } from './sso-provider.ts';

const Expected = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  /** The session that shows its second factor again, or null for a login. */
  again: z.object({ staffId: z.string(), sessionId: z.string() }).nullable(),
});

/** Only places of this console. */
export function placeAfterSso(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith('/v1/') ? next : '/';
}

/** How long ago somebody may have logged in at the provider for it to count as shown again. */
const againSeconds = 5 * 60;

/** Within this time of a second factor that was shown in it, a session can be bound to a person at the provider. */
const bindWithinMs = 15 * 60_000;

/** Where to send the browser, and the attempt to remember in it. @throws ProblemError `sso-unavailable` */
export async function beginSso(
  deps: Deps,
  provider: SsoProvider,
  { next, again }: { next: string | undefined; again: { staffId: string; sessionId: string } | null },
): Promise<{ url: string; challengeId: string }> {
  const configuration = await reach(deps.log, provider);
  const verifier = oidc.randomPKCECodeVerifier();
  const expects = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next: placeAfterSso(next), again };
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(deps),
    scope: 'openid email profile',
    state: expects.state,
    nonce: expects.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(again !== null && { max_age: '0', prompt: 'login' }),
  });
  const challengeId = await beginChallenge(deps, { kind: 'sso', staffId: null, expects });
  return { url: url.href, challengeId };
}

export interface SsoAnswer {
  /** Path and query under which the provider sent the browser back. */
  readonly path: string;
  /** The attempt that this browser remembers. */
  readonly challengeId: string | null;
  readonly device: string | null;
  readonly log: FastifyBaseLogger;
}

/**
 * Lets in whom the provider names, if that is a member: invited under an e-mail address that the provider has verified, or
 * bound to this subject before. Nobody becomes a member by it, and who was locked stays out.
 * @throws ProblemError `sso-refused`, `challenge-expired`, `sso-unavailable`
 */
export async function finishSso(
  deps: Deps,
  provider: SsoProvider,
  { path, challengeId, device, log }: SsoAnswer,
): Promise<{ next: string; token: string | null }> {
  if (challengeId === null) throw new ProblemError('challenge-expired');
  const { kysely } = deps.database;
  const taken = await takeChallenge(kysely, { id: challengeId, kind: 'sso', staffId: null }, deps.clock());
  const expected = Expected.parse(taken);
  const configuration = await reach(log, provider);
  const person = await identify(deps, configuration, path, expected).catch((error: unknown) => {
    log.warn({ err: error }, 'single sign-on refused');
    throw new ProblemError('sso-refused');
  });
  const staffId = await deps.database.transaction((tx) => matchMember(deps, tx, person, expected.again));
  if (staffId === null) {
    log.warn({ issuer: person.issuer, subject: person.subject }, 'single sign-on named nobody of the team');
    throw new ProblemError('sso-refused');
  }
  const freshAt = person.authenticatedAt;
  if (expected.again === null) {
    const { token } = await enter(deps, { staffId, way: 'sso', device, freshAt });
    return { next: expected.next, token };
  }
  if (expected.again.staffId !== staffId || freshAt === null) throw new ProblemError('sso-refused');
  await showAgain(deps, expected.again, freshAt);
  return { next: expected.next, token: null };
}

interface Person {
  readonly issuer: string;
  readonly subject: string;
  /** Verified by the provider, lower case; null where it says nothing of the kind. */
  readonly email: string | null;
  /** When the provider last saw their credentials. */
  readonly authenticatedAt: Date | null;
}

/** State, nonce, issuer, audience, times and signature are the library's to check. */
async function identify(
  deps: Pick<Deps, 'config' | 'clock'>,
  configuration: oidc.Configuration,
  path: string,
  expected: z.output<typeof Expected>,
): Promise<Person> {
  const tokens = await oidc.authorizationCodeGrant(configuration, new URL(path, deps.config.publicUrl), {
    expectedState: expected.state,
    expectedNonce: expected.nonce,
    pkceCodeVerifier: expected.verifier,
    ...(expected.again !== null && { maxAge: againSeconds }),
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('the provider sent no ID token');
  const told =
    claims.email === undefined
      ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : { email: claims.email, email_verified: claims.email_verified };
  const verified = told.email_verified === true && typeof told.email === 'string';
  const now = deps.clock().getTime();
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: verified ? String(told.email).toLowerCase() : null,
    authenticatedAt: claims.auth_time === undefined ? null : new Date(Math.min(claims.auth_time * 1000, now)),
  };
}

type Again = z.output<typeof Expected>['again'];

/**
 * The member whom the provider's subject is bound to; else the one with the address, bound from now on; else null. An address alone
 * opens no member who logs in by a second factor of their own: whoever gets it at the provider, by chance or on purpose, would
 * have their passkey. They are bound from within a session in which they have just shown it.
 */
async function matchMember(deps: Deps, tx: Transaction, person: Person, again: Again): Promise<string | null> {
  await lockTeam(tx);
  const bound = await tx
    .selectFrom('staff')
    .select(['staff_id', 'active'])
    .where('sso_issuer', '=', person.issuer)
    .where('sso_subject', '=', person.subject)
    .executeTakeFirst();
  if (bound !== undefined) return bound.active ? bound.staff_id : null;
  if (person.email === null) return null;
  const member = await tx
    .updateTable('staff')
    .set({ sso_issuer: person.issuer, sso_subject: person.subject })
    .where('email', '=', person.email)
    .where('active', '=', true)
    .where('sso_subject', 'is', null)
    .where(sql<boolean>`(not ${sql.raw(secondFactorSql)} or exists (select from staff_session own
      where own.staff_id = staff.staff_id and own.session_id::text = ${again?.sessionId ?? ''} and own.revoked_at is null
        and own.fresh_at > ${new Date(deps.clock().getTime() - bindWithinMs)}))`)
    .returning('staff_id')
    .executeTakeFirst();
  if (member === undefined) return null;
  await voidLinks(tx, member.staff_id, deps.clock());
  await recordAudit(tx, {
    staffId: member.staff_id,
    action: 'staff.sso-bound',
    object: `staff:${member.staff_id}`,
    details: { issuer: person.issuer, subject: person.subject },
  });
  return member.staff_id;
}

async function showAgain(
  deps: Deps,
  { staffId, sessionId }: { staffId: string; sessionId: string },
  freshAt: Date,
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    await freshen(tx, sessionId, freshAt);
    await recordAudit(tx, { staffId, action: 'staff.step-up', object: `staff:${staffId}`, details: { by: 'sso' } });
  });
}

async function reach(log: FastifyBaseLogger, provider: SsoProvider): Promise<oidc.Configuration> {
  try {
    return await provider.get();
  } catch (error) {
    log.warn({ err: error }, 'single sign-on does not answer');
    throw new ProblemError('sso-unavailable', 'Try again, or log in by passkey.');
  }
}

function redirectUri({ config }: Pick<Deps, 'config'>): string {
  return `${config.publicUrl}/v1/staff/sso/callback`;
}
