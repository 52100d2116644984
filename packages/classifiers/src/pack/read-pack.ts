import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { PackCard } from '../verdict.ts';
import { type PackHeader, type PackSection, parseHeader } from './header.ts';
import { keyBytes, mostPackBytes, prefixBytes, readPrefix, signatureBytes, signedBytes } from './layout.ts';
import { PackError } from './pack-error.ts';
import type { PackWitness } from './witness-pack.ts';

export interface PackRules {
  /** Public keys (64 hexadecimal digits) by which a pack may be signed. */
  readonly trustedKeys: readonly string[];
  /** The pack must be for this language. */
  readonly language?: string;
  /** By id, and by `seriesOf`: the highest version that was in use here; a lower one is refused. */
  readonly minimumVersions?: Readonly<Record<string, number>>;
  /** Bytes of the file; 16 MiB. */
  readonly mostBytes?: number;
}

/** A pack whose every byte has been checked. */
export interface OpenPack {
  readonly header: PackHeader;
  /** Bytes of the file. */
  readonly size: number;
  /** Public key by which it is signed, hexadecimal. */
  readonly signer: string;
  /** The bytes of a section, where they lie. Throws PackError `header-invalid` where there is no such section. */
  section(name: string): Uint8Array;
}

/**
 * The header of a pack, of which the beginning is enough: signed by a trusted key, for the language that was asked for, and not
 * older than what was in use.
 * @param witness of whoever handed over the bytes, and is trusted with them
 * @throws PackError
 */
export function readHeader(bytes: Uint8Array, rules: PackRules, witness?: PackWitness): Omit<OpenPack, 'section'> {
  const { headerEnd, sectionsStart } = readPrefix(bytes);
  if (bytes.length < sectionsStart) throw new PackError('truncated', 'ends before its signature does');
  const signatureStart = headerEnd + keyBytes;
  const key = bytes.subarray(headerEnd, signatureStart);
  const signature = bytes.subarray(signatureStart, signatureStart + signatureBytes);
  if (key.every((byte) => byte === 0)) throw new PackError('unsigned', 'has not been signed');
  const signer = bytesToHex(key);
  if (!rules.trustedKeys.some((trusted) => trusted.toLowerCase() === signer)) {
    throw new PackError('untrusted-key', `is signed by ${signer}, which is not trusted here`);
  }
  if (witness?.signer !== signer && !verifies(signature, bytes.subarray(0, signatureStart), key)) {
    throw new PackError('signature-invalid', 'has a signature that does not fit it');
  }
  const header = parseHeader(bytes.subarray(prefixBytes, headerEnd));
  const size = sectionsStart + endOfSections(header.sections);
  const most = rules.mostBytes ?? mostPackBytes;
  if (size > most) throw new PackError('too-large', `is ${size} bytes long, more than ${most}`);
  if (rules.language !== undefined && header.language !== rules.language) {
    throw new PackError('other-pack', `is for "${header.language}", not for "${rules.language}"`);
  }
  const versions = rules.minimumVersions ?? {};
  const names = [header.id, seriesOf({ header, signer })].filter((name) => Object.hasOwn(versions, name));
  const least = Math.max(0, ...names.map((name) => versions[name] ?? 0));
  if (header.version < least) {
    throw new PackError('downgraded', `is version ${header.version}; version ${least} has been in use here`);
  }
  return { header, size, signer };
}

/**
 * What a pack follows after: those of its language by the same signer. Without it, an older one would come back under another id; and
 * whoever signs packs of their own counts as they like.
 */
export function seriesOf({ header, signer }: Pick<OpenPack, 'header' | 'signer'>): string {
  return `${header.language} ${signer}`;
}

/**
 * Checks a pack to its last byte. The sections are views of `given`; do not change them afterwards.
 * @param witness of whoever handed over the bytes, and is trusted with them: `witnessPack`; what is not in it is checked here
 * @throws PackError
 */
export async function openPack(given: Uint8Array, rules: PackRules, witness?: PackWitness): Promise<OpenPack> {
  // of a Buffer of Node, too, a slice is then a copy
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  const most = rules.mostBytes ?? mostPackBytes;
  if (bytes.length > most) throw new PackError('too-large', `is ${bytes.length} bytes long, more than ${most}`);
  const { header, size, signer } = readHeader(bytes, rules, witness);
  if (bytes.length < size) throw new PackError('truncated', `ends after ${bytes.length} of ${size} bytes`);
  if (bytes.length > size) throw new PackError('trailing-bytes', `has ${bytes.length - size} bytes too many`);
  const start = size - endOfSections(header.sections);
  const parts = new Map<string, Uint8Array>();
  let end = 0;
  for (const { name, offset, length, sha256: expected } of header.sections) {
    const padding = bytes.subarray(start + end, start + offset);
    const [from, to] = [start + offset, start + offset + length];
    const part = bytes.subarray(from, to);
    const known = witness?.digests.find((one) => one.from === from && one.to === to)?.sha256;
    if (padding.some((byte) => byte !== 0) || !equal(known ?? (await digest(part)), hexToBytes(expected))) {
      throw new PackError('section-corrupt', `has bytes in "${name}" that are not those that were signed`);
    }
    parts.set(name, part);
    end = offset + length;
  }
  return {
    header,
    size,
    signer,
    section(name) {
      const part = parts.get(name);
      if (!part) throw new PackError('header-invalid', `has no section "${name}"`);
      return part;
    },
  };
}

/** What settings and documentation show of a pack. */
export function cardOf({ header, size }: Pick<OpenPack, 'header' | 'size'>): PackCard {
  const { id, language, kinds, version, licences } = header;
  return { id, language, kinds, version, size, licences };
}

function endOfSections(sections: readonly PackSection[]): number {
  const last = sections.at(-1);
  return last ? last.offset + last.length : 0;
}

function verifies(signature: Uint8Array, before: Uint8Array, key: Uint8Array): boolean {
  try {
    // RFC 8032 to the letter: one signature a message, no keys of small order
    return ed25519.verify(signature, signedBytes(before), key, { zip215: false });
  } catch {
    return false;
  }
}

/** By the engine's own SHA-256 where there is one: it is ten times as fast. */
async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return sha256(bytes);
  return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
