import { bytesToHex } from '@noble/hashes/utils.js';
import { parseHeader } from './header.ts';
import { keyBytes, prefixBytes, readPrefix, signatureBytes, signedBytes } from './layout.ts';
import { turn } from './turn.ts';

/**
 * What somebody with WebCrypto has found out about a pack, for whoever checks it where there is none, as in a worker of a sandboxed frame:
 * there hashing 8 MB takes ten times as long, and one signature 15 to 70 ms. Whoever hands over the bytes and the keys is believed anyway.
 */
export interface PackWitness {
  readonly digests: readonly PartDigest[];
  /** The public key whose signature over the header holds, hexadecimal; null: none that was found. */
  readonly signer: string | null;
}

/** SHA-256 of the bytes of a file from `from` on, up to `to`. */
interface PartDigest {
  readonly from: number;
  readonly to: number;
  readonly sha256: Uint8Array;
}

/** It does not say whether the pack is good, and never throws; what it cannot find out is left to the reader. */
export async function witnessPack(bytes: Uint8Array<ArrayBuffer>): Promise<PackWitness> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return { digests: [], signer: null };
  const [digests, signer] = await Promise.all([
    digestSections(bytes, subtle).catch(() => []),
    signerOf(bytes, subtle).catch(() => null),
  ]);
  return { digests, signer };
}

async function digestSections(bytes: Uint8Array<ArrayBuffer>, subtle: SubtleCrypto): Promise<PartDigest[]> {
  const { headerEnd, sectionsStart } = readPrefix(bytes);
  const { sections } = parseHeader(bytes.subarray(prefixBytes, headerEnd));
  const digests: PartDigest[] = [];
  // WebCrypto copies what it is given before it gives the thread back: one section in a task, and none in that of the last bytes
  await turn();
  for (const { offset, length } of sections) {
    const [from, to] = [sectionsStart + offset, sectionsStart + offset + length];
    digests.push({ from, to, sha256: new Uint8Array(await subtle.digest('SHA-256', bytes.subarray(from, to))) });
  }
  return digests;
}

/** Throws where the platform has no Ed25519. */
async function signerOf(bytes: Uint8Array<ArrayBuffer>, subtle: SubtleCrypto): Promise<string | null> {
  const { headerEnd } = readPrefix(bytes);
  const signatureStart = headerEnd + keyBytes;
  const raw = bytes.subarray(headerEnd, signatureStart);
  const signature = bytes.subarray(signatureStart, signatureStart + signatureBytes);
  const key = await subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  const holds = await subtle.verify('Ed25519', key, signature, signedBytes(bytes.subarray(0, signatureStart)));
  return holds ? bytesToHex(raw) : null;
}
