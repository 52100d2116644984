import { type Mutant, mutantsOf, type Row } from '../support/mutant.ts';

const bombs = (file: string, rows: readonly Row[]) =>
  mutantsOf(`franking/src/mimi/${file}.ts`, rows, 'attacks/bombs-structures.test.ts');

/** Profile F0: lists, depths and lengths, each with a bomb of its own. */
export const mimiBombMutants: Mutant[] = [
  ...bombs('abuse-report', [
    [
      'if (messages.length === mimiLimits.reportedMessages)',
      'if (false)',
      'D4: thirty-three',
      'a report has its limits',
    ],
  ]),
  ...bombs('credential', [
    [
      'if (credential.certificates.length > mimiLimits.certificates) {',
      'if (false) {',
      'D4: nine certificates',
      'few certificates',
    ],
    [
      'if (certificates.length === mimiLimits.certificates) {',
      'if (false) {',
      'D4: nine certificates',
      'few certificates',
    ],
  ]),
  ...bombs('application-framing', [
    ['if (count > mimiLimits.mediaTypeParameters)', 'if (false)', 'D4: seventeen', 'few parameters'],
  ]),
  ...bombs('mimi-content', [
    [
      'if (bytes.length > mimiLimits.applicationData) {',
      'if (false) {',
      'D4: a content of 65,537',
      'a content has its limit',
    ],
  ]),
  ...bombs('cbor-tokenizer', [
    ['if (this.#items > mimiLimits.cborItems)', 'if (false)', 'D4: more items', 'no more items than a message has'],
    [
      'if (this.#frames.length === mimiLimits.cborLevels)',
      'if (false)',
      'D4: an array sixty',
      'no deeper than a message is',
    ],
    ['if (!Number.isSafeInteger(argument)) refuse', 'if (false) refuse', 'D4: a tag', 'tags that are exact'],
    ['if (majorType > 3)', 'if (false)', 'D4: keys deep', 'simple keys'],
    ['if (majorType < 2 && !Number.isSafeInteger(argument + majorType))', 'if (false)', 'D4: keys deep', 'exact keys'],
    ['if (majorType === 3 && argument > mimiLimits.extensionKey)', 'if (false)', 'D4: keys deep', 'short keys'],
  ]),
  ...bombs('content-extensions', [
    [
      'if (!(value instanceof Map)) return',
      'if (!(value instanceof Map)) return { senderUri: null, roomUri: null, otherExtensions: new Map() };\n  if (!(value instanceof Map)) return',
      'D4: extensions that',
      'types',
    ],
    ["return uri === '' ? wrong(field, 'a URI') : ", 'return ', 'D4: extensions that', 'a claim says something'],
  ]),
  ...bombs('shape', [
    ['if (!isBytes(value)) return', 'if (false) return', 'D4: a size of a file', 'types'],
    [
      "if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);",
      'if (true) return BigInt(Number(value));',
      'D4: a size of a file',
      'ranges',
    ],
    [
      'if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {',
      'if (!Array.isArray(value)) {',
      'D4: elements that',
      'as many elements as there are fields',
    ],
  ]),
];
