import {
  createStamp,
  encodeCompactStamp,
  FrankingError,
  frankingLimits,
  type HubKey,
  type HubPublicKey,
  type HubVerifyKey,
  hubKeyState,
  readTag,
  sha256,
  toBase64Url,
} from '@wellhouse/franking';
import { GroupTimes } from './group-times.ts';
import { HubRefusal, type HubRefusalCode } from './hub-refusal.ts';
import type { SequenceStore } from './sequence-store.ts';
import { SerialQueue } from './serial-queue.ts';

export interface HubOptions {
  /** The delivery service's name, 1 to 255 bytes, the same in every stamp. */
  hubId: string;
  /** The newest key whose period holds the time stamps. */
  keys: readonly HubKey[];
  store: SequenceStore;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Bytes of the largest MLSMessage; 128 KiB if left out. */
  maximumMessageBytes?: number;
}

export interface SubmittedMessage {
  /** The account that the delivery service authenticated; never a claim in the message. */
  sender: string;
  /** Group, epoch and authenticated data as they stand in `message`; read them from it, not from the request around it. */
  groupId: Uint8Array;
  epoch: bigint;
  authenticatedData: Uint8Array;
  /** The MLSMessage, byte for byte as it will be delivered. */
  message: Uint8Array;
}

export interface AcceptedMessage {
  /** The compact stamp, 100 bytes, or 36 under a MAC-only key: deliver it with the message, and to the sender too. */
  stamp: Uint8Array;
  sequence: bigint;
  /** Milliseconds; never below that of the group's message before. */
  acceptedAt: number;
}

export interface Hub {
  /**
   * Numbers and stamps a message (docs/spec/franking.md §4.1), or refuses it.
   * @throws {HubRefusal} and nothing was numbered · whatever the store throws
   */
  accept(submitted: SubmittedMessage): Promise<AcceptedMessage>;
  /** Goes on with other keys, from the next message on. */
  replaceKeys(keys: readonly HubKey[]): void;
  /** For the safety team alone: they hold the MAC keys. */
  verifyKeys(): HubVerifyKey[];
  /** For everyone. */
  publicKeys(): HubPublicKey[];
}

const rememberedGroups = 100_000;
const utf8 = new TextEncoder();
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const controls = /[\u0000-\u001f\u007f]/;

export function createHub(options: HubOptions): Hub {
  const { hubId, store, clock, maximumMessageBytes = 128 * 1024 } = options;
  if (!isName(hubId, frankingLimits.hubId)) throw new FrankingError('invalid-argument', `cannot use hub id "${hubId}"`);
  const queue = new SerialQueue();
  const times = new GroupTimes(rememberedGroups);
  let keys = [...options.keys];

  async function stampNext(submitted: SubmittedMessage, tag: Uint8Array, group: string): Promise<AcceptedMessage> {
    const { sender, groupId, epoch, message } = submitted;
    const last = times.get(group) ?? Math.max(times.floor, (await store.lastAcceptedAt?.(groupId)) ?? 0);
    const acceptedAt = Math.max(clock(), last);
    // everything that can be refused is refused before a number is taken: the numbering has no gaps
    const key = currentKey(keys, acceptedAt);
    const messageHash = sha256(message);
    const sequence = await store.next(groupId);
    const context = { hubId, sender, groupId, epoch, sequence, acceptedAt, messageHash };
    const stamp = encodeCompactStamp(createStamp({ key, tag, context }));
    times.set(group, acceptedAt);
    return { stamp, sequence, acceptedAt };
  }

  return {
    async accept(submitted) {
      checkSubmitted(submitted, maximumMessageBytes);
      const tag = readTagOrRefuse(submitted.authenticatedData);
      const group = toBase64Url(submitted.groupId);
      return queue.run(group, () => stampNext(submitted, tag, group));
    },
    replaceKeys(next) {
      keys = [...next];
    },
    verifyKeys: () => keys.map(({ privateKey: _, ...key }) => key),
    publicKeys: () => keys.map(({ privateKey: _, macKey: __, ...key }) => key),
  };
}

function checkSubmitted({ sender, groupId, epoch, message }: SubmittedMessage, maximumMessageBytes: number): void {
  if (!isName(sender, frankingLimits.accountId)) refuse('sender-invalid', 'cannot accept this account name');
  if (groupId.length < 1 || groupId.length > frankingLimits.groupId) {
    refuse('group-invalid', `cannot accept a group id of ${groupId.length} bytes`);
  }
  if (epoch < 0n || epoch > 0xffff_ffff_ffff_ffffn) refuse('epoch-invalid', `cannot accept epoch ${epoch}`);
  if (message.length === 0) refuse('message-empty', 'cannot accept an empty message');
  if (message.length > maximumMessageBytes) {
    refuse('message-too-large', `cannot accept ${message.length} bytes, ${maximumMessageBytes} are allowed`);
  }
}

function readTagOrRefuse(authenticatedData: Uint8Array): Uint8Array {
  try {
    return readTag(authenticatedData);
  } catch (error) {
    if (!(error instanceof FrankingError)) throw error;
    const known = error.code === 'tag-missing' || error.code === 'tag-duplicate';
    return refuse(known ? error.code : 'authenticated-data-malformed', error.message);
  }
}

function currentKey(keys: readonly HubKey[], time: number): HubKey {
  let current: HubKey | undefined;
  for (const key of keys) {
    if (hubKeyState(key, time) === 'stamping' && (current === undefined || key.notBefore > current.notBefore))
      current = key;
  }
  return current ?? refuse('key-missing', 'cannot stamp: no key is in use now');
}

function isName(name: string, maximumBytes: number): boolean {
  const length = utf8.encode(name).length;
  return length >= 1 && length <= maximumBytes && name.isWellFormed() && !controls.test(name);
}

function refuse(code: HubRefusalCode, message: string): never {
  throw new HubRefusal(code, message);
}
