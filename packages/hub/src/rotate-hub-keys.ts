import { generateHubKey, generateMacOnlyHubKey, type HubKey } from '@wellhouse/franking';

const day = 24 * 60 * 60 * 1000;

export interface RotateHubKeysOptions {
  /** How long a key stamps; 30 days if left out. */
  validMs?: number;
  /** How long a key is there to be published and fetched before it stamps; 24 hours if left out. */
  leadMs?: number;
  /** Make a key whose stamps carry no signature (docs/spec/franking.md §10.3); false if left out. */
  macOnly?: boolean;
  /** Ids that were used by keys which are no longer among `keys`: they never come back. */
  usedKeyIds?: readonly number[];
  /** Id of the very first key; 1 if left out. */
  firstKeyId?: number;
  random?: (length: number) => Uint8Array;
}

/**
 * The keys with a new one added; none is left out. The new key begins after `leadMs`, or when the current key ends, or at
 * once if none is in use: publish it right away. Called before the last key ends, there is a key for every moment.
 *
 * @param now milliseconds
 */
export function rotateHubKeys(keys: readonly HubKey[], now: number, options: RotateHubKeysOptions = {}): HubKey[] {
  const { validMs = 30 * day, leadMs = day, macOnly = false, usedKeyIds = [], firstKeyId = 1, random } = options;
  const lastEnd = keys.reduce((end, key) => (key.notBefore <= now ? Math.max(end, key.notAfter) : end), 0);
  const notBefore = lastEnd < now ? now : Math.min(now + leadMs, lastEnd);
  const keyId = [...usedKeyIds, ...keys.map((key) => key.keyId)].reduce(
    (id, used) => Math.max(id, used + 1),
    firstKeyId,
  );
  const generate = macOnly ? generateMacOnlyHubKey : generateHubKey;
  return [...keys, generate({ keyId, notBefore, notAfter: notBefore + validMs, ...(random && { random }) })];
}
