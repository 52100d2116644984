import {
  type CiphersuiteImpl,
  type ClientState,
  type Credential,
  contentTypes,
  isDefaultCredential,
  type PrivateMessage,
  type RatchetTree,
} from 'ts-mls';
import { fromUtf8, utf8 } from './bytes.ts';

/** The account that a credential names, or null if it is none of ours. */
export function accountOfCredential(credential: Credential): string | null {
  if (!isDefaultCredential(credential) || !('identity' in credential)) return null;
  try {
    return fromUtf8(credential.identity);
  } catch {
    return null;
  }
}

/** Leaves stand at the even indices of the tree's array, RFC 9420 Appendix C. */
export function accountAtLeaf(tree: RatchetTree, leafIndex: number): string | null {
  const node = tree[leafIndex * 2];
  return node !== undefined && 'leaf' in node ? accountOfCredential(node.leaf.credential) : null;
}

function u16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function vector(bytes: Uint8Array): Uint8Array {
  // RFC 9420 §2.1.2: variable-size length, here at most 2^14-1.
  const length = bytes.length < 64 ? [bytes.length] : u16(0x4000 | bytes.length);
  return Uint8Array.of(...length, ...bytes);
}

/** ExpandWithLabel, RFC 9420 §8. */
function expandWithLabel(
  suite: CiphersuiteImpl,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
) {
  const info = Uint8Array.of(...u16(length), ...vector(utf8(`MLS 1.0 ${label}`)), ...vector(context));
  return suite.kdf.expand(secret, info, length);
}

/**
 * The account that really sent a message: the leaf index out of the encrypted sender data (RFC 9420 §6.3.2), looked up
 * in the tree of the message's own epoch. The library checks the signature against the same leaf when it opens the
 * message, so call this before `processMessage` and trust it only if that succeeds.
 *
 * The library does not tell the sender itself; hence this function.
 *
 * @returns null if the epoch is not known or the leaf is blank
 * @throws if the sender data does not authenticate
 */
export async function authenticatedSender(
  state: ClientState,
  message: PrivateMessage,
  suite: CiphersuiteImpl,
): Promise<string | null> {
  const current = message.epoch === state.groupContext.epoch;
  const past = state.historicalReceiverData.get(message.epoch);
  const secret = current ? state.keySchedule.senderDataSecret : past?.senderDataSecret;
  const tree = current ? state.ratchetTree : past?.ratchetTree;
  if (secret === undefined || tree === undefined) return null;
  const sample = message.ciphertext.subarray(0, suite.kdf.size);
  const key = await expandWithLabel(suite, secret, 'key', sample, suite.hpke.keyLength);
  const nonce = await expandWithLabel(suite, secret, 'nonce', sample, suite.hpke.nonceLength);
  // SenderDataAAD { opaque group_id<V>; uint64 epoch; ContentType content_type; }
  const epoch = new Uint8Array(8);
  new DataView(epoch.buffer).setBigUint64(0, message.epoch);
  const aad = Uint8Array.of(...vector(message.groupId), ...epoch, contentTypes.application);
  const senderData = await suite.hpke.decryptAead(key, nonce, aad, message.encryptedSenderData);
  const leafIndex = new DataView(senderData.buffer, senderData.byteOffset, senderData.byteLength).getUint32(0);
  return accountAtLeaf(tree, leafIndex);
}
