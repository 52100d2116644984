import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** One encoding of every value (docs/spec/franking.md §1), and what stands beside the ciphertext (§3). */
export const readingMutants: Mutant[] = [
  ...mutantsOf('franking/src/reader.ts', [
    ['if (bytes.length > maximum) {', 'if (false) {', 'B6', 'input is refused by its length'],
    ['if (length > maximum) {', 'if (false) {', 'B6', 'fields are held to their limits'],
  ]),
  ...mutantsOf(
    'franking/src/reader.ts',
    [
      ['if (form === 3)', 'if (false)', 'B6', 'the form that RFC 9420 forbids'],
      [
        '(form === 1 && length < 0x40)',
        'false',
        'length of a text in two bytes where one suffices',
        'the shortest form',
      ],
      ['(form === 2 && length < 0x4000)', 'false', 'length of parts not in its shortest form', 'the shortest form'],
      ['if (length < minimum) {', 'if (false) {', 'empty text', 'fields that must not be empty'],
      ['if (length > this.#end - this.#offset)', 'if (false)', 'content cut short', 'a length that lies'],
      ['if (present > 1)', 'if (false)', 'presence of signature 2', 'an optional is 0 or 1'],
      ['if (this.done) return;', 'if (true) return;', 'bytes after the stamp', 'nothing is left over'],
      ['if (length > this.#end - start)', 'if (false)', 'empty content', 'bytes that are not there are not zero'],
      ["throw new FrankingError('truncated', `", 'void (`', 'empty content', 'bytes that are not there are not zero'],
    ],
    'vectors.test.ts',
  ),
  ...mutantsOf(
    'franking/src/utf8.ts',
    [
      [
        "if (typeof text !== 'string') throw",
        "if (typeof text !== 'string') return new Uint8Array(1);\n  if (typeof text !== 'string') throw",
        'B10',
        'types at the border',
      ],
    ],
    'create-content.test.ts',
  ),
  ...mutantsOf('franking/src/utf8.ts', [
    ['if (!text.isWellFormed())', 'if (false)', 'B6', 'what is read is what was written'],
    ["throw new FrankingError('invalid-utf8', `", 'return String(`', 'B6', 'bytes that are no text'],
  ]),
  ...mutantsOf('franking/src/authenticated-data.ts', [
    [
      'if (tag === undefined) throw',
      'if (tag === undefined) return new Uint8Array(32);\n  if (tag === undefined) throw',
      'B1',
      'a message without a tag',
    ],
    ['if (tags.length > 1)', 'if (false)', 'B3', 'a message with two'],
    ['if (tag.length !== 32)', 'if (false)', 'D4', 'a tag of another length'],
    ["if (end !== bytes.length) malformed('bytes left over');", '', 'B6', 'nothing behind the items'],
    ['if (items.length > limits.authenticatedDataItems)', 'if (false)', 'D4', 'at most 16 items'],
    ['if (componentId <= last && !secondTag)', 'if (false)', 'B3', 'items are sorted and there once'],
  ]),
  ...mutantsOf(
    'franking/src/authenticated-data.ts',
    [
      [
        "error.code !== 'authenticated-data-malformed')",
        'error.code === undefined)',
        'items cut short',
        'one code for one cause',
      ],
      ["throw new FrankingError('authenticated-data-malformed', `", 'void (`', 'B6', 'a refusal ends it'],
    ],
    'vectors.test.ts',
  ),
];
