import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { AddPasskey, PasskeyChallenge } from '@wellhouse/protocol';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isUniqueViolation } from '../platform/database/database-error.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { addFactor } from './add-factor.ts';
import { beginChallenge, takeChallenge } from './login-challenges.ts';
import { relyingParty } from './relying-party.ts';
import { newUuid } from './tokens.ts';

const Expected = z.object({ challenge: z.string() });
/** A member with more has lost sight of them. */
const mostPasskeys = 20;

/** Options for a new passkey: one that logs in by itself, and asks for the person's finger, face or PIN. */
export async function beginPasskey(deps: Deps, staffId: string): Promise<z.input<typeof PasskeyChallenge>> {
  const party = usableParty(deps);
  const { kysely } = deps.database;
  const member = await kysely
    .selectFrom('staff')
    .select(['name', 'email'])
    .where('staff_id', '=', staffId)
    .executeTakeFirstOrThrow();
  const known = await kysely
    .selectFrom('staff_passkey')
    .select(['credential_id', 'transports'])
    .where('staff_id', '=', staffId)
    .execute();
  if (known.length >= mostPasskeys) {
    throw new ProblemError('invalid-request', `You have ${mostPasskeys} passkeys; remove one first.`);
  }
  const options = await generateRegistrationOptions({
    rpName: 'Wellhouse',
    rpID: party.id,
    userName: member.email,
    userDisplayName: member.name,
    userID: new Uint8Array(Buffer.from(staffId.replaceAll('-', ''), 'hex')),
    challenge: new Uint8Array(deps.random(32)),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((one) => ({
      id: one.credential_id.toString('base64url'),
      transports: one.transports,
    })),
  });
  const expects = { challenge: options.challenge };
  const challengeId = await beginChallenge(deps, { kind: 'passkey-add', staffId, expects });
  return { challengeId, options: { ...options } };
}

/** Keeps a passkey that answered its challenge. */
export async function addPasskey(
  deps: Deps,
  caller: { staffId: string; sessionId: string },
  body: z.output<typeof AddPasskey>,
): Promise<void> {
  const { staffId } = caller;
  const party = usableParty(deps);
  const now = deps.clock();
  const taken = await takeChallenge(deps.database.kysely, { id: body.challengeId, kind: 'passkey-add', staffId }, now);
  const verified = await verifyRegistrationResponse({
    // Its form was checked by the schema as far as the library does not check it itself.
    response: body.response as unknown as RegistrationResponseJSON,
    expectedChallenge: Expected.parse(taken).challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => null);
  if (verified?.verified !== true) throw new ProblemError('second-factor-wrong');
  const { credential, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
  const passkeyId = newUuid(deps.random);
  try {
    await addFactor(deps, caller, { action: 'staff.passkey-add', details: { passkeyId, name: body.name } }, (tx) =>
      tx
        .insertInto('staff_passkey')
        .values({
          passkey_id: passkeyId,
          staff_id: staffId,
          credential_id: Buffer.from(credential.id, 'base64url'),
          public_key: Buffer.from(credential.publicKey),
          counter: credential.counter,
          transports: credential.transports ?? [],
          synced: credentialDeviceType === 'multiDevice' || credentialBackedUp,
          name: body.name,
          created_at: now,
          last_used_at: null,
        })
        .execute(),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ProblemError('second-factor-wrong', 'This passkey is known already.');
  }
}

/** A challenge for any passkey of this place, or with a member for theirs alone. */
export async function beginPasskeyUse(
  deps: Deps,
  kind: 'passkey-login' | 'passkey-step-up',
  staffId: string | null,
): Promise<z.input<typeof PasskeyChallenge>> {
  const party = usableParty(deps);
  const own =
    staffId === null
      ? []
      : await deps.database.kysely
          .selectFrom('staff_passkey')
          .select(['credential_id', 'transports'])
          .where('staff_id', '=', staffId)
          .execute();
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    challenge: new Uint8Array(deps.random(32)),
    allowCredentials: own.map((one) => ({
      id: one.credential_id.toString('base64url'),
      transports: one.transports,
    })),
  });
  const challengeId = await beginChallenge(deps, { kind, staffId, expects: { challenge: options.challenge } });
  return { challengeId, options: { ...options } };
}

/**
 * Whose passkey answered the challenge. What the authenticator counts has to grow, so that a copy is noticed.
 * @throws ProblemError `challenge-expired`, `second-factor-wrong`
 */
export async function usePasskey(
  deps: Deps,
  kind: 'passkey-login' | 'passkey-step-up',
  staffId: string | null,
  answer: { challengeId: string; response: { id: string } },
): Promise<{ staffId: string; passkeyId: string }> {
  const party = usableParty(deps);
  const { kysely } = deps.database;
  const now = deps.clock();
  const taken = await takeChallenge(kysely, { id: answer.challengeId, kind, staffId }, now);
  const known = await kysely
    .selectFrom('staff_passkey')
    .selectAll()
    .where('credential_id', '=', Buffer.from(answer.response.id, 'base64url'))
    .executeTakeFirst();
  if (known === undefined || (staffId !== null && known.staff_id !== staffId)) {
    throw new ProblemError('second-factor-wrong');
  }
  const verified = await verifyAuthenticationResponse({
    response: answer.response as unknown as AuthenticationResponseJSON,
    expectedChallenge: Expected.parse(taken).challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: known.credential_id.toString('base64url'),
      publicKey: new Uint8Array(known.public_key),
      counter: Number(known.counter),
      transports: known.transports,
    },
  }).catch(() => null);
  if (verified?.verified !== true) throw new ProblemError('second-factor-wrong');
  const { newCounter } = verified.authenticationInfo;
  const counted = await kysely
    .updateTable('staff_passkey')
    .set({ counter: newCounter, last_used_at: now })
    .where('passkey_id', '=', known.passkey_id)
    // Two answers at once with one number: the second is a copy's.
    .where('counter', '=', known.counter)
    .returning('passkey_id')
    .executeTakeFirst();
  if (counted === undefined) throw new ProblemError('second-factor-wrong');
  return { staffId: known.staff_id, passkeyId: known.passkey_id };
}

function usableParty(deps: Pick<Deps, 'config'>) {
  const party = relyingParty(deps.config);
  if (party.usable) return party;
  throw new ProblemError(
    'invalid-request',
    'Browsers know no passkeys at this address: set WELLHOUSE_PUBLIC_URL to a name, with https or localhost.',
  );
}
