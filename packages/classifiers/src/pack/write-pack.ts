import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { checkHeader, type PackHeader } from './header.ts';
import {
  keyBytes,
  mostHeaderBytes,
  readPrefix,
  sectionAlignment,
  signatureBytes,
  signedBytes,
  writePrefix,
} from './layout.ts';
import { PackError } from './pack-error.ts';

export interface PackContents {
  readonly header: Omit<PackHeader, 'sections'>;
  readonly sections: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * A pack, not signed yet; the same contents give the same bytes. Every section begins at a multiple of 16.
 * @throws PackError `header-invalid`, `too-large`
 */
export function writePack({ header, sections }: PackContents): Uint8Array<ArrayBuffer> {
  let end = 0;
  const listed = sections.map(({ name, bytes }) => {
    const offset = aligned(end);
    end = offset + bytes.length;
    return { name, offset, length: bytes.length, sha256: bytesToHex(sha256(bytes)) };
  });
  const text = JSON.stringify(checkHeader({ ...header, sections: listed }));
  const json = new TextEncoder().encode(text);
  const encoded = new Uint8Array(aligned(json.length)).fill(0x20);
  encoded.set(json);
  if (encoded.length > mostHeaderBytes) throw new PackError('too-large', `has a header of ${encoded.length} bytes`);
  const prefix = writePrefix(encoded.length);
  const start = prefix.length + encoded.length + keyBytes + signatureBytes;
  const pack = new Uint8Array(start + end);
  pack.set(prefix);
  pack.set(encoded, prefix.length);
  for (const [at, { bytes }] of sections.entries()) pack.set(bytes, start + (listed[at]?.offset ?? 0));
  return pack;
}

/**
 * The same pack, signed; what signature it had is gone.
 * @param seed the private key, 32 bytes (RFC 8032)
 * @throws PackError where the bytes do not begin like a pack
 */
export function signPack(pack: Uint8Array, seed: Uint8Array): Uint8Array<ArrayBuffer> {
  const { headerEnd, sectionsStart } = readPrefix(pack);
  if (pack.length < sectionsStart) throw new PackError('truncated', 'ends before its signature does');
  const signed = new Uint8Array(pack);
  signed.set(ed25519.getPublicKey(seed), headerEnd);
  signed.set(ed25519.sign(signedBytes(signed.subarray(0, headerEnd + keyBytes)), seed), headerEnd + keyBytes);
  return signed;
}

function aligned(offset: number): number {
  return Math.ceil(offset / sectionAlignment) * sectionAlignment;
}
