import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { concat, mutateBytes, vectorLength } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { encodeClosedAttachment } from '../../src/attachment.ts';
import { tagComponentId } from '../../src/constants.ts';
import { decodeContent, encodeContent } from '../../src/content.ts';
import {
  decodeStamp,
  encodeCompactStamp,
  encodeStamp,
  expandStamp,
  fromBase64Url,
  readHeader,
  readTag,
  toBase64Url,
} from '../../src/index.ts';
import { checkKind } from '../../src/kind-rules.ts';
import {
  closedForm,
  decodeDisclosedPart,
  decodeWholeHeaderPart,
  encodeHeaderPart,
  encodePart,
} from '../../src/part.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/utf8.ts';
import { Writer } from '../../src/writer.ts';
import { rawAuthenticatedData, rawItem } from '../support/raw.ts';
import { attachmentParts } from './attachment-targets.ts';
import { behaviourOf, byteTarget, expectSameBytes } from './behaviour.ts';
import { corpus } from './corpus.ts';

const known = {
  ...{ hubId: 'messenger.localhost', sender: 'mal@messenger.localhost', groupId: new Uint8Array(16) },
  ...{ epoch: 5n, message: new Uint8Array(3) },
};

/** `openContent` without the commitment: its HMACs read nothing that was not decoded. */
export const contentTarget = byteTarget({
  name: 'content',
  seeds: corpus.contents,
  read: (bytes) => {
    const { frankingKey, header, parts, encodedParts } = decodeContent(bytes);
    checkKind(header, parts, encodedParts.length);
    expectSameBytes(bytes, encodeContent(frankingKey, [encodeHeaderPart(header), ...parts.map(encodePart)]));
    expectSameBytes(bytes, encodeContent(frankingKey, encodedParts));
    return `${header.kind} ${[...new Set(parts.map(({ type }) => type))].join('+')}`;
  },
  mend: (bytes) => mendVector(bytes, 33),
});

/** Only what stands before the body is judged; it must be what the whole content would say. */
export const contentHeaderTarget = byteTarget({
  name: 'content-header',
  seeds: corpus.contents,
  read: (bytes) => {
    const header = readHeader(bytes);
    const encoded = encodeHeaderPart(header);
    const start = 33 + (1 << ((bytes[33] ?? 0) >> 6));
    expectSameBytes(bytes.subarray(start, start + encoded.length), encoded);
    return `${header.kind} ${header.refersTo === null}`;
  },
  mend: (bytes) => mendVector(bytes, 33),
});

export const headerTarget = byteTarget({
  name: 'header',
  seeds: corpus.headers,
  read: (bytes) => {
    const header = decodeWholeHeaderPart(bytes);
    expectSameBytes(bytes, encodeHeaderPart(header));
    return `${header.kind} ${header.refersTo === null}`;
  },
});

export const partTarget = byteTarget({
  name: 'part',
  seeds: [...corpus.parts, ...attachmentParts, ...attachmentParts.map(closedForm)],
  read: (bytes) => {
    const closed = closedForm(bytes);
    const part = decodeDisclosedPart(bytes);
    if (part.type !== 'closed-attachment') {
      expectSameBytes(bytes, encodePart(part));
      return `${part.type} ${decodeDisclosedPart(closed).type}`;
    }
    const writer = new Writer().uint(7, 1, 'part.type');
    encodeClosedAttachment(writer, part.attachment);
    expectSameBytes(bytes, writer.finish());
    expectSameBytes(bytes, closed);
    return part.type;
  },
});

/** Its items are private to the reader, so they are read here a second time, leniently, and written again strictly. */
export const authenticatedDataTarget = byteTarget({
  name: 'authenticated-data',
  seeds: corpus.authenticatedData,
  read: (bytes) => {
    const tag = readTag(bytes);
    const items = lenientItems(bytes).sort((a, b) => a.id - b.id);
    const tags = items.filter(({ id }) => id === tagComponentId);
    if (new Set(items.map(({ id }) => id)).size !== items.length || items.length > 16) throw new Error('items repeat');
    expectSameBytes(tags[0]?.data ?? new Uint8Array(), tag);
    expectSameBytes(bytes, rawAuthenticatedData(...items.map(({ id, data }) => rawItem(id, data))));
    return `${items.length} items`;
  },
  mend: (bytes) => mendVector(bytes, 0),
});

export const stampTarget = byteTarget({
  name: 'stamp',
  seeds: corpus.stamps,
  read: (bytes) => {
    const stamp = decodeStamp(bytes);
    expectSameBytes(bytes, encodeStamp(stamp));
    return `signed ${stamp.signature !== null}`;
  },
});

export const compactStampTarget = byteTarget({
  name: 'compact-stamp',
  seeds: [...corpus.compactStamps, ...corpus.stamps],
  read: (bytes) => {
    const stamp = expandStamp(bytes, known);
    expectSameBytes(bytes, encodeCompactStamp(stamp));
    return `signed ${stamp.signature !== null}`;
  },
});

export const utf8Target = byteTarget({
  name: 'utf8',
  seeds: corpus.parts,
  read: (bytes) => {
    const text = decodeUtf8(bytes, 'text');
    expectSameBytes(bytes, encodeUtf8(text, 'text'));
    return `text ${text.charCodeAt(0) >> 8}`;
  },
});

export const base64UrlTarget: Target<string> = {
  name: 'base64url',
  seeds: ['', 'AA', 'AAA', 'AAAA', '-_-_', ...corpus.stamps.map(toBase64Url)],
  mutate: (random, text, other) => {
    const bytes = mutateBytes(random, Uint8Array.from(Buffer.from(text, 'latin1')), Buffer.from(other, 'latin1'));
    return Buffer.from(bytes).toString(random.chance(8) ? 'utf8' : 'latin1');
  },
  run: (text) =>
    behaviourOf(() => {
      const bytes = fromBase64Url(text);
      if (toBase64Url(bytes) !== text) throw new Error(`accepted, yet its one spelling is ${toBase64Url(bytes)}`);
      return String(text.length % 4);
    }),
  show: (text) => JSON.stringify(text),
};

/** Lets the length at `at` fit the bytes that follow it. */
function mendVector(bytes: Uint8Array, at: number): Uint8Array {
  if (bytes.length <= at) return bytes;
  const rest = bytes.subarray(at + (1 << ((bytes[at] ?? 0) >> 6)));
  return concat(bytes.subarray(0, at), vectorLength(rest.length), rest);
}

function lenientItems(bytes: Uint8Array): { id: number; data: Uint8Array }[] {
  const items: { id: number; data: Uint8Array }[] = [];
  let at = lengthAt(bytes, 0).end;
  while (at < bytes.length) {
    const id = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const { length, end } = lengthAt(bytes, at + 2);
    items.push({ id, data: bytes.slice(end, end + length) });
    at = end + length;
  }
  return items;
}

/** Any form of a length, short or not. */
function lengthAt(bytes: Uint8Array, at: number): { length: number; end: number } {
  const size = 1 << ((bytes[at] ?? 0) >> 6);
  let length = (bytes[at] ?? 0) & 0x3f;
  for (let index = 1; index < size; index++) length = length * 256 + (bytes[at + index] ?? 0);
  return { length, end: at + size };
}
