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
  [
    'arrays 60,000 deep',
    'D4: more than 16 levels; a reader that recurses would run out of stack',
    'too-deep',
    nestedArrays(60_000),
  ],
  [
    'arrays 100,000 deep',
    'D4: longer than 65,536 bytes, refused before anything is read',
    'too-long',
    nestedArrays(100_000),
  ],
  [
    'tags 60,000 deep',
    'D4: a tag is a level as arrays and maps are',
    'too-deep',
    join(new Uint8Array(60_000).fill(0xc1), uint(0)),
  ],
  [
    'array of 2^63-1 items',
    'D4: it announces more items than there are bytes; nothing is allocated by an announced length',
    'truncated',
    join(bytes(0x9b), big),
  ],
  [
    'array of 2^64-1 items',
    'D4: it announces more items than there are bytes; nothing is allocated by an announced length',
    'truncated',
    join(bytes(0x9b), new Uint8Array(8).fill(255)),
  ],
  [
    'map of 2^63-1 entries',
    'D4: it announces more entries than there are bytes; nothing is allocated by an announced length',
    'truncated',
    join(bytes(0xbb), big),
  ],
  [
    'byte string of 2^63-1',
    'D4: it announces more bytes than there are; nothing is allocated by an announced length',
    'truncated',
    rawMimiContent({ salt: join(bytes(0x5b), big) }),
  ],
  [
    'text of 2^63-1 bytes',
    'D4: it announces more bytes than there are; nothing is allocated by an announced length',
    'truncated',
    withExtensions([key, join(bytes(0x7b), big)]),
  ],
  [
    '10,000 items',
    'D4: at most 8,192 data items are read',
    'too-many-items',
    withExtensions([key, array(...new Array(10_000).fill(nil))]),
  ],
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
  [
    'array of indefinite length',
    'deterministic encoding has definite lengths only; the same content would have a second encoding',
    'indefinite-length',
    join(bytes(0x9f), bstr(salt), bytes(0xff)),
  ],
  [
    'map of indefinite length',
    'deterministic encoding has definite lengths only; the same content would have a second encoding',
    'indefinite-length',
    rawMimiContent({ extensions: bytes(0xbf, 0xff) }),
  ],
  [
    'bytes of indefinite length',
    'deterministic encoding has definite lengths only; the same content would have a second encoding',
    'indefinite-length',
    rawMimiContent({ topicId: bytes(0x5f, 0xff) }),
  ],
  [
    'text of indefinite length',
    'deterministic encoding has definite lengths only; the same content would have a second encoding',
    'indefinite-length',
    withExtensions([key, bytes(0x7f, 0xff)]),
  ],
  ['break alone', 'ff ends an item of indefinite length, and there can be none', 'indefinite-length', bytes(0xff)],
  [
    'integer 1 in two bytes',
    '18 01 is a second encoding of 01',
    'length-not-minimal',
    withExtensions([key, bytes(0x18, 0x01)]),
  ],
  [
    'integer 255 in three bytes',
    '19 00ff is a second encoding of 18 ff',
    'length-not-minimal',
    withExtensions([key, bytes(0x19, 0, 255)]),
  ],
  [
    'integer of 4 bytes in nine',
    '1b 00000000ffffffff is a second encoding of 1a ffffffff',
    'length-not-minimal',
    withExtensions([key, join(bytes(0x1b), zeros(4), new Uint8Array(4).fill(255))]),
  ],
  [
    'length of 16 in two bytes',
    '58 10 is a second encoding of the head 50',
    'length-not-minimal',
    rawMimiContent({ salt: join(bytes(0x58, 16), salt) }),
  ],
  [
    'key 1 twice',
    'two senders: readers would differ on which of them counts',
    'duplicate-key',
    rawMimiContent({ extensions: map(sender('a'), sender('b')) }),
  ],
  [
    'unknown key twice',
    'readers would differ on which of the two values counts',
    'duplicate-key',
    withExtensions([key, nil], [key, nil]),
  ],
  [
    'key twice in a nested map',
    'readers would differ on which of the two values counts',
    'duplicate-key',
    withExtensions([key, map([tstr('k'), nil], [tstr('k'), uint(1)])]),
  ],
  [
    'keys 2, 1',
    'map keys stand in the bytewise order of their encodings; another order would be a second encoding',
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
    'f97e01: the one NaN is f97e00',
    'not-deterministic',
    withExtensions([key, bytes(0xf9, 0x7e, 1)]),
  ],
  [
    '1.0 in single precision',
    'fa3f800000 is a second encoding of f93c00',
    'not-deterministic',
    withExtensions([key, bytes(0xfa, 0x3f, 0x80, 0, 0)]),
  ],
  [
    'smallest half float in single precision',
    'fa33800000 is a second encoding of f90001',
    'not-deterministic',
    withExtensions([key, bytes(0xfa, 0x33, 0x80, 0, 0)]),
  ],
  [
    '1.0 in double precision',
    'fb3ff0000000000000 is a second encoding of f93c00',
    'not-deterministic',
    withExtensions([key, bytes(0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0)]),
  ],
  [
    'a half float below 2^-14 in single precision',
    'fa38004000: a half-precision float holds this value as well, and is shorter',
    'not-deterministic',
    withExtensions([key, bytes(0xfa, 0x38, 0, 0x40, 0)]),
  ],
  [
    'bignum of 8 bytes',
    'an integer of CBOR holds this value; the bignum would be a second encoding',
    'not-deterministic',
    withExtensions([key, tag(2, bstr(big))]),
  ],
  [
    'bignum with a leading zero',
    'without the zero it is the same number; each number has one encoding',
    'not-deterministic',
    withExtensions([key, tag(3, bstr(join(zeros(1), big, big)))]),
  ],
];

