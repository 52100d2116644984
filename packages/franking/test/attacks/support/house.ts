/** A whole house: members, a group, a hub and a safety team, all of them the real functions, so that an attack is mounted for real. */
import { createHub, type Hub, type HubOptions, memorySequenceStore } from '@wellhouse/hub';
import {
  type CheckReceivedInput,
  type ContentPart,
  checkReceived,
  createContent,
  discloseMessage,
  encodeAuthenticatedData,
  expandStamp,
  type FrankedEvidence,
  generateHubKey,
  type HubKey,
  type MessageHeader,
  type Received,
  type Stamp,
  type VerifiedEvidence,
  verifyEvidence,
} from '../../../src/index.ts';
import { seeded } from '../../support/seeded.ts';
import {
  type Device,
  type GroupState,
  newDevice,
  newGroup,
  openEnvelope,
  readOutside,
  sealEnvelope,
} from './envelope.ts';

export const houseHubId = 'hub.localhost';
export const noon = 1_790_000_000_000;

/** What the hub delivers to everyone in the group. */
export interface Delivered {
  message: Uint8Array;
  stamp: Uint8Array;
  sequence: bigint;
  acceptedAt: number;
}

export interface Draft {
  kind?: MessageHeader['kind'];
  header?: Partial<MessageHeader>;
  parts?: readonly ContentPart[];
}

export interface House {
  hub: Hub;
  keys: readonly HubKey[];
  mal: Device;
  ana: Device;
  ben: Device;
  group: GroupState;
  /** Another group, in which Mal and Ana are and Ben is not. */
  otherGroup: GroupState;
}

export function openHouse(options: Partial<HubOptions> = {}): House {
  const keys = options.keys ?? [houseKey(1)];
  const hub = createHub({ hubId: houseHubId, store: memorySequenceStore(), clock: () => noon, ...options, keys });
  const [mal, ana, ben] = [
    newDevice('mal@hub.localhost'),
    newDevice('ana@hub.localhost'),
    newDevice('ben@hub.localhost'),
  ];
  const group = newGroup(seeded('house group')(16), [mal, ana, ben]);
  return { hub, keys, mal, ana, ben, group, otherGroup: newGroup(seeded('other house group')(16), [mal, ana]) };
}

export function houseKey(keyId: number, change: Partial<HubKey> = {}): HubKey {
  const random = seeded(`house key ${keyId}`);
  return { ...generateHubKey({ keyId, notBefore: noon - 1_000_000, notAfter: noon + 1_000_000, random }), ...change };
}

/** Content and tag as `author`'s own honest device makes them. */
export function draft(group: GroupState, author: Device, text: string, { header, parts }: Draft = {}) {
  const made = createContent({
    header: {
      sender: author.account,
      groupId: group.groupId,
      messageId: crypto.getRandomValues(new Uint8Array(16)),
      clientTime: noon,
      kind: 'text',
      refersTo: null,
      expiresAfter: 0,
      ...header,
    },
    parts: parts ?? [{ type: 'text', text }],
  });
  return { ...made, authenticatedData: encodeAuthenticatedData(made.tag) };
}

/** The hub's duties 1 to 6 for bytes that `account`, as the hub authenticated it, hands in. */
export async function submit(hub: Hub, account: string, message: Uint8Array): Promise<Delivered> {
  return { message, ...(await hub.accept({ sender: account, message, ...readOutside(message) })) };
}

/** Draft, seal, submit: an honest sender. */
export async function say(house: House, author: Device, text: string, group = house.group, more: Draft = {}) {
  return submit(house.hub, author.account, sealEnvelope(group, author, draft(group, author, text, more)));
}

/** What a member's device does with a delivered message; `last` is of the message shown before. */
export function receive(
  house: House,
  { message, stamp }: Pick<Delivered, 'message' | 'stamp'>,
  change: Partial<CheckReceivedInput> & { state?: GroupState } = {},
): Received {
  const { state = house.group, ...rest } = change;
  const opened = openEnvelope(state, message);
  const keys = house.hub.publicKeys();
  return checkReceived({ ...opened, message, stamp, hubId: houseHubId, keys, last: null, now: noon, ...rest });
}

/** The code under which a device drops a message, or `shown`. */
export function verdict(received: Received): string {
  return received.ok ? 'shown' : received.code;
}

/** The report of a member to whom the message was shown. */
export function report(
  house: House,
  delivered: Delivered,
  reveal?: readonly number[],
  state = house.group,
): FrankedEvidence {
  const received = receive(house, delivered, { state });
  if (!received.ok) throw new Error(`cannot report what was not shown: ${received.code}`);
  const { content } = openEnvelope(state, delivered.message);
  return discloseMessage({ content, stamp: received.stampBytes, ...(reveal && { reveal }) });
}

/** The full stamp behind a delivered one, as anyone can write it down who knows whom the hub took for the sender. */
export function fullStamp(
  { message, stamp }: Delivered,
  sender: string,
  outside: { groupId: Uint8Array; epoch: bigint } = readOutside(message),
): Stamp {
  const { groupId, epoch } = outside;
  return expandStamp(stamp, { hubId: houseHubId, sender, groupId, epoch, message });
}

/** What the safety team finds, with the keys that this hub published. */
export function judge(house: House, evidence: FrankedEvidence): VerifiedEvidence {
  return verifyEvidence(evidence, { keys: house.hub.verifyKeys(), hubId: houseHubId });
}

/** The code under which the safety team refuses evidence, or `verified`. */
export function judgement(house: House, evidence: FrankedEvidence): string {
  const verified = judge(house, evidence);
  return verified.ok ? 'verified' : verified.code;
}

export function mustVerify(verified: VerifiedEvidence): Extract<VerifiedEvidence, { ok: true }> {
  if (!verified.ok) throw new Error(`expected evidence to verify: ${verified.code}, ${verified.detail}`);
  return verified;
}
