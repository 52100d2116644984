import { decodeStamp, expandStamp, fromBase64Url, type HubPublicKey, isCompactStamp } from '@wellhouse/franking';
import { WellhouseClientError } from './client-error.ts';
import type { ClientContext } from './context.ts';
import type { HubTime } from './disappearing/hub-time.ts';
import type { IncomingMessage } from './receive.ts';
import type { ConfigSource } from './report-config.ts';
import type { StoredConfig } from './storage/wellhouse-storage.ts';

/** The hub's keys to check this message with; null: they cannot be had now, hand the message in again later. */
export type HubKeySource = (message: IncomingMessage) => Promise<HubPublicKey[] | null>;

const hourMs = 3_600_000;
/** Forged key ids, an old list, or a server that is away, must not make the device ask again and again. */
const askAgainMs = 60_000;
/** The device asks for a list that is newer than this; a key whose period is over may be retired, and needs one. */
const youngListMs = 24 * hourMs;
/** While no newer list can be had, one of this age still vouches for a key inside its period; an older one for none. */
const oldestListMs = 7 * 24 * hourMs;
/** How long a message waits for a key that its hub has not published yet. */
const waitForKeyMs = 7 * 24 * hourMs;

/**
 * Rule 5 of docs/spec/franking.md §5, as far as it is about which list of keys may be used. The age of a list and the period
 * of a key go by the later of this device's clock and the hub's time as far as it is known; a message is given up only if it is
 * too old by both, and only after the server has answered.
 */
export function createHubKeySource(
  { clock, hubId }: ClientContext,
  config: ConfigSource,
  hubTime: Pick<HubTime, 'latest' | 'earliest'>,
): HubKeySource {
  /** The last question, whatever it was asked for and whatever came of it; by this device's clock. */
  let lastAsked = { at: Number.NEGATIVE_INFINITY, isAnswered: false };
  let asking: Promise<StoredConfig | null> | null = null;

  /** The newest list, or null if none came or the server was asked within the last minute. */
  async function ask(): Promise<StoredConfig | null> {
    if (asking) return asking;
    const at = clock();
    if (Math.abs(at - lastAsked.at) < askAgainMs) return null;
    lastAsked = { at, isAnswered: false };
    asking = config
      .get({ maxAgeMs: 0 })
      .then((got) => {
        lastAsked = { at, isAnswered: got.isAnswer };
        return got;
      }, noConfig)
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  /** What the list says of a key now: whether it may be used, must not be, or is too old to tell. */
  function lookUp(list: StoredConfig, keyId: number, now: number): 'unknown' | 'too-old' | 'told' {
    const key = hubKeys(list, hubId).find((candidate) => candidate.keyId === keyId);
    if (key === undefined) return 'unknown';
    const oldest = now <= key.notAfter ? oldestListMs : youngListMs;
    return key.retired === true || ageOf(list, now) < oldest ? 'told' : 'too-old';
  }

  function mustAsk(list: StoredConfig | null, keyId: number | undefined, now: number): boolean {
    if (list === null || keyId === undefined) return list === null;
    return ageOf(list, now) >= youngListMs || lookUp(list, keyId, now) === 'unknown';
  }

  /** Whether the hub may be late in publishing the key of a message, or nobody could be asked. */
  async function mayComeYet(acceptedAt: number, now: number): Promise<boolean> {
    const isYoung = (await hubTime.earliest()) - acceptedAt < waitForKeyMs && acceptedAt - now < youngListMs;
    return isYoung || !lastAsked.isAnswered;
  }

  return async (message) => {
    const named = contextOf(message, hubId);
    let list = await config.last();
    let now = await hubTime.latest();
    if (mustAsk(list, named?.keyId, now)) {
      list = (await ask()) ?? list;
      now = await hubTime.latest();
    }
    if (list === null) return null;
    const answer = named === null ? 'told' : lookUp(list, named.keyId, now);
    if (answer === 'too-old') return null;
    if (answer === 'unknown' && named !== null && (await mayComeYet(named.acceptedAt, now))) return null;
    return hubKeys(list, hubId);
  };
}

/** Milliseconds. A list from the future, by a clock that has been put right since, is older than any. */
function ageOf({ fetchedAt, fetchedAtLatest = fetchedAt }: StoredConfig, now: number): number {
  return now < fetchedAtLatest ? Number.POSITIVE_INFINITY : now - fetchedAtLatest;
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
