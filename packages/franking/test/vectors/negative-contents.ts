import { openContent } from '../../src/index.ts';
import { hex } from '../support/hex.ts';
import { ascii, bytes, flip, join, put, rawContent, vector, zeros } from '../support/raw.ts';
import { makeScene } from '../support/scene.ts';
import type { NegativeVector } from './vector-format.ts';

type Entry = [name: string, reason: string, content: Uint8Array, code: string];

/** Contents that no receiver accepts. */
export function negativeContents(): NegativeVector[] {
  const { content } = makeScene({ label: 'negative contents' });
  const { frankingKey, encodedParts } = openContent(content);
  const header = encodedParts[0] ?? zeros(0);
  const text = encodedParts[1] ?? zeros(0);
  const kindAt = header.length - 6;
  const make = (...parts: Uint8Array[]) => rawContent({ frankingKey, parts });
  const withKind = (kind: number, refersTo: Uint8Array | null) =>
    join(header.subarray(0, kindAt), bytes(kind), refersTo ? join(bytes(1), refersTo) : bytes(0), zeros(4));
  const reaction = join(bytes(5), vector(ascii('+')));
  const id = zeros(16);
  const label = join(bytes(7), vector(ascii('/a')), bytes(0), vector(ascii('image/png')));
  const withoutKey = join(label, zeros(14), bytes(1), zeros(3 * 32));

  const entries: Entry[] = [
    ['empty content', 'a content begins with its version, and there is none', zeros(0), 'truncated'],
    ['content cut short', 'the last part announces more bytes than there are', content.subarray(0, -1), 'truncated'],
    [
      'content version 2',
      'only version 1 is known; what cannot be read cannot be shown',
      put(content, 0, bytes(2)),
      'unsupported-version',
    ],
    [
      'bytes after the content',
      'B6: a receiver that ignored them would show less than the sender committed to',
      join(content, bytes(0)),
      'trailing-bytes',
    ],
    [
      'franking key all zero',
      'B5: such a key comes from a failed random source, and with it the tag hides nothing',
      rawContent({ frankingKey: zeros(32), parts: [header, text] }),
      'franking-key-zero',
    ],
    [
      'no parts',
      'part 0 is the header, so the vector of parts has at least one byte',
      rawContent({ frankingKey, parts: [] }),
      'too-short',
    ],
    [
      'first part is not a header',
      'part 0 says who speaks to whom and has to be the header',
      make(text, header),
      'part-order',
    ],
    [
      'two headers',
      'a second header could name another sender or group; the header stands at 0 and nowhere else',
      make(header, header),
      'part-order',
    ],
    [
      '65 parts',
      'at most 64 parts are allowed (§9)',
      make(header, ...Array.from({ length: 64 }, () => text)),
      'part-count',
    ],
    [
      'unknown part type',
      'B10: a part of type 9 could not be shown, so it could carry words that nobody reports',
      make(header, put(text, 0, bytes(9))),
      'invalid-value',
    ],
    [
      'length of parts not in its shortest form',
      'B6: the same content would have a second encoding',
      join(
        content.subarray(0, 33),
        bytes(0x80, 0),
        content.subarray(33, 35).map((byte, at) => (at === 0 ? byte & 0x3f : byte)),
        content.subarray(35),
      ),
      'length-not-minimal',
    ],
    [
      'length of a text in two bytes where one suffices',
      'B6: the same text would have a second encoding, and a second tag',
      make(header, join(bytes(1, 0x40, 2), ascii('hi'))),
      'length-not-minimal',
    ],
    [
      'length prefix 11',
      'the form 11 of a length is invalid in RFC 9420 §2.1.2',
      make(header, bytes(1, 0xc0, 0, 0, 0, 0, 0, 0, 0)),
      'invalid-value',
    ],
    [
      'text reaching beyond the content',
      'the text announces 63 bytes and one is left',
      make(header, bytes(1, 0x3f, 0x61)),
      'truncated',
    ],
    [
      'empty text',
      'a text has at least one byte; an empty one would show as nothing',
      make(header, bytes(1, 0)),
      'too-short',
    ],
    [
      'text with an overlong form',
      'c0 af is "/" in two bytes, which RFC 3629 forbids: one text would have two encodings',
      make(header, join(bytes(1), vector(bytes(0xc0, 0xaf)))),
      'invalid-utf8',
    ],
    [
      'text with an encoded surrogate',
      'ed a0 80 encodes half a surrogate pair, which RFC 3629 forbids: readers would show different texts',
      make(header, join(bytes(1), vector(bytes(0xed, 0xa0, 0x80)))),
      'invalid-utf8',
    ],
    [
      'text cut within a character',
      'f0 9f 98 is three bytes of a four-byte character: readers would show different texts',
      make(header, join(bytes(1), vector(bytes(0xf0, 0x9f, 0x98)))),
      'invalid-utf8',
    ],
    [
      'unknown message kind',
      'B10: kind 7 says nothing that a receiver could show',
      make(withKind(7, null), text),
      'invalid-value',
    ],
    [
      'presence byte 2',
      'an optional field is absent (0) or present (1); 2 would be a second encoding',
      make(put(header, kindAt + 1, bytes(2)), text),
      'invalid-value',
    ],
    [
      'empty sender',
      'the sender has at least one byte; nobody could be held to an empty one',
      make(join(bytes(0, 0), header.subarray(2 + (header[1] ?? 0))), text),
      'too-short',
    ],
    [
      'a file without its key',
      'B10: the form without a key is for evidence; nobody could open the file, and nobody report what it shows',
      make(withKind(5, null), withoutKey),
      'invalid-value',
    ],
    ['a text without body', '§2.1: a message of kind text has at least one body part', make(header), 'kind-mismatch'],
    [
      'a text with a reaction part',
      'B10: §2.1 allows a reaction part in a message of kind reaction only',
      make(header, reaction),
      'kind-mismatch',
    ],
    [
      'a deletion with a body',
      'B10: words smuggled in a deletion would be shown nowhere and reported by nobody',
      make(withKind(3, id), text),
      'kind-mismatch',
    ],
    [
      'a reaction with a text',
      'B10: words smuggled in a reaction; its one body part has to be a reaction',
      make(withKind(4, id), text),
      'kind-mismatch',
    ],
    [
      'a reaction with two parts',
      'B10: words smuggled beside a reaction; it has exactly one body part',
      make(withKind(4, id), reaction, text),
      'kind-mismatch',
    ],
    [
      'an edit of nothing',
      '§2.1: an edit names the message that it changes',
      make(withKind(2, null), text),
      'kind-mismatch',
    ],
    [
      'a medium without attachment',
      '§2.1: a message of kind media has an attachment',
      make(withKind(5, null), text),
      'kind-mismatch',
    ],
    [
      'a key update with a body',
      'B10: words smuggled in a key update would be shown nowhere',
      make(withKind(6, null), text),
      'kind-mismatch',
    ],
    [
      'a key update that names a message',
      '§2.1: a key update refers to no message',
      make(withKind(6, id)),
      'kind-mismatch',
    ],
    [
      'an attachment with an unknown algorithm',
      'only A256GCM and A256GCM-STREAM are known',
      make(withKind(5, null), attachmentPart(3)),
      'invalid-value',
    ],
    [
      'part type turned over',
      'one bit makes the preview (4) a part of type 68, which is unknown',
      make(header, flip(encodedParts[2] ?? zeros(1), 0, 6)),
      'invalid-value',
    ],
  ];
  return entries.map(([name, reason, content, code]) => ({
    name,
    reason,
    code,
    operation: 'openContent',
    content: hex(content),
  }));
}

function attachmentPart(algorithm: number): Uint8Array {
  return join(
    bytes(2),
    vector(ascii('https://x')),
    bytes(0),
    vector(ascii('a/b')),
    zeros(14),
    bytes(algorithm),
    zeros(108),
  );
}
