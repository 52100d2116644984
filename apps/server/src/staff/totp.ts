import type { TotpChallenge } from '@wellhouse/protocol';
import { Secret, TOTP } from 'otpauth';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { addFactor } from './add-factor.ts';
import { newUuid } from './tokens.ts';

const period = 30;
/** Codes of the step before and the step after count too: clocks differ. */
const window = 1;

function totpOf(secret: Uint8Array, label: string): TOTP {
  const bytes = new Uint8Array(secret);
  return new TOTP({
    issuer: 'Wellhouse',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: new Secret({ buffer: bytes.buffer }),
  });
}

const context = (totpId: string) => `staff-totp:${totpId}`;

/** A secret for an app. It counts only once `addTotp` was given a code of it; one that was begun before is forgotten. */
export async function beginTotp(deps: Deps, staffId: string): Promise<z.input<typeof TotpChallenge>> {
  const { database, clock, random, keys } = deps;
  const totpId = newUuid(random);
  const secret = random(32);
  const wrapped = Buffer.from(await keys.wrapKey(secret, context(totpId)));
  const { email } = await database.transaction(async (tx) => {
    await tx.deleteFrom('staff_totp').where('staff_id', '=', staffId).where('confirmed_at', 'is', null).execute();
    await tx
      .insertInto('staff_totp')
      .values({
        totp_id: totpId,
        staff_id: staffId,
        secret_wrapped: wrapped,
        created_at: clock(),
        confirmed_at: null,
        last_step: 0,
      })
      .execute();
    return tx.selectFrom('staff').select('email').where('staff_id', '=', staffId).executeTakeFirstOrThrow();
  });
  const totp = totpOf(secret, email);
  return { uri: totp.toString(), secret: totp.secret.base32 };
}

/** The app counts from now on, and one that counted before does not. @throws ProblemError `second-factor-wrong` */
export async function addTotp(deps: Deps, caller: { staffId: string; sessionId: string }, code: string): Promise<void> {
  const { staffId } = caller;
  const begun = await findTotp(deps, staffId, 'begun');
  const now = deps.clock();
  const step = begun === null ? null : stepOf(begun.secret, code, now);
  if (begun === null || step === null) throw new ProblemError('second-factor-wrong');
  await addFactor(deps, caller, { action: 'staff.totp-add', details: {} }, async (tx) => {
    await tx.deleteFrom('staff_totp').where('staff_id', '=', staffId).where('totp_id', '<>', begun.totpId).execute();
    await tx
      .updateTable('staff_totp')
      .set({ confirmed_at: now, last_step: step })
      .where('totp_id', '=', begun.totpId)
      .execute();
  });
}

/** Whether the code is the member's app's, now. Each time step is taken once, so that a code that was seen is worth nothing. */
export async function useTotp(deps: Deps, staffId: string, code: string): Promise<boolean> {
  const found = await findTotp(deps, staffId, 'counts');
  const step = found === null ? null : stepOf(found.secret, code, deps.clock());
  if (found === null || step === null) return false;
  const taken = await deps.database.kysely
    .updateTable('staff_totp')
    .set({ last_step: step })
    .where('totp_id', '=', found.totpId)
    .where('last_step', '<', String(step))
    .returning('totp_id')
    .executeTakeFirst();
  return taken !== undefined;
}

async function findTotp(
  { database, keys }: Deps,
  staffId: string,
  which: 'begun' | 'counts',
): Promise<{ totpId: string; secret: Uint8Array } | null> {
  const row = await database.kysely
    .selectFrom('staff_totp')
    .select(['totp_id', 'secret_wrapped'])
    .where('staff_id', '=', staffId)
    .where('confirmed_at', which === 'begun' ? 'is' : 'is not', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  return { totpId: row.totp_id, secret: await keys.unwrapKey(row.secret_wrapped, context(row.totp_id)) };
}

/** The time step (RFC 6238 §4.2) that the code belongs to, or null. */
function stepOf(secret: Uint8Array, code: string, now: Date): number | null {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}
