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

  const entries: Entry[] = [
    ['empty content', 'there is no version', zeros(0), 'truncated'],
    ['content cut short', 'the last part ends early', content.subarray(0, -1), 'truncated'],
    ['content version 2', 'only version 1 is known', put(content, 0, bytes(2)), 'unsupported-version'],
    [
      'bytes after the content',
      'B6: trailing bytes would be shown by nobody',
      join(content, bytes(0)),
      'trailing-bytes',
    ],
    [
      'franking key all zero',
      'B5: a failed random source',
      rawContent({ frankingKey: zeros(32), parts: [header, text] }),
      'franking-key-zero',
    ],
    ['no parts', 'part 0 is the header', rawContent({ frankingKey, parts: [] }), 'too-short'],
    ['first part is not a header', 'part 0 is the header', make(text, header), 'part-order'],
    ['two headers', 'the header stands at 0 only', make(header, header), 'part-order'],
    ['65 parts', '64 are allowed', make(header, ...Array.from({ length: 64 }, () => text)), 'part-count'],
    [
      'unknown part type',
      'B10: what cannot be shown is refused',
      make(header, put(text, 0, bytes(9))),
      'invalid-value',
    ],
    [
      'length of parts not in its shortest form',
      'B6: one encoding for one content',
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
      'B6: one encoding for one text',
      make(header, join(bytes(1, 0x40, 2), ascii('hi'))),
      'length-not-minimal',
    ],
    [
      'length prefix 11',
      'invalid in RFC 9420 §2.1.2',
      make(header, bytes(1, 0xc0, 0, 0, 0, 0, 0, 0, 0)),
      'invalid-value',
    ],
    ['text reaching beyond the content', 'a length that lies', make(header, bytes(1, 0x3f, 0x61)), 'truncated'],
    ['empty text', 'a text has at least one byte', make(header, bytes(1, 0)), 'too-short'],
    [
      'text with an overlong form',
      'not UTF-8 (RFC 3629)',
      make(header, join(bytes(1), vector(bytes(0xc0, 0xaf)))),
      'invalid-utf8',
    ],
    [
      'text with an encoded surrogate',
      'not UTF-8 (RFC 3629)',
      make(header, join(bytes(1), vector(bytes(0xed, 0xa0, 0x80)))),
      'invalid-utf8',
    ],
    [
      'text cut within a character',
      'not UTF-8 (RFC 3629)',
      make(header, join(bytes(1), vector(bytes(0xf0, 0x9f, 0x98)))),
      'invalid-utf8',
    ],
    ['unknown message kind', 'B10: what cannot be shown is refused', make(withKind(7, null), text), 'invalid-value'],
    ['presence byte 2', 'an optional is 0 or 1', make(put(header, kindAt + 1, bytes(2)), text), 'invalid-value'],
    [
      'empty sender',
      'a sender has at least one byte',
      make(join(bytes(0, 0), header.subarray(2 + (header[1] ?? 0))), text),
      'too-short',
    ],
    ['a text without body', 'B10: kind table of §2.1', make(header), 'kind-mismatch'],
    ['a text with a reaction part', 'B10: kind table of §2.1', make(header, reaction), 'kind-mismatch'],
    ['a deletion with a body', 'B10: words smuggled in a deletion', make(withKind(3, id), text), 'kind-mismatch'],
    ['a reaction with a text', 'B10: words smuggled in a reaction', make(withKind(4, id), text), 'kind-mismatch'],
    [
      'a reaction with two parts',
      'B10: words smuggled beside a reaction',
      make(withKind(4, id), reaction, text),
      'kind-mismatch',
    ],
    ['an edit of nothing', 'an edit names a message', make(withKind(2, null), text), 'kind-mismatch'],
    ['a medium without attachment', 'kind table of §2.1', make(withKind(5, null), text), 'kind-mismatch'],
    ['a key update with a body', 'B10: words smuggled in a key update', make(withKind(6, null), text), 'kind-mismatch'],
    ['a key update that names a message', 'kind table of §2.1', make(withKind(6, id)), 'kind-mismatch'],
    [
      'header with unknown attachment algorithm',
      'only A256GCM is known',
      make(withKind(5, null), attachmentPart(2)),
      'invalid-value',
    ],
    [
      'part type turned over',
      'the preview is no text',
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
