import { PackError } from './pack-error.ts';

/**
 * A pack, byte by byte (integers little-endian):
 *
 * | at | bytes | what |
 * |---|---|---|
 * | 0 | 8 | `WHPACK` CR LF, so that a transfer as text shows |
 * | 8 | 4 | form of the file: 1 |
 * | 12 | 4 | N, bytes of the header |
 * | 16 | N | the header, JSON in UTF-8, spaces up to a multiple of 16 |
 * | 16 + N | 32 | public key (Ed25519) of whoever signed; zeros: nobody |
 * | 48 + N | 64 | signature over `wellhouse pack 1`, a zero byte, and all bytes before the signature |
 * | 112 + N | … | the sections, one after another, as the header lists them with their SHA-256 |
 *
 * What is signed names every later byte by its digest; so a pack can be refused before its weights are fetched.
 */
export const formOfFile = 1;
/** What this runtime can do; a pack's header says what it needs. */
export const runtimeVersion = 1;
export const mostHeaderBytes = 1024 * 1024;
export const mostPackBytes = 16 * 1024 * 1024;
export const keyBytes = 32;
export const signatureBytes = 64;
export const prefixBytes = 16;
/** Sections begin at multiples of it, so that they can be read as numbers where they lie. */
export const sectionAlignment = 16;

const magic = Uint8Array.from([0x57, 0x48, 0x50, 0x41, 0x43, 0x4b, 0x0d, 0x0a]);
const domain = new TextEncoder().encode('wellhouse pack 1\0');

/** The first 16 bytes. */
export function writePrefix(headerLength: number): Uint8Array {
  const prefix = new Uint8Array(prefixBytes);
  prefix.set(magic);
  const view = new DataView(prefix.buffer);
  view.setUint32(8, formOfFile, true);
  view.setUint32(12, headerLength, true);
  return prefix;
}

/** Where the parts of a pack lie. Throws before anything as long as the pack says it is has been asked for. */
export function readPrefix(bytes: Uint8Array): { readonly headerEnd: number; readonly sectionsStart: number } {
  const shown = Math.min(bytes.length, magic.length);
  for (let at = 0; at < shown; at++) {
    if (bytes[at] !== magic[at]) throw new PackError('not-a-pack', 'does not begin like a pack');
  }
  if (bytes.length < prefixBytes) throw new PackError('truncated', `has only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const form = view.getUint32(8, true);
  if (form !== formOfFile) throw new PackError('unsupported-format', `is written in form ${form}, not ${formOfFile}`);
  const headerLength = view.getUint32(12, true);
  if (headerLength > mostHeaderBytes) {
    throw new PackError('too-large', `has a header of ${headerLength} bytes, more than ${mostHeaderBytes}`);
  }
  const headerEnd = prefixBytes + headerLength;
  return { headerEnd, sectionsStart: headerEnd + keyBytes + signatureBytes };
}

/** What the signature is over, given all bytes before it. */
export function signedBytes(before: Uint8Array): Uint8Array<ArrayBuffer> {
  const signed = new Uint8Array(domain.length + before.length);
  signed.set(domain);
  signed.set(before, domain.length);
  return signed;
}
