import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** Stamps in both forms, and what MAC and signature cover (docs/spec/franking.md §4). */
export const stampMutants: Mutant[] = [
  ...mutantsOf('franking/src/stamp.ts', [
    ['if (form !== fullForm) {', 'if (false) {', 'C7', 'a full stamp has form 1'],
    ["reader.finish('stamp');", '', 'C7', 'nothing behind the stamp'],
  ]),
  ...mutantsOf('franking/src/compact-stamp.ts', [["reader.finish('stamp');", '', 'C7', 'nothing behind the stamp']]),
  ...mutantsOf('franking/src/stamp-context.ts', [
    [
      ".fixed(context.messageHash, 32, 'stamp.messageHash')",
      ".fixed(new Uint8Array(32), 32, 'stamp.messageHash')",
      'C1',
      'MAC and signature cover the wire bytes',
    ],
  ]),
  ...mutantsOf(
    'franking/src/stamp-context.ts',
    [
      ['sequence >= 1n && ', '', 'sequence 0', 'sequences begin at 1'],
      [' && sequence <= BigInt(Number.MAX_SAFE_INTEGER)', '', 'sequence 2^53', 'sequences are exact in JSON'],
      [
        "if (!isSequence(sequence)) throw new FrankingError('invalid-value'",
        "if (false) throw new FrankingError('invalid-value'",
        'sequence',
        'both',
      ],
    ],
    'vectors.test.ts',
  ),
  ...mutantsOf('franking/src/stamp-inputs.ts', [
    [
      'labels.stampSignature, tag, contextBytes, mac',
      'labels.stampSignature, contextBytes, mac',
      'C1',
      'the signature covers the tag: without it, frank swap',
    ],
    [
      'labels.stampSignature, tag, contextBytes, mac',
      'labels.stampSignature, tag, mac',
      'C3',
      'the signature covers the context',
    ],
    [
      'labels.stampSignature, tag, contextBytes, mac',
      'labels.stampSignature, tag, contextBytes',
      'C2',
      'the signature covers the MAC',
    ],
    ['labels.stampMac, tag, contextBytes', 'labels.stampMac, contextBytes', 'A1', 'the MAC covers the tag'],
    ['labels.stampMac, tag, contextBytes', 'labels.stampMac, tag', 'A4', 'the MAC covers the context'],
  ]),
];
