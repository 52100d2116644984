import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** Receiver rules 2 to 7 (docs/spec/franking.md §5). */
export const checkReceivedMutants: Mutant[] = [
  ...mutantsOf('franking/src/check-received.ts', [
    [
      [
        'const tag = attempt(() => readTag(input.authenticatedData));',
        '  if (tag instanceof FrankingError) return fail(4, tagCode(tag), tag.message);',
      ].join('\n'),
      [
        'const found = attempt(() => readTag(input.authenticatedData));',
        '  const tag = found instanceof FrankingError ? openContent(input.content).tag : found;',
      ].join('\n'),
      'B1',
      'a tag that is not there is not made up for',
    ],
    [
      "if (opened instanceof FrankingError) return fail(4, 'content-malformed', `",
      'if (opened instanceof FrankingError) throw opened; else if (tag === null) return fail(4, `',
      'B6',
      'what a sender writes makes no receiver throw',
    ],
    ['if (!constantTimeEqual(opened.tag, tag))', 'if (false)', 'B2', 'rule 4: the tag commits to the content'],
    ['if (!constantTimeEqual(opened.tag, tag))', 'if (opened.tag[0] !== tag[0])', 'B2', 'rule 4: all of the tag'],
    [
      "if (read instanceof FrankingError) return fail(5, 'stamp-malformed', `",
      'if (read instanceof FrankingError) throw read; else if (tag === null) return fail(5, `',
      'C6',
      'what a hub writes makes no receiver throw',
    ],
    ['header.sender !== input.sender || context.sender', 'context.sender', 'B7', 'rule 2: the sender in the header'],
    [
      'header.sender !== input.sender || context.sender !== input.sender',
      'header.sender !== input.sender',
      'C8',
      'rule 2: the sender in the stamp',
    ],
    ['if (context.hubId !== input.hubId)', 'if (false)', 'C1', 'rule 3: the hub'],
    ['if (!constantTimeEqual(header.groupId, input.groupId) || ', 'if (', 'B8', 'rule 3: the group in the header'],
    [' || !constantTimeEqual(context.groupId, input.groupId)) {', ') {', 'C1', 'rule 3: the group in the stamp'],
    ['if (context.epoch !== input.epoch) {', 'if (false) {', 'B8', 'rule 3: the epoch'],
    [
      '!isCompactStamp(input.stamp) && !constantTimeEqual(context.messageHash, sha256(input.message))',
      'false',
      'C1',
      'rule 3: the wire bytes',
    ],
    [
      "if (!key) return fail(5, 'key-unknown'",
      "if (!key) return null;\n  if (!key) return fail(5, 'key-unknown'",
      'C5',
      'rule 5: the key is known',
    ],
    ['if (key.retired === true) {', 'if (false) {', 'C5', 'rule 5: the key is not retired'],
    ['if (!isInPeriod(key, context.acceptedAt)) {', 'if (false) {', 'C5', 'rule 5: the key was in use'],
    ['if (!acceptMacOnlyKeys) {', 'if (false) {', 'C5', 'MAC-only keys are an opt-in of the messenger'],
    ['if (signature !== null)', 'if (false)', 'C5', 'a MAC-only key signs nothing'],
    [
      "if (signature === null) return fail(5, 'signature-missing', 'the stamp has no signature');",
      'if (signature === null) return null;',
      'C6',
      'rule 5: a key that signs always signs',
    ],
    ['if (!ed25519Verify(', 'if (false && ed25519Verify(', 'C1', 'rule 5: the signature'],
    ['if (last && context.sequence <= last.sequence) {', 'if (false) {', 'C4', 'rule 6: sequences go up'],
    ['context.sequence <= last.sequence', 'context.sequence < last.sequence', 'C4', 'rule 6: a sequence is used once'],
    ['if (last && context.acceptedAt < last.acceptedAt) {', 'if (false) {', 'C3', 'rule 7: time does not go back'],
    ['if (context.acceptedAt - now > maximumSkewMs) {', 'if (false) {', 'C3', 'rule 7: nor far ahead'],
  ]),
  ...mutantsOf('franking/src/hub-key.ts', [
    ['key.notBefore <= time && time', 'time', 'C5', 'a key has a first time'],
    [' && time <= key.notAfter', '', 'C5', 'and a last one'],
  ]),
];
