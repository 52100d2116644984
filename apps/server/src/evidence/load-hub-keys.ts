import type { HubVerifyKey } from '@wellhouse/franking';
import type { Deps } from '../deps.ts';

/** A hub's verify keys as they have to judge a report that came in at that time. */
export type LoadHubKeys = (hubId: string, reportedAt: Date) => Promise<HubVerifyKey[]>;

/**
 * Reads a hub's verify keys; unwrapped MAC keys are remembered, since a known key never changes. A key that was retired
 * after the report had come in still proves what is in it: it was not public then.
 */
export function createHubKeyLoader(deps: Pick<Deps, 'database' | 'keys'>): LoadHubKeys {
  const unwrapped = new Map<string, Uint8Array>();
  return async (hubId, reportedAt) => {
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
          publicKey: row.public_key && new Uint8Array(row.public_key),
          notBefore: row.not_before.getTime(),
          notAfter: row.not_after.getTime(),
          retired: row.retired_at !== null && row.retired_at < reportedAt,
        };
      }),
    );
  };
}
