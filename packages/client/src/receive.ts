import {
  type ContentPart,
  checkReceived,
  type HubPublicKey,
  type MessageHeader,
  reportableUntil,
  type Stamp,
  sha256,
  toBase64Url,
  visibleUntil,
} from '@wellhouse/franking';
import type { ClientContext } from './context.ts';
import { graceSeconds } from './disappearing/grace.ts';
import type { HubTime } from './disappearing/hub-time.ts';
import { type KeptLife, whatToKeep } from './disappearing/what-to-keep.ts';
import { createHubKeySource } from './hub-key-source.ts';
import type { ConfigSource } from './report-config.ts';
import type { StampPosition, StoredGroup } from './storage/wellhouse-storage.ts';

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
      /** Milliseconds of hub time, null: for ever. Write both down with the message; `whatToKeep` reads them. */
      visibleUntil: number | null;
      reportableUntil: number | null;
      /** `stub`: it came after its words had disappeared. Keep it for a report, and show that it disappeared. */
      keep: 'all' | 'stub';
    }
  | {
      shown: false;
      /** A verdict of docs/spec/franking.md §8, `hub-keys-unavailable`, or `expired`: genuine, and over before it came. */
      code: string;
      detail: string;
      /** Nothing is known to be wrong: the key that the stamp names cannot be had now. Keep the message, hand it in again. */
      retry: boolean;
    };

export interface Receiver {
  receive(message: IncomingMessage): Promise<ReceiveResult>;
  /** How many messages were dropped in this group, or in all. */
  dropped(groupId?: Uint8Array): Promise<number>;
}

/** How old the policy may be by which a disappearing message is kept; an older one only if there is no newer. */
const policyAgeMs = 24 * 3_600_000;

/** Receiver rules 2 to 7 of docs/spec/franking.md with the state they need; rule 1 is the message layer's. */
export function createReceiver(context: ClientContext, config: ConfigSource, hubTime: HubTime): Receiver {
  const { storage, emit } = context;
  const keysFor = createHubKeySource(context, config, hubTime);

  async function receive(message: IncomingMessage): Promise<ReceiveResult> {
    const keys = await keysFor(message);
    if (keys === null) {
      const detail = 'cannot fetch the key that the stamp names; hand the message in again later';
      return { shown: false, code: 'hub-keys-unavailable', detail, retry: true };
    }
    let result: Checked | undefined;
    const groupId = toBase64Url(message.groupId);
    await storage.update('group', groupId, (current) => {
      const group = current ?? { groupId, last: null, previous: null, dropped: null };
      const checked = check(context, message, group, keys);
      result = checked.result;
      return checked.group;
    });
    if (!result) throw new Error('storage.update returned without calling its change');
    if (result.shown) return withLife(result);
    emit({ type: 'dropped', groupId: message.groupId });
    return result;
  }

  /** The group has moved on already: a message that is over took its number, and is neither shown nor counted as wrong. */
  async function withLife(result: Extract<Checked, { shown: true }>): Promise<ReceiveResult> {
    const { header, stamp } = result.message;
    // whatever it is: the latest time that the hub is known to have reached also says how old a list of keys is
    const now = await hubTime.afterStamp(stamp.context.acceptedAt);
    if (visibleUntil({ header, stamp }) === null) {
      return { ...result, visibleUntil: null, reportableUntil: null, keep: 'all' };
    }
    const policy = await config.get({ maxAgeMs: policyAgeMs });
    const life: KeptLife = {
      visibleUntil: visibleUntil({ header, stamp }),
      reportableUntil: reportableUntil({ header, stamp, graceSeconds: graceSeconds(policy.config) }),
    };
    const keep = whatToKeep(life, now);
    if (keep !== 'nothing') return { ...result, ...life, keep };
    return { shown: false, code: 'expired', detail: 'it had disappeared before it came', retry: false };
  }

  return {
    receive,
    async dropped(groupId) {
      const groups = groupId ? [await storage.get('group', toBase64Url(groupId))] : await storage.list('group');
      return groups.reduce((sum, group) => sum + (group?.dropped?.count ?? 0), 0);
    },
  };
}

type Checked = { shown: true; message: ReceivedMessage; repeated: boolean } | Extract<ReceiveResult, { shown: false }>;

function check(context: ClientContext, message: IncomingMessage, group: StoredGroup, keys: HubPublicKey[]) {
  const { hubId, acceptMacOnlyKeys } = context;
  const now = context.clock();
  const messageHash = sha256(message.message);
  // after a crash between `receive` and the messenger's own commit, the same message comes again
  const repeated = group.last !== null && sameBytes(group.last.messageHash, messageHash);
  const last = repeated ? group.previous : group.last;
  const checked = checkReceived({ ...message, hubId, keys, acceptMacOnlyKeys, last, now });
  if (!checked.ok) {
    const { code, detail } = checked;
    const dropped = { count: (group.dropped?.count ?? 0) + 1, lastCode: code, lastAt: now };
    return {
      group: { ...group, dropped },
      result: { shown: false, code, detail, retry: false } satisfies Checked,
    };
  }
  const { sequence, acceptedAt } = checked.stamp.context;
  const position: StampPosition = { sequence, acceptedAt, messageHash };
  const next: StoredGroup = repeated ? group : { ...group, last: position, previous: group.last };
  const { header, parts } = checked.opened;
  const received = { header, parts, stamp: checked.stamp, content: message.content, stampBytes: checked.stampBytes };
  return { group: next, result: { shown: true, message: received, repeated } satisfies Checked };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
