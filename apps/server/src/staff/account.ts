import { type Account, PasskeyId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from './record-audit.ts';
import { relyingParty } from './relying-party.ts';

/** Whoever sits down at an open console must not be able to add a way in of their own. */
const recentMs = 10 * 60_000;

/** @throws ProblemError `step-up-required` */
export function assertRecent(staff: Pick<StaffCaller, 'isFresh'>): void {
  if (!staff.isFresh(recentMs)) throw new ProblemError('step-up-required');
}

/** Everything by which a member logs in. */
export async function loadAccount(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  staffId: string,
): Promise<z.input<typeof Account>> {
  const { kysely } = database;
  const member = await kysely
    .selectFrom('staff')
    .select(['password_hash', 'sso_subject'])
    .where('staff_id', '=', staffId)
    .executeTakeFirstOrThrow();
  const passkeys = await kysely
    .selectFrom('staff_passkey')
    .select(['passkey_id', 'name', 'created_at', 'last_used_at', 'synced'])
    .where('staff_id', '=', staffId)
    .orderBy('created_at')
    .orderBy('passkey_id')
    .execute();
  const totp = await kysely
    .selectFrom('staff_totp')
    .select('created_at')
    .where('staff_id', '=', staffId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  const codes = await kysely
    .selectFrom('staff_recovery_code')
    .select((query) => query.fn.countAll<string>().as('left'))
    .where('staff_id', '=', staffId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    passkeys: passkeys.map((row) => ({
      passkeyId: PasskeyId.parse(row.passkey_id),
      name: row.name,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      synced: row.synced,
    })),
    totp: totp === undefined ? null : { createdAt: totp.created_at.toISOString() },
    recoveryCodesLeft: Number(codes.left),
    hasPassword: member.password_hash !== null,
    sso: config.sso !== null && member.sso_subject !== null ? { name: config.sso.name } : null,
    canAddPasskey: relyingParty(config).usable,
  };
}

export async function renamePasskey(
  { database }: Deps,
  staffId: string,
  { passkeyId, name }: { passkeyId: string; name: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    const renamed = await tx
      .updateTable('staff_passkey')
      .set({ name })
      .where('passkey_id', '=', passkeyId)
      .where('staff_id', '=', staffId)
      .returning('passkey_id')
      .executeTakeFirst();
    if (renamed === undefined) throw new ProblemError('not-found');
    const details = { passkeyId, name };
    await recordAudit(tx, { staffId, action: 'staff.passkey-rename', object: `staff:${staffId}`, details });
  });
}

export async function removePasskey(deps: Deps, staffId: string, passkeyId: string): Promise<void> {
  await removeFactor(deps, staffId, { action: 'staff.passkey-remove', details: { passkeyId } }, async (tx) => {
    const removed = await tx
      .deleteFrom('staff_passkey')
      .where('passkey_id', '=', passkeyId)
      .where('staff_id', '=', staffId)
      .returning('passkey_id')
      .executeTakeFirst();
    return removed !== undefined;
  });
}

export async function removeTotp(deps: Deps, staffId: string): Promise<void> {
  await removeFactor(deps, staffId, { action: 'staff.totp-remove', details: {} }, async (tx) => {
    const removed = await tx
      .deleteFrom('staff_totp')
      .where('staff_id', '=', staffId)
      .where('confirmed_at', 'is not', null)
      .returning('totp_id')
      .executeTakeFirst();
    return removed !== undefined;
  });
}

/** Where second factors are required, the last one stays. Two removals of one member happen one after another. */
async function removeFactor(
  { database, config }: Deps,
  staffId: string,
  entry: { action: string; details: Readonly<Record<string, unknown>> },
  remove: (tx: Transaction) => Promise<boolean>,
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.selectFrom('staff').select('staff_id').where('staff_id', '=', staffId).forUpdate().execute();
    if (!(await remove(tx))) throw new ProblemError('not-found');
    if (config.secondFactor === 'required' && !(await hasSecondFactor(tx, staffId))) {
      throw new ProblemError('last-factor', 'Add another second factor before you remove this one.');
    }
    await recordAudit(tx, { staffId, object: `staff:${staffId}`, ...entry });
  });
}

/** A passkey, an app, or the second factor of single sign-on. */
async function hasSecondFactor(tx: Executor, staffId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('staff')
    .select((query) => [
      query
        .or([
          query('sso_subject', 'is not', null),
          query.exists(query.selectFrom('staff_passkey').select('passkey_id').where('staff_id', '=', staffId)),
          query.exists(
            query
              .selectFrom('staff_totp')
              .select('totp_id')
              .where('staff_id', '=', staffId)
              .where('confirmed_at', 'is not', null),
          ),
        ])
        .as('has'),
    ])
    .where('staff_id', '=', staffId)
    .executeTakeFirstOrThrow();
  return Boolean(row.has);
}
