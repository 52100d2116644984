import type { HubKey } from '@wellhouse/franking';
import { type RetiredHubKey, type RetireHubKeysOptions, retireHubKeys } from './retire-hub-keys.ts';
import { type RotateHubKeysOptions, rotateHubKeys } from './rotate-hub-keys.ts';

/** All keys that a hub ever had: those that it or the safety team still needs, and those that are retired. */
export interface HubKeyRing {
  readonly keys: readonly HubKey[];
  readonly retired: readonly RetiredHubKey[];
}

export interface HubKeyPeriods extends Omit<RotateHubKeysOptions, 'usedKeyIds'>, RetireHubKeysOptions {
  /** A new key is made this long before the last one ends; 3 days if left out. Has to be more than `leadMs`. */
  aheadMs?: number;
}

/**
 * What is due at `now`: a new key before the last one ends, retirement of those whose report window is over. The same ring
 * comes back when nothing is. Store what comes back before using it, then give `keys` to the hub and tell the safety server.
 *
 * @param now milliseconds by the hub's clock
 */
export function advanceHubKeys(ring: HubKeyRing, now: number, periods: HubKeyPeriods = {}): HubKeyRing {
  const { aheadMs = 3 * 24 * 60 * 60 * 1000, windowMs } = periods;
  const isLasting = coveredUntil(ring.keys, now) > now + aheadMs;
  const usedKeyIds = ring.retired.map(({ keyId }) => keyId);
  const keys = isLasting ? ring.keys : rotateHubKeys(ring.keys, now, { ...periods, usedKeyIds });
  const { kept, retired } = retireHubKeys(keys, now, windowMs === undefined ? {} : { windowMs });
  if (isLasting && retired.length === 0) return ring;
  return { keys: kept, retired: [...ring.retired, ...retired] };
}

/** The last moment from `now` on up to which there is a key for every moment; `now` if there is none now. */
function coveredUntil(keys: readonly HubKey[], now: number): number {
  const inOrder = keys.toSorted((a, b) => a.notBefore - b.notBefore);
  return inOrder.reduce((end, key) => (key.notBefore <= end ? Math.max(end, key.notAfter) : end), now);
}

/** The ring after the safety server has taken the retirement of these keys. The same ring comes back when it had before. */
export function noteToldKeys(ring: HubKeyRing, told: readonly RetiredHubKey[], now: number): HubKeyRing {
  const ids = new Set(told.map(({ keyId }) => keyId));
  const isNew = (key: RetiredHubKey) => key.toldAt === null && ids.has(key.keyId);
  if (!ring.retired.some(isNew)) return ring;
  return { ...ring, retired: ring.retired.map((key) => (isNew(key) ? { ...key, toldAt: now } : key)) };
}
