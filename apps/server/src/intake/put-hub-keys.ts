import { createHash } from 'node:crypto';
import type { HubKeys, HubVerifyKey, PutHubKeys } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';

/** Adds stamp keys. A known key is never changed: the same one again is fine, another one under its number is refused. */
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
      public_key: Buffer.from(key.publicKey, 'base64url'),
      fingerprint: fingerprintOf(key),
      not_before: new Date(key.notBefore),
      not_after: new Date(key.notAfter),
    })),
  );
  return deps.database.transaction(async (tx) => {
    const added = await tx
      .insertInto('hub_key')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['hub_id', 'key_id']).doNothing())
      .returning('key_id')
      .execute();
    const stored = await tx
      .selectFrom('hub_key')
      .select(['key_id', 'fingerprint'])
      .where('hub_id', '=', hubId)
      .orderBy('key_id')
      .execute();
    const fingerprints = new Map(stored.map((key) => [key.key_id, key.fingerprint]));
    const conflict = rows.find((row) => !fingerprints.get(row.key_id)?.equals(row.fingerprint));
    if (conflict)
      throw new ProblemError('key-conflict', `Key ${conflict.key_id} of this hub is known with other bytes.`);
    if (added.length > 0) {
      await recordAudit(tx, {
        staffId: null,
        action: 'hub.keys',
        object: `hub:${hubId}`,
        details: { added: added.map((key) => Number(key.key_id)) },
      });
    }
    return { hubId, keyIds: stored.map((key) => Number(key.key_id)) };
  });
}

function fingerprintOf(key: HubVerifyKey): Buffer {
  const period = `${Date.parse(key.notBefore)}..${Date.parse(key.notAfter)}`;
  return createHash('sha256').update(`${key.macKey}.${key.publicKey}.${period}`, 'utf8').digest();
}
