import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** What a message may hold (docs/spec/franking.md §2) and how it is committed to (§3). */
export const contentMutants: Mutant[] = [
  ...mutantsOf(
    'franking/src/content.ts',
    [
      [
        'if (content.length > limits.content) {',
        'if (false) {',
        'holds the whole to 64 parts and 64 KiB',
        'no content that nobody accepts',
      ],
    ],
    'create-content.test.ts',
  ),
  ...mutantsOf(
    'franking/src/content.ts',
    [['if (found !== version)', 'if (false)', 'content version 2', 'one version']],
    'vectors.test.ts',
  ),
  ...mutantsOf('franking/src/content.ts', [
    ['if (frankingKey.every((byte) => byte === 0)) {', 'if (false) {', 'B5', 'keys of a failed random source'],
    ['if (end !== bytes.length)', 'if (false)', 'B6', 'nothing behind the parts'],
    ['if (count < 1 || count > limits.parts) {', 'if (false) {', 'B10', 'at most 64 parts'],
  ]),
  ...mutantsOf('franking/src/create-content.ts', [
    [
      'checkKind(input.header, input.parts, input.parts.length + 1);',
      '',
      'B10',
      'the encoder holds to the table of kinds',
    ],
    ['if (frankingKey.every((byte) => byte === 0)) {', 'if (false) {', 'B5', 'keys of a failed random source'],
  ]),
  ...mutantsOf('franking/src/open-content.ts', [
    [
      'checkKind(decoded.header, decoded.parts, decoded.encodedParts.length);',
      '',
      'B10',
      'receivers hold to the table of kinds',
    ],
  ]),
  ...mutantsOf('franking/src/kind-rules.ts', [
    ["demand(refersTo === null, 'a key-update", "demand(true, 'a key-update", 'B10', 'a key update names no message'],
    [
      'demand(refersTo !== null, `a message',
      'demand(true, `a message',
      'B10',
      'edits, deletions and reactions name one',
    ],
    ['demand(body === 0,', 'demand(true,', 'B10', 'deletions and key updates carry nothing'],
    ["demand(body === 1, 'a reaction has", "demand(true, 'a reaction has", 'B10', 'a reaction is one part'],
    ["demand(!allSeen || has('reaction'),", 'demand(true,', 'B10', 'and that part is a reaction'],
    ['demand(body >= 1,', 'demand(true,', 'B10', 'words are there'],
    ["demand(!has('reaction'),", 'demand(true,', 'B10', 'no reaction beside words'],
    ["demand(kind !== 'media' || !allSeen || hasFile,", 'demand(true,', 'B10', 'a medium has an attachment'],
    ['if (!holds) throw', 'if (false) throw', 'B10', 'a broken rule refuses the message'],
  ]),
  ...mutantsOf('franking/src/part.ts', [
    [
      "if (reader.uint(1, 'part.type') !== types.header) {",
      "if (reader.uint(1, 'part.type') > 255) {",
      'B10',
      'the first part is the header',
    ],
    [
      "throw new FrankingError('part-order', 'cannot decode parts: more than one header');",
      "return { type: 'text', text: decodeHeader(reader).sender };",
      'B10',
      'the header is the first part only',
    ],
    [
      "throw new FrankingError('invalid-value', `cannot decode part type ",
      "return { type: 'text', text: reader.text(0, limits.text, 'text') };\n      void (`",
      'B10',
      'an unknown part is not skipped nor guessed',
    ],
    [
      "throw new FrankingError('invalid-argument', `cannot encode part ",
      'return new Uint8Array([9]) as never;\n  void (`',
      'B10',
      'nor written',
    ],
    ["reader.finish('part');", '', 'B10', 'nothing behind a revealed part'],
    [
      'encodeClosedAttachment(writer, closeAttachment(decoded.attachment));',
      'encodeClosedAttachment(writer, { ...decoded.attachment, keyCommitment: new Uint8Array(32) });',
      'A3',
      'a description is bound to its key',
    ],
    [
      "const type = reader.uint(1, 'part.type');",
      "const type = reader.uint(1, 'part.type');\n" +
        '  if (type === types.closedAttachment) {\n' +
        '    const { keyCommitment: key, ...rest } = decodeClosedAttachment(reader);\n' +
        "    return { type: 'attachment', attachment: { ...rest, key, nonce: key } };\n  }",
      'B10',
      'no message without the key of its file',
    ],
  ]),
  ...mutantsOf('franking/src/message-kind.ts', [
    [
      'if (kind === undefined) throw',
      "if (kind === undefined) return 'text';\n  if (kind === undefined) throw",
      'B10',
      'an unknown kind is not guessed',
    ],
  ]),
  ...mutantsOf('franking/src/commitment.ts', [
    ["assertBytes(frankingKey, 'frankingKey', 32);", '', 'A8', 'HMAC pads short keys'],
    ["assertBytes(partKey, 'partKey', 32);", '', 'A8', 'HMAC pads short keys'],
    ["uint(index, 2, 'index')", "uint(0, 2, 'index')", 'C9', 'the key of one part opens no other'],
    [
      'return hmacSha256(partKey, closedForm(part));',
      'return hmacSha256(new Uint8Array(32), closedForm(part));',
      'A1',
      'a leaf depends on its key',
    ],
    [
      "for (const leaf of leaves) writer.fixed(leaf, 32, 'leaf');",
      "for (const leaf of leaves.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) writer.fixed(leaf, 32, 'leaf');",
      'A2',
      'the order of parts is bound',
    ],
    [
      "for (const leaf of leaves) writer.fixed(leaf, 32, 'leaf');",
      "for (const leaf of leaves.slice(0, 1)) writer.fixed(leaf, 32, 'leaf');",
      'A3',
      'every part is bound',
    ],
  ]),
  ...mutantsOf(
    'franking/src/commitment.ts',
    [
      [
        "writer.uint(leaves.length, 2, 'count');",
        "writer.uint(0, 2, 'count');",
        'opens to header and parts',
        'the number of parts stands in the tag',
      ],
    ],
    'vectors.test.ts',
  ),
];
