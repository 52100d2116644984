import { readFile } from 'node:fs/promises';
import {
  type AttachmentDescriptor,
  type ClosedAttachment,
  openAttachment,
  type ReasonCode,
  sha256,
  verifyExcerpt,
} from '@wellhouse/franking';
import { CommandError, exitCodes } from './context.ts';
import { type VerifiedItem, why } from './verify-evidence-file.ts';

/**
 * A file that somebody says belongs to a part of an item: all of its ciphertext, or an excerpt (docs/spec/attachments.md); for
 * a part without its key, the file itself.
 */
export interface AttachedFile {
  readonly kind: 'attachment' | 'excerpt';
  readonly item: number;
  readonly part: number;
  readonly path: string;
}

export interface VerifiedFile {
  readonly kind: AttachedFile['kind'];
  readonly item: number;
  readonly part: number;
  /** The file was opened with the message's key, and is what was sent. */
  readonly verified: boolean;
  /** What the file was held to; null where the message is not proven. */
  readonly compared: 'opened-file' | 'plaintext-digest' | 'ciphertext-digest' | null;
  /** Whether it is as that says. Without the key that is all that can be: nothing was opened, and `verified` is false. */
  readonly matches: boolean;
  readonly code: ReasonCode | null;
  /** For a person: what is proven, or why nothing is. */
  readonly why: string;
}

/**
 * Reads `ITEM.PART=PATH`, as `--attachment` and `--excerpt` take it.
 * @throws {CommandError} `option-invalid`
 */
export function readAttachedFile(kind: AttachedFile['kind'], option: string): AttachedFile {
  const match = /^(\d{1,5})\.(\d{1,2})=(.+)$/s.exec(option);
  const [, item, part, path] = match ?? [];
  if (item === undefined || part === undefined || path === undefined) {
    const message = `use --${kind} ${option}: write ITEM.PART=FILE, for example 0.2=picture.bin`;
    throw new CommandError('option-invalid', exitCodes.badInput, message);
  }
  return { kind, item: Number(item), part: Number(part), path };
}

/** Whether the file is the one that the sender committed to, or a piece of it. Nothing is proven by a message that is not. */
export async function verifyAttachedFile(file: AttachedFile, items: readonly VerifiedItem[]): Promise<VerifiedFile> {
  const { kind, item, part } = file;
  const place = { kind, item, part };
  const named = items[item];
  if (named?.level === 'ASSERTED') {
    return {
      ...{ ...place, verified: false, compared: null, matches: false },
      code: named.code,
      why: `the message that names this file is not proven: ${named.why}`,
    };
  }
  const seal = named?.attachments.get(part);
  if (seal === undefined) {
    const message = `verify ${file.path}: item ${item} discloses no attachment in part ${part}`;
    throw new CommandError('attachment-unknown', exitCodes.badInput, message);
  }
  if (!('key' in seal) && kind === 'excerpt') {
    const message = `verify ${file.path}: item ${item} keeps the key of part ${part} back, and nothing opens a piece of the file`;
    throw new CommandError('attachment-closed', exitCodes.badInput, message);
  }
  const bytes = await readFile(file.path).catch((error: unknown) => {
    const message = `read ${file.path}: ${error instanceof Error ? error.message : String(error)}`;
    throw new CommandError('attachment-unreadable', exitCodes.badInput, message);
  });
  if (!('key' in seal)) return { ...place, ...digests(seal, bytes) };
  const verdict = kind === 'attachment' ? await wholeFile(seal, bytes) : await pieces(seal, bytes);
  return { ...place, ...verdict, compared: 'opened-file', matches: verdict.verified };
}

type Verdict = Pick<VerifiedFile, 'verified' | 'code' | 'why'>;

/** All that a description without its key can be held to: what the sender said of the file. */
function digests(seal: ClosedAttachment, bytes: Uint8Array): Omit<VerifiedFile, 'kind' | 'item' | 'part'> {
  const digest = toHex(sha256(bytes));
  const said = `SHA-256 ${digest} is the digest that the sender committed to for`;
  if (digest === toHex(seal.plaintextSha256)) {
    const limit =
      'It proves nothing beyond the message: the sender named this file, and nothing opens what was uploaded.';
    const reason = `${said} ${nameOf(seal)}. ${limit}`;
    return { verified: false, compared: 'plaintext-digest', matches: true, code: null, why: reason };
  }
  if (digest === toHex(seal.ciphertextSha256)) {
    const limit =
      'It proves nothing beyond the message: this is the upload that it names, and nothing tells what is in it.';
    const reason = `${said} the encrypted upload of ${nameOf(seal)}. ${limit}`;
    return { verified: false, compared: 'ciphertext-digest', matches: true, code: null, why: reason };
  }
  const other = `the sender committed to SHA-256 ${toHex(seal.plaintextSha256)} for ${nameOf(seal)}, and this file has ${digest}`;
  const reason = `${other}. It is neither the file that the sender named nor its upload.`;
  return { verified: false, compared: 'plaintext-digest', matches: false, code: 'plaintext-mismatch', why: reason };
}

async function wholeFile(seal: AttachmentDescriptor, bytes: Uint8Array): Promise<Verdict> {
  const opened = await openAttachment(seal, bytes);
  if (!opened.ok) return { verified: false, code: opened.code, why: why(opened.code, opened.detail) };
  const digest = toHex(seal.plaintextSha256);
  const said = `${nameOf(seal)} is the file that was sent: ${opened.plaintext.length} bytes, SHA-256 ${digest}`;
  return { verified: true, code: null, why: said };
}

async function pieces(seal: AttachmentDescriptor, bytes: Uint8Array): Promise<Verdict> {
  if (seal.algorithm !== 'A256GCM-STREAM') {
    const detail = 'this file was not sent in pieces; it can be verified as a whole only';
    return { verified: false, code: 'excerpt-mismatch', why: why('excerpt-mismatch', detail) };
  }
  const proven = await verifyExcerpt(seal, bytes);
  if (!proven.ok) return { verified: false, code: proven.code, why: why(proven.code, proven.detail) };
  const ranges = proven.ranges.map(({ offset, bytes: piece }) => `${offset} to ${offset + piece.length - 1}`);
  const said = `these are bytes ${ranges.join(', ')} of ${seal.size} of ${nameOf(seal)}, as it was sent`;
  return { verified: true, code: null, why: said };
}

function nameOf(seal: AttachmentDescriptor | ClosedAttachment): string {
  return `${JSON.stringify(seal.name)} (${seal.mediaType})`;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
