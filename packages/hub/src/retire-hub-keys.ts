import { defaultReportWindowMs, type HubKey, hubKeyState } from '@wellhouse/franking';

/** A key that is out of use for good: its MAC key is gone, its signing key no secret any more (docs/spec/franking.md §10.3). */
export interface RetiredHubKey {
  keyId: number;
  /** 32 bytes each; null for a MAC-only key. */
  privateKey: Uint8Array | null;
  publicKey: Uint8Array | null;
  /** Milliseconds, as is the rest. */
  notBefore: number;
  notAfter: number;
  /** When the hub stopped counting on it. */
  retiredAt: number;
  /** When the safety server had taken the retirement, from where receivers learn it; null: not yet. */
  toldAt: number | null;
}

export interface RetireHubKeysOptions {
  /** How long after a key's period reports about its messages are accepted; 90 days if left out. */
  windowMs?: number;
}

/**
 * Takes out the keys whose report window is over. Their MAC keys are not carried over: with the last reference to `keys` the
 * hub has forgotten them.
 *
 * @param now milliseconds
 */
export function retireHubKeys(
  keys: readonly HubKey[],
  now: number,
  { windowMs = defaultReportWindowMs }: RetireHubKeysOptions = {},
): { kept: HubKey[]; retired: RetiredHubKey[] } {
  const isOver = (key: HubKey) => hubKeyState(key, now, windowMs) === 'retired';
  return {
    kept: keys.filter((key) => !isOver(key)),
    retired: keys.filter(isOver).map(({ macKey: _, ...key }) => ({ ...key, retiredAt: now, toldAt: null })),
  };
}

/** Twice the time within which receivers ask again for a key whose period is over (docs/spec/franking.md §5 rule 5). */
const publicationDelayMs = 48 * 60 * 60 * 1000;

/**
 * What may be published of retired keys at `now`: everything, but a private key only 48 hours after the safety server has
 * taken the retirement. By then no receiver believes a signature under it, however old its list.
 */
export function publishedHubKeys(retired: readonly RetiredHubKey[], now: number): RetiredHubKey[] {
  return retired.map((key) => {
    const isDue = key.toldAt !== null && now >= key.toldAt + publicationDelayMs;
    return isDue ? key : { ...key, privateKey: null };
  });
}
