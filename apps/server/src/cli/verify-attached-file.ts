import { readFile } from 'node:fs/promises';
import { type AttachmentDescriptor, openAttachment, type ReasonCode, verifyExcerpt } from '@wellhouse/franking';
import { CommandError, exitCodes } from './context.ts';
import { type VerifiedItem, why } from './verify-evidence-file.ts';

/** A file that somebody says belongs to a part of an item: all of its ciphertext, or an excerpt (docs/spec/attachments.md). */
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
  readonly verified: boolean;
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
      ...place,
      verified: false,
      code: named.code,
      why: `the message that names this file is not proven: ${named.why}`,
    };
  }
  const seal = named?.attachments.get(part);
  if (seal === undefined) {
    const message = `verify ${file.path}: item ${item} discloses no attachment in part ${part}`;
    throw new CommandError('attachment-unknown', exitCodes.badInput, message);
  }
  if (!('key' in seal)) {
    const message = `verify ${file.path}: item ${item} keeps the key of part ${part} back; its digests are proven, and nothing opens the file`;
    throw new CommandError('attachment-closed', exitCodes.badInput, message);
  }
  const bytes = await readFile(file.path).catch((error: unknown) => {
    const message = `read ${file.path}: ${error instanceof Error ? error.message : String(error)}`;
    throw new CommandError('attachment-unreadable', exitCodes.badInput, message);
  });
  const verdict = kind === 'attachment' ? await wholeFile(seal, bytes) : await pieces(seal, bytes);
  return { ...place, ...verdict };
}

type Verdict = Pick<VerifiedFile, 'verified' | 'code' | 'why'>;

async function wholeFile(seal: AttachmentDescriptor, bytes: Uint8Array): Promise<Verdict> {
  const opened = await openAttachment(seal, bytes);
  if (!opened.ok) return { verified: false, code: opened.code, why: why(opened.code, opened.detail) };
  const digest = Buffer.from(seal.plaintextSha256).toString('hex');
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

function nameOf(seal: AttachmentDescriptor): string {
  return `${JSON.stringify(seal.name)} (${seal.mediaType})`;
}
