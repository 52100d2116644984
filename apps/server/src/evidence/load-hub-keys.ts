import type { HubVerifyKey } from '@wellhouse/franking';
import type { Deps } from '../deps.ts';

/** Reads a hub's verify keys; unwrapped MAC keys are remembered, since a known key never changes. */
export function createHubKeyLoader(deps: Pick<Deps, 'database' | 'keys'>) {
  const unwrapped = new Map<string, Uint8Array>();
  return async (hubId: string): Promise<HubVerifyKey[]> => {
    const rows = await deps.database.kysely.selectFrom('hub_key').selectAll().where('hub_id', '=', hubId).execute();
    return Promise.all(
      rows.map(async (row) => {
        const id = row.fingerprint.toString('hex');
        const macKey =
          unwrapped.get(id) ?? (await deps.keys.unwrapKey(row.mac_key_wrapped, `hub-key:${hubId}:${row.key_id}`));
        unwrapped.set(id, macKey);
        return {
          keyId: Number(row.key_id),
          macKey,
          publicKey: new Uint8Array(row.public_key),
          notBefore: row.not_before.getTime(),
          notAfter: row.not_after.getTime(),
        };
      }),
    );
  };
}
