import { createPrivateKey, createPublicKey } from 'node:crypto';
import { defaultReportWindowMs } from '@wellhouse/franking';
import type { RetiredHubKey } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { HubKeyTable } from '../schema/hub-key.ts';

/** The hub's clock may be ahead of ours by so much. */
const toleranceMs = 3_600_000;

/**
 * Notes which known keys are retired, and their private keys once they are published. Keys that were never known here are
 * passed over: nothing rests on them.
 * @returns ids of the keys for which that is new
 * @throws ProblemError `key-conflict` when a key is known otherwise, or a private key is not that of the public key;
 * `invalid-request` while the report window is open: whoever could end it sooner could make reports unprovable
 */
export async function retireHubKeys(
  deps: Deps,
  tx: Transaction,
  hubId: string,
  known: readonly Selectable<HubKeyTable>[],
  retired: readonly RetiredHubKey[],
): Promise<{ retired: number[]; published: number[] }> {
  const changed: { retired: number[]; published: number[] } = { retired: [], published: [] };
  for (const [index, key] of retired.entries()) {
    const row = known.find((one) => one.key_id === String(key.keyId));
    if (row === undefined) continue;
    checkSameKey(row, key);
    const isPublished = row.private_key !== null || key.privateKey === null;
    if (row.retired_at !== null && isPublished) continue;
    if (row.retired_at === null) checkWindow(deps, hubId, row, index);
    await tx
      .updateTable('hub_key')
      .set({
        retired_at: row.retired_at ?? deps.clock(),
        private_key: row.private_key ?? bytesOf(key.privateKey),
      })
      .where('hub_id', '=', hubId)
      .where('key_id', '=', row.key_id)
      .execute();
    if (row.retired_at === null) changed.retired.push(key.keyId);
    if (!isPublished) changed.published.push(key.keyId);
  }
  return changed;
}

function checkSameKey(row: Selectable<HubKeyTable>, key: RetiredHubKey): void {
  const publicKey = bytesOf(key.publicKey);
  const isSame =
    row.not_before.getTime() === Date.parse(key.notBefore) &&
    row.not_after.getTime() === Date.parse(key.notAfter) &&
    (row.public_key === null ? publicKey === null : publicKey !== null && row.public_key.equals(publicKey));
  if (!isSame) throw new ProblemError('key-conflict', `Key ${key.keyId} of this hub is known with other bytes.`);
  const privateKey = bytesOf(key.privateKey);
  if (privateKey === null) return;
  if (row.public_key === null || !publicKeyOf(privateKey).equals(row.public_key)) {
    throw new ProblemError('key-conflict', `The private key of key ${key.keyId} does not belong to its public key.`);
  }
}

/** From when on reports about messages under the key are refused here, in milliseconds. */
export function windowEnd(deps: Deps, hubId: string, notAfter: Date): number {
  const days = deps.hubs.get(hubId)?.reportWindowDays;
  return notAfter.getTime() + (days === undefined ? defaultReportWindowMs : days * 86_400_000);
}

function checkWindow(deps: Deps, hubId: string, row: Selectable<HubKeyTable>, index: number): void {
  const end = windowEnd(deps, hubId, row.not_after);
  if (deps.clock().getTime() >= end - toleranceMs) return;
  const problem = `messages under key ${row.key_id} can be reported until ${new Date(end).toISOString()}`;
  throw new ProblemError('invalid-request', `Key ${row.key_id} cannot be retired yet: ${problem}.`, {
    fields: [{ field: `/retired/${index}`, problem }],
  });
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64url');
}

/** Ed25519 public key of a seed (RFC 8032 §5.1.5, PKCS#8 form of RFC 8410 §7). */
function publicKeyOf(seed: Buffer): Buffer {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const spki = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return spki.export({ format: 'der', type: 'spki' }).subarray(-32);
}
