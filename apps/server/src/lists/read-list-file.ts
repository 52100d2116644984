import { createHash } from 'node:crypto';
import { type ListedFingerprint, readFingerprint } from './fingerprint.ts';
import { ListError } from './list-error.ts';
import type { SourceItem } from './source-item.ts';

/** Longest line, in bytes. */
const lineBytes = 8_192;

/** Signal types of the file exchange. Any other is a mistake, such as "pdg", and would silently match nothing. */
const signalTypes: Readonly<Record<string, { kind: string; media: SourceItem['media'] }>> = {
  pdq: { kind: 'pdq', media: 'image' },
  md5: { kind: 'md5', media: 'image' },
  sha1: { kind: 'sha1', media: 'image' },
  sha256: { kind: 'sha256', media: 'image' },
  video_md5: { kind: 'md5', media: 'video' },
  video_sha256: { kind: 'sha256', media: 'video' },
  pdna: { kind: 'pdna', media: 'image' },
  pdq_ocr: { kind: 'pdq_ocr', media: 'image' },
  vpdq: { kind: 'vpdq', media: 'video' },
  tmk: { kind: 'tmk', media: 'video' },
  text: { kind: 'text', media: 'other' },
  raw_text: { kind: 'raw_text', media: 'other' },
  text_tlsh: { kind: 'text_tlsh', media: 'other' },
  tlsh_pdf: { kind: 'tlsh_pdf', media: 'other' },
  url: { kind: 'url', media: 'other' },
  url_md5: { kind: 'url_md5', media: 'other' },
};

export interface ListFileOptions {
  /** Type of lines that hold a bare value. */
  readonly type?: string | undefined;
}

export interface ListLine {
  readonly item: SourceItem;
  /** Bytes of the file up to the end of this line. */
  readonly bytes: number;
}

/**
 * Reads a list file: one `<type> <value>` a line, or a bare value where `type` is given. Empty lines are passed over.
 * @throws ListError `list-file-invalid` with the number of the first line that is broken
 */
export async function* readListFile(
  chunks: AsyncIterable<Uint8Array>,
  { type }: ListFileOptions = {},
): AsyncGenerator<ListLine> {
  let number = 0;
  let bytes = 0;
  for await (const line of linesOf(chunks)) {
    number += 1;
    bytes += line.byteLength + 1;
    let text: string;
    try {
      text = decoder.decode(line).trim();
    } catch {
      throw broken(number, 'it is not UTF-8');
    }
    if (text !== '') yield { item: itemOf(text, number, type), bytes };
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function itemOf(text: string, number: number, type: string | undefined): SourceItem {
  const space = text.search(/\s/);
  if (space === -1 && type === undefined) throw broken(number, 'it has no type; write "pdq …" or name the type');
  const name = (space === -1 ? (type ?? '') : text.slice(0, space)).toLowerCase();
  const shape = Object.hasOwn(signalTypes, name) ? signalTypes[name] : undefined;
  if (shape === undefined) throw broken(number, 'its type is not known');
  const print = readFingerprint(shape.kind, space === -1 ? text : text.slice(space + 1));
  if (print === null) throw broken(number, `its value is no ${name}`);
  return {
    sourceId: fingerprintId(shape.media, print),
    deleted: false,
    at: null,
    media: shape.media,
    class: null,
    status: null,
    contributors: ['file'],
    feedbackRef: null,
    fingerprints: [print],
    unreadable: 0,
  };
}

/** Names an item that has no other name. A digest, so that the fingerprint can be removed and the name stay. */
export function fingerprintId(media: string, { kind, hex }: ListedFingerprint): string {
  return createHash('sha256').update(`${media}\n${kind}\n${hex}`).digest('hex');
}

/** Lines without their `\n`; a line that is too long is an error before it is in memory as a whole. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let number = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const data = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, start)) {
      if (end - start > lineBytes) throw broken(number, `it is longer than ${lineBytes} bytes`);
      yield data.subarray(start, end);
      number += 1;
      start = end + 1;
    }
    rest = data.subarray(start);
    if (rest.byteLength > lineBytes) throw broken(number, `it is longer than ${lineBytes} bytes`);
  }
  if (rest.byteLength > 0) yield rest;
}

function broken(number: number, why: string): ListError {
  return new ListError('list-file-invalid', `line ${number}: ${why}; nothing was imported`);
}
