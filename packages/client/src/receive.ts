import {
  type ContentPart,
  checkReceived,
  decodeStamp,
  expandStamp,
  fromBase64Url,
  type HubPublicKey,
  isCompactStamp,
  type MessageHeader,
  type Stamp,
  sha256,
  toBase64Url,
} from '@wellhouse/franking';
import { WellhouseClientError } from './client-error.ts';
import type { ClientContext } from './context.ts';
import type { ConfigSource } from './report-config.ts';
import type { StampPosition, StoredConfig, StoredGroup } from './storage/wellhouse-storage.ts';

/** A message as the delivery service handed it over and the message layer (MLS) opened it. */
export interface IncomingMessage {
  /** The opened application data. */
  content: Uint8Array;
  authenticatedData: Uint8Array;
  /** The message's bytes on the wire, as received. */
  message: Uint8Array;
  /** The delivery service's stamp as it came, compact or full. */
  stamp: Uint8Array;
  /** As the message layer authenticated it, never as the message claims. */
  sender: string;
  groupId: Uint8Array;
  epoch: bigint;
}

/** Keep `content` and `stampBytes` (the full stamp) with the message: they are what a report discloses. */
export interface ReceivedMessage {
  header: MessageHeader;
  /** Parts 1 and up. */
  parts: ContentPart[];
  stamp: Stamp;
  content: Uint8Array;
  stampBytes: Uint8Array;
}

export type ReceiveResult =
  | {
      shown: true;
      message: ReceivedMessage;
      /** The very same message was taken before, as the last of its group: it is stored again, not shown twice. */
      repeated: boolean;
    }
  | {
      shown: false;
      code: string;
      detail: string;
      /** Nothing is wrong with the message: the hub's keys cannot be had now. Keep it and hand it in again. */
      retry: boolean;
    };

export interface Receiver {
  receive(message: IncomingMessage): Promise<ReceiveResult>;
  /** How many messages were dropped in this group, or in all. */
  dropped(groupId?: Uint8Array): Promise<number>;
}

const askAgainMs = 60_000;

/** Receiver rules 2 to 7 of docs/spec/franking.md with the state they need; rule 1 is the message layer's. */
export function createReceiver(context: ClientContext, config: ConfigSource): Receiver {
  const { storage, clock, hubId, emit } = context;

  /** The hub's keys; null if the one that the stamp names may exist and cannot be fetched now. */
  async function keysFor(message: IncomingMessage): Promise<HubPublicKey[] | null> {
    const keyId = keyIdOf(message, hubId);
    const stored = hubKeys(await config.get({ maxAgeMs: Number.POSITIVE_INFINITY }), hubId);
    if (keyId === null || stored.some((key) => key.keyId === keyId)) return stored;
    // a key that is not known may be a new one; forged key ids must not make the device ask again and again
    const asked = clock();
    const newest = await config.get({ maxAgeMs: askAgainMs });
    const keys = hubKeys(newest, hubId);
    return newest.fetchedAt >= asked || keys.some((key) => key.keyId === keyId) ? keys : null;
  }

  async function receive(message: IncomingMessage): Promise<ReceiveResult> {
    const keys = await keysFor(message).catch(noConfig);
    if (keys === null) {
      const detail = 'cannot fetch the key that the stamp names; hand the message in again later';
      return { shown: false, code: 'hub-keys-unavailable', detail, retry: true };
    }
    let result: ReceiveResult | undefined;
    const groupId = toBase64Url(message.groupId);
    await storage.update('group', groupId, (current) => {
      const group = current ?? { groupId, last: null, previous: null, dropped: null };
      const checked = check(message, group, keys, hubId, clock());
      result = checked.result;
      return checked.group;
    });
    if (!result) throw new Error('storage.update returned without calling its change');
    if (!result.shown) emit({ type: 'dropped', groupId: message.groupId });
    return result;
  }

  return {
    receive,
    async dropped(groupId) {
      const groups = groupId ? [await storage.get('group', toBase64Url(groupId))] : await storage.list('group');
      return groups.reduce((sum, group) => sum + (group?.dropped?.count ?? 0), 0);
    },
  };
}

function check(message: IncomingMessage, group: StoredGroup, keys: HubPublicKey[], hubId: string, now: number) {
  const messageHash = sha256(message.message);
  // after a crash between `receive` and the messenger's own commit, the same message comes again
  const repeated = group.last !== null && sameBytes(group.last.messageHash, messageHash);
  const last = repeated ? group.previous : group.last;
  const checked = checkReceived({ ...message, hubId, keys, last, now });
  if (!checked.ok) {
    const { code, detail } = checked;
    const dropped = { count: (group.dropped?.count ?? 0) + 1, lastCode: code, lastAt: now };
    return {
      group: { ...group, dropped },
      result: { shown: false, code, detail, retry: false } satisfies ReceiveResult,
    };
  }
  const { sequence, acceptedAt } = checked.stamp.context;
  const position: StampPosition = { sequence, acceptedAt, messageHash };
  const next: StoredGroup = repeated ? group : { ...group, last: position, previous: group.last };
  const { header, parts } = checked.opened;
  const received = { header, parts, stamp: checked.stamp, content: message.content, stampBytes: checked.stampBytes };
  return { group: next, result: { shown: true, message: received, repeated } satisfies ReceiveResult };
}

function hubKeys({ config }: StoredConfig, hubId: string): HubPublicKey[] {
  const keys = config.hubs.find((hub) => hub.hubId === hubId)?.keys ?? [];
  return keys.map(({ keyId, publicKey, notBefore, notAfter }) => ({
    keyId,
    publicKey: fromBase64Url(publicKey),
    notBefore: Date.parse(notBefore),
    notAfter: Date.parse(notAfter),
  }));
}

function noConfig(error: unknown): null {
  if (error instanceof WellhouseClientError && error.code === 'config-unavailable') return null;
  throw error;
}

function keyIdOf(message: IncomingMessage, hubId: string): number | null {
  const { stamp } = message;
  try {
    const { context } = isCompactStamp(stamp) ? expandStamp(stamp, { ...message, hubId }) : decodeStamp(stamp);
    return context.keyId;
  } catch {
    return null;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
