/**
 * Stands in for MLS, of which franking needs four properties (docs/spec/franking.md §5 rule 1): only members of an epoch read
 * and write in it, a message is signed by the device whose account it names, authenticated data and content are bound
 * together, and nobody alters anything on the way. Whoever holds less than an attacker of the list cannot do more here.
 */
import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';

export interface Device {
  account: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** What the members of a group share; `secrets` holds the epochs that this member has seen. */
export interface GroupState {
  groupId: Uint8Array;
  epoch: bigint;
  secrets: Map<bigint, Uint8Array>;
  members: Map<string, Device>;
}

export interface Opened {
  sender: string;
  groupId: Uint8Array;
  epoch: bigint;
  authenticatedData: Uint8Array;
  content: Uint8Array;
}

interface Outside {
  groupId: string;
  epoch: string;
  authenticatedData: string;
}

export function newDevice(account: string): Device {
  return { account, ...generateKeyPairSync('ed25519') };
}

export function newGroup(groupId: Uint8Array, devices: readonly Device[], epoch = 5n): GroupState {
  const members = new Map(devices.map((device) => [device.account, device]));
  return { groupId, epoch, members, secrets: new Map([[epoch, randomBytes(32)]]) };
}

/** The next epoch without `account`, whose own state stays behind as it was. */
export function removeMember(state: GroupState, account: string): GroupState {
  const members = new Map(state.members);
  members.delete(account);
  const epoch = state.epoch + 1n;
  return { ...state, epoch, members, secrets: new Map([...state.secrets, [epoch, randomBytes(32)]]) };
}

/** What `device` submits: the bytes that the hub hashes. */
export function sealEnvelope(
  state: GroupState,
  device: Device,
  { content, authenticatedData }: { content: Uint8Array; authenticatedData: Uint8Array },
  epoch = state.epoch,
): Uint8Array {
  const outside = { groupId: hex(state.groupId), epoch: String(epoch), authenticatedData: hex(authenticatedData) };
  const bound = Buffer.from(JSON.stringify(outside));
  const signature = sign(null, Buffer.concat([bound, content]), device.privateKey);
  const inside = JSON.stringify({ sender: device.account, signature: hex(signature), content: hex(content) });
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secretOf(state, epoch), nonce).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(inside), cipher.final(), cipher.getAuthTag()]);
  return Buffer.from(JSON.stringify({ ...outside, nonce: hex(nonce), sealed: hex(sealed) }));
}

/** What a hub reads without any key (docs/spec/franking.md §4.1 duty 2). */
export function readOutside(message: Uint8Array): Pick<Opened, 'groupId' | 'epoch' | 'authenticatedData'> {
  const outside: Outside = JSON.parse(Buffer.from(message).toString());
  return {
    groupId: unhex(outside.groupId),
    epoch: BigInt(outside.epoch),
    authenticatedData: unhex(outside.authenticatedData),
  };
}

/** @throws if the message was not made by a member of its epoch, or was altered */
export function openEnvelope(state: GroupState, message: Uint8Array): Opened {
  const { nonce, sealed, ...outside }: Outside & { nonce: string; sealed: string } = JSON.parse(
    Buffer.from(message).toString(),
  );
  const bound = Buffer.from(JSON.stringify(outside));
  const bytes = unhex(sealed);
  const decipher = createDecipheriv('aes-256-gcm', secretOf(state, BigInt(outside.epoch)), unhex(nonce)).setAAD(bound);
  decipher.setAuthTag(bytes.subarray(-16));
  const inside = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  const { sender, signature, content }: Record<'sender' | 'signature' | 'content', string> = JSON.parse(`${inside}`);
  const device = state.members.get(sender);
  if (!device || !verify(null, Buffer.concat([bound, unhex(content)]), device.publicKey, unhex(signature))) {
    throw new Error(`cannot open: ${sender} did not sign this`);
  }
  return { sender, content: unhex(content), ...readOutside(message) };
}

function secretOf(state: GroupState, epoch: bigint): Uint8Array {
  const secret = state.secrets.get(epoch);
  if (!secret) throw new Error(`cannot open: no secret of epoch ${epoch}`);
  return secret;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function unhex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}
