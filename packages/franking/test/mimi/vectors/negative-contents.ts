/** Contents that must not decode: D4, and whatever would give one message two encodings. */
import { ascii, bytes, join, zeros } from '../../support/raw.ts';
import {
  array,
  bstr,
  head,
  map,
  nestedArrays,
  nestedParts,
  nil,
  rawMimiContent,
  salt,
  tag,
  textPart,
  tstr,
  uint,
  withExtensions,
} from '../support/cbor.ts';

export interface NegativeContent {
  name: string;
  reason: string;
  code: string;
  content: Uint8Array;
}

const big = bytes(0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const key = uint(300);

/** Name, reason, code, content. */
type Entry = readonly [string, string, string, Uint8Array];

const bombs: readonly Entry[] = [
  ['arrays 60,000 deep', 'more than 16 levels', 'too-deep', nestedArrays(60_000)],
  ['arrays 100,000 deep', 'beyond 65,536 bytes, before anything is read', 'too-long', nestedArrays(100_000)],
  ['tags 60,000 deep', 'a tag is a level', 'too-deep', join(new Uint8Array(60_000).fill(0xc1), uint(0))],
  ['array of 2^63-1 items', 'more items than bytes', 'truncated', join(bytes(0x9b), big)],
  ['array of 2^64-1 items', 'more items than bytes', 'truncated', join(bytes(0x9b), new Uint8Array(8).fill(255))],
  ['map of 2^63-1 entries', 'more items than bytes', 'truncated', join(bytes(0xbb), big)],
  ['byte string of 2^63-1', 'longer than the input', 'truncated', rawMimiContent({ salt: join(bytes(0x5b), big) })],
  ['text of 2^63-1 bytes', 'longer than the input', 'truncated', withExtensions([key, join(bytes(0x7b), big)])],
  ['10,000 items', 'at most 8,192', 'too-many-items', withExtensions([key, array(...new Array(10_000).fill(nil))])],
  ['five levels of parts', 'mimi-content-08: not more than 4', 'too-deep', rawMimiContent({ body: nestedParts(5) })],
  [
    'five levels in an extension',
    'mimi-content-08: not more than 4, the map itself being the first',
    'too-deep',
    withExtensions([key, nestedArrays(4)]),
  ],
  [
    '1,025 parts',
    'mimi-content-08: more than 1,024 are malicious',
    'too-many-items',
    rawMimiContent({ body: manyParts(1_024) }),
  ],
];

const twoEncodings: readonly Entry[] = [
  ['array of indefinite length', 'deterministic', 'indefinite-length', join(bytes(0x9f), bstr(salt), bytes(0xff))],
  ['map of indefinite length', 'deterministic', 'indefinite-length', rawMimiContent({ extensions: bytes(0xbf, 0xff) })],
  ['bytes of indefinite length', 'deterministic', 'indefinite-length', rawMimiContent({ topicId: bytes(0x5f, 0xff) })],
  ['text of indefinite length', 'deterministic', 'indefinite-length', withExtensions([key, bytes(0x7f, 0xff)])],
  ['break alone', 'no item', 'indefinite-length', bytes(0xff)],
  ['integer 1 in two bytes', 'shortest form', 'length-not-minimal', withExtensions([key, bytes(0x18, 0x01)])],
  ['integer 255 in three bytes', 'shortest form', 'length-not-minimal', withExtensions([key, bytes(0x19, 0, 255)])],
  [
    'integer of 4 bytes in nine',
    'shortest form',
    'length-not-minimal',
    withExtensions([key, join(bytes(0x1b), zeros(4), new Uint8Array(4).fill(255))]),
  ],
  [
    'length of 16 in two bytes',
    'shortest form',
    'length-not-minimal',
    rawMimiContent({ salt: join(bytes(0x58, 16), salt) }),
  ],
  [
    'key 1 twice',
    'one extension a key',
    'duplicate-key',
    rawMimiContent({ extensions: map(sender('a'), sender('b')) }),
  ],
  ['unknown key twice', 'one extension a key', 'duplicate-key', withExtensions([key, nil], [key, nil])],
  [
    'key twice in a nested map',
    'one entry a key',
    'duplicate-key',
    withExtensions([key, map([tstr('k'), nil], [tstr('k'), uint(1)])]),
  ],
  [
    'keys 2, 1',
    'bytewise order of the encoded keys',
    'not-deterministic',
    rawMimiContent({ extensions: map([uint(2), tstr('mimi://hub.example/r/1')], sender('a')) }),
  ],
  [
    'keys in RFC 7049 order',
    'shorter first is not bytewise: -1 (0x20) comes after 300 (0x19012c)',
    'not-deterministic',
    withExtensions([head(1, 0), nil], [key, nil]),
  ],
  [
    'half NaN with a payload',
    'the one NaN is f97e00',
    'not-deterministic',
    withExtensions([key, bytes(0xf9, 0x7e, 1)]),
  ],
  [
    '1.0 in single precision',
    'shortest float',
    'not-deterministic',
    withExtensions([key, bytes(0xfa, 0x3f, 0x80, 0, 0)]),
  ],
  [
    'smallest half float in single precision',
    'shortest float',
    'not-deterministic',
    withExtensions([key, bytes(0xfa, 0x33, 0x80, 0, 0)]),
  ],
  [
    '1.0 in double precision',
    'shortest float',
    'not-deterministic',
    withExtensions([key, bytes(0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0)]),
  ],
  [
    'a half float below 2^-14 in single precision',
    'shortest float',
    'not-deterministic',
    withExtensions([key, bytes(0xfa, 0x38, 0, 0x40, 0)]),
  ],
  ['bignum of 8 bytes', 'an integer would do', 'not-deterministic', withExtensions([key, tag(2, bstr(big))])],
  [
    'bignum with a leading zero',
    'no leading zero',
    'not-deterministic',
    withExtensions([key, tag(3, bstr(join(zeros(1), big, big)))]),
  ],
];

const wrongShapes: readonly Entry[] = [
  ['nothing', 'no item', 'truncated', bytes()],
  ['a byte after the content', 'exactly one item', 'trailing-bytes', rawMimiContent({ trailing: zeros(1) })],
  ['the last byte missing', 'complete', 'truncated', rawMimiContent().subarray(0, -1)],
  ['additional information 28', 'reserved', 'invalid-value', bytes(0x9c)],
  ['simple value 19', 'not assigned', 'invalid-value', withExtensions([key, bytes(0xf3)])],
  ['simple value 255', 'not assigned', 'invalid-value', withExtensions([key, bytes(0xf8, 255)])],
  ['a bignum over text', 'RFC 8949 §3.4.3', 'invalid-value', withExtensions([key, tag(2, tstr('text'))])],
  ['a map, not an array', 'seven elements', 'invalid-value', map()],
  ['six elements', 'seven elements', 'invalid-value', array(bstr(salt), nil, bstr(bytes()), nil, nil, map())],
  ['salt of 15 bytes', '16 bytes', 'invalid-value', rawMimiContent({ salt: bstr(salt.subarray(1)) })],
  ['salt of 17 bytes', '16 bytes: HMAC would read a zero byte more as the same key', 'invalid-value', longSalt()],
  ['salt as text', 'a byte string', 'invalid-value', rawMimiContent({ salt: tstr('0123456789abcdef') })],
  ['replaces of 31 bytes', '32 bytes', 'invalid-value', rawMimiContent({ replaces: bstr(zeros(31)) })],
  ['topicId of 4,097 bytes', 'at most 4,096', 'too-long', rawMimiContent({ topicId: bstr(zeros(4_097)) })],
  ['expires with an integer first', 'a boolean', 'invalid-value', rawMimiContent({ expires: array(uint(1), uint(9)) })],
  [
    'expires beyond 32 bits',
    'uint .size 4',
    'invalid-value',
    rawMimiContent({ expires: array(bytes(0xf4), join(bytes(0x1b), bytes(0, 0, 0, 1, 0, 0, 0, 0))) }),
  ],
  ['sender as bytes', 'text', 'invalid-value', rawMimiContent({ extensions: map([uint(1), bstr(ascii('a'))]) })],
  ['sender with a space', 'RFC 3986', 'invalid-value', rawMimiContent({ extensions: map(sender('al ice')) })],
  [
    'sender behind a byte order mark',
    'a URI is ASCII; a decoder that drops the mark would read another name',
    'invalid-value',
    rawMimiContent({ extensions: map([uint(1), join(head(3, 4), bytes(0xef, 0xbb, 0xbf), ascii('a'))]) }),
  ],
  [
    'text with a lone surrogate',
    'UTF-8',
    'invalid-utf8',
    withExtensions([key, join(head(3, 3), bytes(0xed, 0xa0, 0x80))]),
  ],
  ['text in an overlong form', 'UTF-8', 'invalid-utf8', withExtensions([key, join(head(3, 2), bytes(0xc1, 0xa1))])],
  ['key 0', 'reserved', 'invalid-value', rawMimiContent({ extensions: map([uint(0), nil]) })],
  ['an empty text key', '1 to 255 bytes', 'invalid-value', withExtensions([tstr(''), nil])],
  ['a text key of 256 bytes', '1 to 255 bytes', 'too-long', withExtensions([tstr('k'.repeat(256)), nil])],
  ['a byte string as key', 'integer or text', 'invalid-value', withExtensions([bstr(ascii('k')), nil])],
  ['an array as key', 'integer or text', 'invalid-value', withExtensions([array(), nil])],
  [
    'a key of 2^53',
    'within 2^53 - 1',
    'invalid-value',
    withExtensions([join(bytes(0x1b), bytes(0, 0x20, 0, 0, 0, 0, 0, 0)), nil]),
  ],
  [
    'an array as key of a nested map',
    'integer, text or byte string',
    'invalid-value',
    withExtensions([key, map([array(), nil])]),
  ],
  [
    'a key of -2^53 in a nested map',
    'within 2^53 - 1',
    'invalid-value',
    withExtensions([key, map([join(bytes(0x3b), bytes(0, 0x1f, 255, 255, 255, 255, 255, 255)), nil])]),
  ],
  ['cardinality 4', '0 to 3', 'invalid-value', rawMimiContent({ body: array(uint(1), tstr(''), uint(4)) })],
  ['disposition 256', '0 to 255', 'invalid-value', rawMimiContent({ body: array(uint(256), tstr(''), uint(0)) })],
  [
    'a null part with content',
    'nothing follows',
    'invalid-value',
    rawMimiContent({ body: array(uint(1), tstr(''), uint(0), nil) }),
  ],
  [
    'a list of one part',
    'two at least',
    'invalid-value',
    rawMimiContent({ body: array(uint(1), tstr(''), uint(3), uint(2), array(textPart)) }),
  ],
  [
    'part semantics 3',
    'unknown',
    'invalid-value',
    rawMimiContent({ body: array(uint(1), tstr(''), uint(3), uint(3), array(textPart, textPart)) }),
  ],
];

export const negativeContents: readonly NegativeContent[] = [
  ...[...bombs, ...twoEncodings, ...wrongShapes].map(([name, reason, code, content]) => ({
    name,
    reason,
    code,
    content,
  })),
];

function sender(uri: string): readonly [Uint8Array, Uint8Array] {
  return [uint(1), tstr(uri)];
}

function longSalt(): Uint8Array {
  return rawMimiContent({ salt: bstr(join(salt, zeros(1))) });
}

/** One part around `count` parts with nothing in them, 4 items each. */
export function manyParts(count: number): Uint8Array {
  const empty = array(uint(1), tstr(''), uint(0));
  return array(uint(1), tstr(''), uint(3), uint(2), array(...new Array<Uint8Array>(count).fill(empty)));
}
