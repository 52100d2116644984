import { decodeStamp, expandStamp, fromBase64Url, type HubPublicKey, isCompactStamp } from '@wellhouse/franking';
import { WellhouseClientError } from './client-error.ts';
import type { ClientContext } from './context.ts';
import type { IncomingMessage } from './receive.ts';
import type { ConfigSource } from './report-config.ts';
import type { StoredConfig } from './storage/wellhouse-storage.ts';

/** The hub's keys to check this message with; null: they cannot be had now, hand the message in again later. */
export type HubKeySource = (message: IncomingMessage) => Promise<HubPublicKey[] | null>;

const hourMs = 3_600_000;
/** Forged key ids must not make the device ask again and again. */
const askAgainMs = 60_000;
/** A key whose period is over may be retired by now: a list that still vouches for it must not be older. */
const endedKeyListMs = 24 * hourMs;
/** How long a message waits for a key that its hub has not published yet. */
const waitForKeyMs = 7 * 24 * hourMs;

/** Rule 5 of docs/spec/franking.md §5, as far as it is about which list of keys may be used. */
export function createHubKeySource({ clock, hubId }: ClientContext, config: ConfigSource): HubKeySource {
  async function keysFor(message: IncomingMessage): Promise<HubPublicKey[] | null> {
    const named = contextOf(message, hubId);
    const stored = hubKeys(await config.get({ maxAgeMs: Number.POSITIVE_INFINITY }), hubId);
    if (named === null) return stored;
    const asked = clock();
    const known = stored.find((key) => key.keyId === named.keyId);
    if (known !== undefined && asked <= known.notAfter) return stored;

    const newest = await config.get({ maxAgeMs: known === undefined ? askAgainMs : endedKeyListMs });
    const keys = hubKeys(newest, hubId);
    const found = keys.find((key) => key.keyId === named.keyId);
    if (found !== undefined) {
      const isRecent = asked - newest.fetchedAt < endedKeyListMs;
      return found.retired === true || asked <= found.notAfter || isRecent ? keys : null;
    }
    const age = asked - named.acceptedAt;
    const isYoung = age < waitForKeyMs && age > -endedKeyListMs;
    return isYoung || newest.fetchedAt < asked ? null : keys;
  }
  return (message) => keysFor(message).catch(noConfig);
}

function hubKeys({ config }: StoredConfig, hubId: string): HubPublicKey[] {
  const keys = config.hubs.find((hub) => hub.hubId === hubId)?.keys ?? [];
  return keys.map(({ keyId, publicKey, notBefore, notAfter, retired = false }) => ({
    keyId,
    publicKey: publicKey === null ? null : fromBase64Url(publicKey),
    notBefore: Date.parse(notBefore),
    notAfter: Date.parse(notAfter),
    retired,
  }));
}

/** What the stamp says of its key and time; nothing of it is proven yet. Null if it cannot be read. */
function contextOf(message: IncomingMessage, hubId: string): { keyId: number; acceptedAt: number } | null {
  const { stamp } = message;
  try {
    return (isCompactStamp(stamp) ? expandStamp(stamp, { ...message, hubId }) : decodeStamp(stamp)).context;
  } catch {
    return null;
  }
}

function noConfig(error: unknown): null {
  if (error instanceof WellhouseClientError && error.code === 'config-unavailable') return null;
  throw error;
}