const wrongShapes: readonly Entry[] = [
  ['nothing', 'there is no data item', 'truncated', bytes()],
  [
    'a byte after the content',
    'B6: a content is exactly one data item',
    'trailing-bytes',
    rawMimiContent({ trailing: zeros(1) }),
  ],
  ['the last byte missing', 'the text of the one part ends early', 'truncated', rawMimiContent().subarray(0, -1)],
  ['additional information 28', '28 to 30 are reserved in RFC 8949 §3', 'invalid-value', bytes(0x9c)],
  [
    'simple value 19',
    'no meaning is assigned to it, so nobody could show it',
    'invalid-value',
    withExtensions([key, bytes(0xf3)]),
  ],
  [
    'simple value 255',
    'no meaning is assigned to it, so nobody could show it',
    'invalid-value',
    withExtensions([key, bytes(0xf8, 255)]),
  ],
  [
    'a bignum over text',
    'tag 2 stands before a byte string (RFC 8949 §3.4.3)',
    'invalid-value',
    withExtensions([key, tag(2, tstr('text'))]),
  ],
  ['a map, not an array', 'a content is an array of seven elements', 'invalid-value', map()],
  [
    'six elements',
    'a content is an array of seven elements; the body is missing',
    'invalid-value',
    array(bstr(salt), nil, bstr(bytes()), nil, nil, map()),
  ],
  [
    'salt of 15 bytes',
    'a salt has 16 bytes; HMAC pads shorter ones with zeros, so that several would give one tag',
    'invalid-value',
    rawMimiContent({ salt: bstr(salt.subarray(1)) }),
  ],
  ['salt of 17 bytes', '16 bytes: HMAC would read a zero byte more as the same key', 'invalid-value', longSalt()],
  [
    'salt as text',
    'the salt is a byte string, not text',
    'invalid-value',
    rawMimiContent({ salt: tstr('0123456789abcdef') }),
  ],
  ['replaces of 31 bytes', 'a message id has 32 bytes', 'invalid-value', rawMimiContent({ replaces: bstr(zeros(31)) })],
  [
    'topicId of 4,097 bytes',
    'a topic id has at most 4,096 bytes',
    'too-long',
    rawMimiContent({ topicId: bstr(zeros(4_097)) }),
  ],
  [
    'expires with an integer first',
    'the first element says whether the time is relative: true or false',
    'invalid-value',
    rawMimiContent({ expires: array(uint(1), uint(9)) }),
  ],
  [
    'expires beyond 32 bits',
    'the time is an unsigned integer of 32 bits',
    'invalid-value',
    rawMimiContent({ expires: array(bytes(0xf4), join(bytes(0x1b), bytes(0, 0, 0, 1, 0, 0, 0, 0))) }),
  ],
  [
    'sender as bytes',
    'a URI is text, not a byte string',
    'invalid-value',
    rawMimiContent({ extensions: map([uint(1), bstr(ascii('a'))]) }),
  ],
  [
    'sender with a space',
    'RFC 3986 has no spaces in URIs; names that look alike would differ',
    'invalid-value',
    rawMimiContent({ extensions: map(sender('al ice')) }),
  ],
  [
    'sender behind a byte order mark',
    'a URI is ASCII; a decoder that drops the mark would read another name',
    'invalid-value',
    rawMimiContent({ extensions: map([uint(1), join(head(3, 4), bytes(0xef, 0xbb, 0xbf), ascii('a'))]) }),
  ],
  [
    'text with a lone surrogate',
    'ed a0 80 encodes half a surrogate pair, which RFC 3629 forbids: readers would show different texts',
    'invalid-utf8',
    withExtensions([key, join(head(3, 3), bytes(0xed, 0xa0, 0x80))]),
  ],
  [
    'text in an overlong form',
    'c1 a1 is "a" in two bytes, which RFC 3629 forbids: one text would have two encodings',
    'invalid-utf8',
    withExtensions([key, join(head(3, 2), bytes(0xc1, 0xa1))]),
  ],
  ['key 0', 'extension 0 is reserved', 'invalid-value', rawMimiContent({ extensions: map([uint(0), nil]) })],
  ['an empty text key', 'a text key has 1 to 255 bytes', 'invalid-value', withExtensions([tstr(''), nil])],
  [
    'a text key of 256 bytes',
    'a text key has 1 to 255 bytes',
    'too-long',
    withExtensions([tstr('k'.repeat(256)), nil]),
  ],
  [
    'a byte string as key',
    'extensions have integers or text as keys',
    'invalid-value',
    withExtensions([bstr(ascii('k')), nil]),
  ],
  ['an array as key', 'extensions have integers or text as keys', 'invalid-value', withExtensions([array(), nil])],
  [
    'a key of 2^53',
    'beyond 2^53 - 1 JavaScript rounds, and two keys would be one',
    'invalid-value',
    withExtensions([join(bytes(0x1b), bytes(0, 0x20, 0, 0, 0, 0, 0, 0)), nil]),
  ],
  [
    'an array as key of a nested map',
    'nested keys are integers, text or byte strings',
    'invalid-value',
    withExtensions([key, map([array(), nil])]),
  ],
  [
    'a key of -2^53 in a nested map',
    'beyond 2^53 - 1 JavaScript rounds, and two keys would be one',
    'invalid-value',
    withExtensions([key, map([join(bytes(0x3b), bytes(0, 0x1f, 255, 255, 255, 255, 255, 255)), nil])]),
  ],
  [
    'cardinality 4',
    'a part is null (0), single (1), external (2) or several (3)',
    'invalid-value',
    rawMimiContent({ body: array(uint(1), tstr(''), uint(4)) }),
  ],
  [
    'disposition 256',
    'a disposition is an integer of 8 bits',
    'invalid-value',
    rawMimiContent({ body: array(uint(256), tstr(''), uint(0)) }),
  ],
  [
    'a null part with content',
    'B10: nothing may follow in a null part; words there would be shown by nobody',
    'invalid-value',
    rawMimiContent({ body: array(uint(1), tstr(''), uint(0), nil) }),
  ],
  [
    'a list of one part',
    'several parts are two at least',
    'invalid-value',
    rawMimiContent({ body: array(uint(1), tstr(''), uint(3), uint(2), array(textPart)) }),
  ],
  [
    'part semantics 3',
    '0 to 2 are defined: choose one, single unit, process all',
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
