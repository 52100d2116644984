import { createHash } from 'node:crypto';
import type { HubKeys, HubVerifyKey, PutHubKeys } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { lockLateKeys, verifyWaiting } from '../evidence/late-keys.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { retireHubKeys, windowEnd } from './retire-hub-keys.ts';

/**
 * Adds stamp keys, and retires known ones. A known key is never changed otherwise: the same one again is fine, another one
 * under its number is refused. Messages that waited for an added key are verified again.
 */
export async function putHubKeys(
  deps: Deps,
  hubId: string,
  body: z.output<typeof PutHubKeys>,
): Promise<z.input<typeof HubKeys>> {
  const rows = await Promise.all(
    body.keys.map(async (key) => ({
      hub_id: hubId,
      key_id: String(key.keyId),
      mac_key_wrapped: Buffer.from(
        await deps.keys.wrapKey(Buffer.from(key.macKey, 'base64url'), `hub-key:${hubId}:${key.keyId}`),
      ),
      public_key: key.publicKey === null ? null : Buffer.from(key.publicKey, 'base64url'),
      fingerprint: fingerprintOf(key),
      not_before: new Date(key.notBefore),
      not_after: new Date(key.notAfter),
      retired_at: retiredFromTheStart(deps, hubId, new Date(key.notAfter)),
    })),
  );
  return deps.database.transaction(async (tx) => {
    await lockLateKeys(tx, hubId, 'publishing');
    const inserted = await tx
      .insertInto('hub_key')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['hub_id', 'key_id']).doNothing())
      .returning('key_id')
      .execute();
    const stored = await tx.selectFrom('hub_key').selectAll().where('hub_id', '=', hubId).orderBy('key_id').execute();
    const fingerprints = new Map(stored.map((key) => [key.key_id, key.fingerprint]));
    const conflict = rows.find((row) => !fingerprints.get(row.key_id)?.equals(row.fingerprint));
    if (conflict)
      throw new ProblemError('key-conflict', `Key ${conflict.key_id} of this hub is known with other bytes.`);
    const changed = await retireHubKeys(deps, tx, hubId, stored, body.retired);

    const added = inserted.map((key) => key.key_id);
    if (added.length > 0) await verifyWaiting(tx, hubId, added);
    const details = { added: added.map(Number), retired: changed.retired, published: changed.published };
    if (Object.values(details).some((ids) => ids.length > 0)) {
      await recordAudit(tx, { staffId: null, action: 'hub.keys', object: `hub:${hubId}`, details });
    }
    const retired = stored.filter((key) => key.retired_at !== null).map((key) => Number(key.key_id));
    return {
      hubId,
      keyIds: stored.map((key) => Number(key.key_id)),
      retired: [...retired, ...changed.retired].sort((a, b) => a - b),
    };
  });
}

/**
 * When a key that is learned of only now was retired: at the end of its window, so that what came in after it is not proven
 * by a key that comes later still. Its hub may have published the private key before we knew the key.
 */
function retiredFromTheStart(deps: Deps, hubId: string, notAfter: Date): Date | null {
  const end = windowEnd(deps, hubId, notAfter);
  return deps.clock().getTime() > end ? new Date(end) : null;
}

function fingerprintOf(key: HubVerifyKey): Buffer {
  const period = `${Date.parse(key.notBefore)}..${Date.parse(key.notAfter)}`;
  return createHash('sha256')
    .update(`${key.macKey}.${key.publicKey ?? 'mac-only'}.${period}`, 'utf8')
    .digest();
}
