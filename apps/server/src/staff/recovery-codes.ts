import type { Deps, Random } from '../deps.ts';
import { recordAudit } from './record-audit.ts';
import { hashToken } from './tokens.ts';

const howMany = 10;
/** Crockford's base32: a code is written down and typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** 80 random bits as `XXXX-XXXX-XXXX-XXXX`. */
function newCode(random: Random): string {
  const characters = Array.from(random(length), (byte) => alphabet[byte & 31] ?? '0').join('');
  return characters.replace(/.{4}(?=.)/g, '$&-');
}

/** As it was given out, however it was typed; null for what cannot be one. */
function readCode(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return plain.length === length ? plain.replace(/.{4}(?=.)/g, '$&-') : null;
}

/** Makes new codes and voids the old ones. Shown this once: only hashes stay. */
export async function renewRecoveryCodes({ database, clock, random }: Deps, staffId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => newCode(random));
  const now = clock();
  await database.transaction(async (tx) => {
    await tx.deleteFrom('staff_recovery_code').where('staff_id', '=', staffId).execute();
    await tx
      .insertInto('staff_recovery_code')
      .values(codes.map((code) => ({ code_hash: hashToken(code), staff_id: staffId, created_at: now, used_at: null })))
      .execute();
    const entry = { staffId, action: 'staff.recovery-codes', object: `staff:${staffId}`, details: { codes: howMany } };
    await recordAudit(tx, entry);
  });
  return codes;
}

/** Whether it is one of the member's codes that was not used yet; it is used now. */
export async function useRecoveryCode({ database, clock }: Deps, staffId: string, typed: string): Promise<boolean> {
  const code = readCode(typed);
  if (code === null) return false;
  return database.transaction(async (tx) => {
    const used = await tx
      .updateTable('staff_recovery_code')
      .set({ used_at: clock() })
      .where('code_hash', '=', hashToken(code))
      .where('staff_id', '=', staffId)
      .where('used_at', 'is', null)
      .returning('staff_id')
      .executeTakeFirst();
    if (used === undefined) return false;
    const object = `staff:${staffId}`;
    await recordAudit(tx, { staffId, action: 'staff.recovery-code-used', object, details: {} });
    return true;
  });
}
