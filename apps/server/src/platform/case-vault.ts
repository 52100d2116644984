import { createDataKey, decryptAtRest, encryptAtRest, zeroize } from '@wellhouse/sealing';
import type { Executor, Transaction } from './database/open-database.ts';
import type { KeyStore } from './keys.ts';

/** Encrypts and opens what was disclosed in one case, under the key that exists for this case alone. */
export interface CaseVault {
  seal(plaintext: Uint8Array, context: string): Promise<Buffer>;
  /** @throws SealingError when the bytes were altered or belong elsewhere */
  open(sealed: Uint8Array, context: string): Promise<Buffer>;
  sealJson(value: unknown, context: string): Promise<Buffer>;
  openJson(sealed: Uint8Array, context: string): Promise<unknown>;
}

type Random = (length: number) => Uint8Array;

/** Makes the case's key in the transaction that makes the case, and opens its vault. */
export async function createCaseVault(
  tx: Transaction,
  keys: KeyStore,
  random: Random,
  caseId: string,
): Promise<CaseVault> {
  const dataKey = createDataKey(random);
  const wrapped = await keys.wrapKey(dataKey, contextOf(caseId));
  await tx
    .insertInto('case_key')
    .values({ case_id: caseId, data_key_wrapped: Buffer.from(wrapped) })
    .execute();
  return vaultOf(dataKey, random);
}

/** Null when the case's key was destroyed: nothing of the case can be opened any more. */
export async function openCaseVault(
  executor: Executor,
  keys: KeyStore,
  random: Random,
  caseId: string,
): Promise<CaseVault | null> {
  const row = await executor
    .selectFrom('case_key')
    .select('data_key_wrapped')
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return vaultOf(await keys.unwrapKey(row.data_key_wrapped, contextOf(caseId)), random);
}

/** Destroys the case's key. Copies of the row live on in backups and, until vacuum, in dead tuples. */
export async function destroyCaseKey(tx: Transaction, caseId: string): Promise<boolean> {
  const result = await tx.deleteFrom('case_key').where('case_id', '=', caseId).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

function contextOf(caseId: string): string {
  return `case:${caseId}`;
}

/** A vault under a key of its own. Overwrites the one that is handed over. */
export function vaultOf(dataKey: Uint8Array, random: Random): CaseVault {
  // A private copy: whoever handed the key over may overwrite theirs.
  const key = new Uint8Array(dataKey);
  zeroize(dataKey);
  const seal = async (plaintext: Uint8Array, context: string) =>
    Buffer.from(await encryptAtRest(key, plaintext, context, random));
  const open = async (sealed: Uint8Array, context: string) => Buffer.from(await decryptAtRest(key, sealed, context));
  return {
    seal,
    open,
    sealJson: (value, context) => seal(Buffer.from(JSON.stringify(value), 'utf8'), context),
    openJson: async (sealed, context) => JSON.parse((await open(sealed, context)).toString('utf8')),
  };
}
