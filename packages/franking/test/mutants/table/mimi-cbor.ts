import { type Mutant, mutantsOf, type Row } from '../support/mutant.ts';

const mimi = (file: string, testFile: string, rows: readonly Row[]) =>
  mutantsOf(`franking/src/mimi/${file}.ts`, rows, `mimi/${testFile}.test.ts`);

/** Profile F0: CBOR that is made to exhaust or to mislead. */
export const mimiCborMutants: Mutant[] = [
  ...mutantsOf(
    'franking/src/mimi/cbor-tokenizer.ts',
    [['if (!allowed)', 'if (false)', 'written as a float', 'one encoding of an integer']],
    'fuzz/findings.test.ts',
  ),
  ...mimi('cbor-decode', 'cbor', [
    [
      "throw new FrankingError(tokenizer.done() ? 'truncated' : 'invalid-value', `",
      'throw new Error(`',
      'random bytes and random heads',
      'never throws anything else',
    ],
    [
      'if (tokenizer.done()) return value;',
      'if (true) return value;',
      'a byte after the content',
      'nothing is left over',
    ],
  ]),
  ...mimi('cbor-head', 'cbor', [
    ['if (info === 31)', 'if (false)', 'array of indefinite length', 'definite lengths'],
    ['if (info > 27)', 'if (false)', 'additional information 28', 'reserved heads'],
    ['argument < (size === 1 ? 24 : 256 ** (size / 2))', 'false', 'integer 1 in two bytes', 'the shortest form'],
  ]),
  ...mimi('cbor-tokenizer', 'cbor', [
    ['if (majorType === 2 && argument > left)', 'if (false)', 'byte string of 2^63-1', 'a length that lies'],
    ['if (isShortestFloat(', 'if (true || isShortestFloat(', '1.0 in double precision', 'the shortest float'],
    ['if (items > left)', 'if (false)', 'array of 2^63-1 items', 'a count that lies'],
    ['if (end > this.data.length)', 'if (false)', 'text of 2^63-1 bytes', 'a length that lies'],
    ['if (majorType !== 2)', 'if (false)', 'a bignum over text as long', 'a bignum is bytes'],
    ['if (argument <= 8 || this.data[start + length] === 0)', 'if (false)', 'bignum of 8 bytes', 'the shortest bignum'],
    ['if (difference < 0)', 'if (difference < 0) return;\n    if (false)', 'keys that go down', 'keys in order'],
    ["refuse('duplicate-key', 'a map key occurs twice');", '', 'unknown key twice', 'keys that are there once'],
  ]),
  ...mimi('content-extensions', 'cbor', [
    [
      'if (levelsOf(value) > mimiLimits.extensionLevels) {',
      'if (false) {',
      'five levels in an extension',
      'shallow extensions',
    ],
    ["|| wrong('extension key', 'text that is not empty')", '', 'an empty text key', 'a key says something'],
  ]),
  ...mimi('mimi-content', 'cbor', [
    ["if (typeof relative !== 'boolean')", 'if (false)', 'expires with an integer first', 'types'],
  ]),
  ...mimi('nested-part', 'cbor', [
    ['if (level > mimiLimits.partLevels)', 'if (false)', 'five levels of parts', 'shallow parts'],
    ['if (++count.parts > mimiLimits.bodyParts)', 'if (false)', '1,025 parts', 'few parts'],
    ["return wrong('cardinality', '0 to 3');", "return { ...front, type: 'null' };", 'cardinality 4', 'known parts'],
    ['if (parts.length < 2)', 'if (false)', 'a list of one part', 'one form of a part'],
    ["?? wrong('partSemantics', '0 to 2')", "?? 'processAll'", 'part semantics 3', 'known semantics'],
  ]),
  ...mimi('open-application-data', 'check-received-mimi', [
    ['if (senderUri === null)', 'if (false)', 'a content that names no sender', 'a content names its sender'],
    ['if (roomUri === null)', 'if (false)', 'a content that names no room', 'and its room'],
  ]),
  ...mimi('shape', 'cbor', [
    [
      'if (!isBytes(value) || value.length !== length)',
      'if (!isBytes(value))',
      'salt of 15 bytes',
      'a salt has 16 bytes',
    ],
    ["if (typeof value !== 'string')", 'if (false)', 'text where bytes stand', 'types'],
    [
      "if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value >= 256 ** size) {",
      "if (typeof value !== 'number') {",
      'expires beyond 32 bits',
      'ranges',
    ],
    ['if (length <= maximum)', 'if (true)', 'topicId of 4,097 bytes', 'limits'],
  ]),
];
