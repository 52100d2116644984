import type { IncomingMessage, ReportableMessage } from '@wellhouse/client';
import {
  type AttachmentDescriptor,
  type ContentPart,
  createContent,
  createStamp,
  encodeAuthenticatedData,
  encodeStamp,
  generateHubKey,
  type HubKey,
  type MessageKind,
  sha256,
} from '@wellhouse/franking';

export const hubId = 'hub.example';
export const groupId = new TextEncoder().encode('group-1');
/** Tuesday, 3 November 2026, 14:00 UTC. */
export const startOfTime = Date.UTC(2026, 10, 3, 14, 0);

export interface SpokenMessage extends IncomingMessage, ReportableMessage {
  messageId: Uint8Array;
  sequence: bigint;
}

export interface Speech {
  sender: string;
  parts: readonly ContentPart[];
  kind?: MessageKind;
  refersTo?: Uint8Array | null;
  groupId?: Uint8Array;
  ciphertexts?: ReadonlyMap<number, () => Promise<Uint8Array>>;
  /** Minutes after the last message. */
  after?: number;
  key?: HubKey;
  skipSequences?: number;
  /** Seconds. */
  expiresAfter?: number;
  /** Milliseconds, the sender's clock; the hub's if left out. */
  clientTime?: number;
}

/** A hub with one group, whose messages are franked and stamped for real; only the MLS around them is left out. */
export function createTestHub() {
  const key = generateHubKey({
    keyId: 1,
    notBefore: startOfTime - 86_400_000,
    notAfter: startOfTime + 86_400_000 * 90,
  });
  let sequence = 0n;
  let now = startOfTime;

  function say(speech: Speech): SpokenMessage {
    const { sender, parts, kind = 'text', refersTo = null, groupId: group = groupId } = speech;
    sequence += BigInt(1 + (speech.skipSequences ?? 0));
    now += (speech.after ?? 1) * 60_000;
    const messageId = crypto.getRandomValues(new Uint8Array(16));
    const { expiresAfter = 0, clientTime = now } = speech;
    const header = { sender, groupId: group, messageId, clientTime, kind, refersTo, expiresAfter };
    const { content, tag } = createContent({ header, parts });
    const message = crypto.getRandomValues(new Uint8Array(64));
    const epoch = 3n;
    const context = { hubId, sender, groupId: group, epoch, sequence, acceptedAt: now, messageHash: sha256(message) };
    const stamp = encodeStamp(createStamp({ key: speech.key ?? key, tag, context }));
    return {
      ...{ content, authenticatedData: encodeAuthenticatedData(tag), message, stamp, sender, groupId: group, epoch },
      ...{ messageId, sequence, ...(speech.ciphertexts && { ciphertexts: speech.ciphertexts }) },
    };
  }

  return { key, say, text: (sender: string, text: string) => say({ sender, parts: [{ type: 'text', text }] }) };
}

export async function encryptedPicture(
  plaintext: Uint8Array<ArrayBuffer>,
  mediaType = 'image/png',
): Promise<{ descriptor: AttachmentDescriptor; ciphertext: Uint8Array }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, aes, plaintext));
  const descriptor: AttachmentDescriptor = {
    ...{ url: 'https://hub.example/blobs/1', name: 'picture.png', mediaType, size: plaintext.length },
    ...{ width: 320, height: 200, algorithm: 'A256GCM', key, nonce },
    ...{ ciphertextSha256: sha256(ciphertext), plaintextSha256: sha256(plaintext) },
  };
  return { descriptor, ciphertext };
}
