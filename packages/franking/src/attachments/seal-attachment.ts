import { randomBytes, sha256 } from '#primitives';
import type { AttachmentSeal, WholeSeal } from '../attachment.ts';
import { importCipher } from './chunk-cipher.ts';
import { attachmentLimits, chunkLayout } from './chunk-layout.ts';
import { drawKey } from './draw-key.ts';
import { sealAttachmentStream } from './seal-attachment-stream.ts';

export interface SealAttachmentInput {
  plaintext: Uint8Array;
  /** `A256GCM-STREAM` if left out. */
  algorithm?: AttachmentSeal['algorithm'];
  /** For `A256GCM-STREAM`: a power of two, 4096 to 4194304; 65536 if left out. */
  chunkSize?: number;
  /** Source of key and nonce; the platform's secure one if left out. */
  random?: (length: number) => Uint8Array;
}

export interface SealedAttachment<Seal extends AttachmentSeal = AttachmentSeal> {
  /** What the message commits to, beside the address and what the file is said to be. */
  seal: Seal;
  /** What is uploaded. */
  ciphertext: Uint8Array<ArrayBuffer>;
}

/**
 * Encrypts a file under a key of its own (docs/spec/attachments.md §3). Key and nonce are drawn here, so that no two files
 * share them.
 * @throws {FrankingError} `invalid-argument` on a chunk size that is not allowed, or a random source that gives zeros
 */
export async function sealAttachment(input: SealAttachmentInput): Promise<SealedAttachment> {
  const { plaintext, random = randomBytes, chunkSize = attachmentLimits.chunkSizeDefault } = input;
  if (input.algorithm === 'A256GCM') return sealWhole(plaintext, random);
  const { length } = chunkLayout({ size: plaintext.length, chunkSize });
  const ciphertext = new Uint8Array(length);
  let offset = 0;
  const seal = await sealAttachmentStream({
    source: [plaintext],
    chunkSize,
    random,
    write(bytes) {
      ciphertext.set(bytes, offset);
      offset += bytes.length;
    },
  });
  return { seal, ciphertext };
}

async function sealWhole(
  plaintext: Uint8Array,
  random: (length: number) => Uint8Array,
): Promise<SealedAttachment<WholeSeal>> {
  const { key, nonce } = drawKey(random);
  const cipher = await importCipher(key);
  const plaintextSha256 = sha256(plaintext);
  const ciphertext = await cipher.seal(nonce, plaintext);
  const hashes = { ciphertextSha256: sha256(ciphertext), plaintextSha256 };
  return { seal: { algorithm: 'A256GCM', size: plaintext.length, key, nonce, ...hashes }, ciphertext };
}
