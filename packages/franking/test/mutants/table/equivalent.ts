/** Checks whose removal no test could notice, each with the reason. Short, and to be kept short. */
export interface Equivalent {
  file: string;
  /** Words out of the line. */
  line: string;
  reason: string;
}

export const equivalent: readonly Equivalent[] = [
  {
    file: 'franking/src/kind-rules.ts',
    line: "throw new FrankingError('invalid-argument', `cannot accept message of kind",
    reason: 'an unknown kind does not decode, and encodeMessageKind refuses it under the same code',
  },
  {
    file: 'franking/src/compact-stamp.ts',
    line: "if (form !== compactForm) throw new FrankingError('unsupported-version'",
    reason: 'checkReceived hands on stamps of this form only',
  },
  {
    file: 'franking/src/stamp-context.ts',
    line: "if (!isSequence(sequence)) throw new FrankingError('invalid-argument'",
    reason: 'catches a mistake of the hub itself; every reader refuses such a stamp',
  },
  {
    file: 'franking/src/public-key-rules.ts',
    line: 'return isCanonical(key) && ',
    reason: 'OpenSSL 3.5 and noble refuse such keys themselves; OpenSSL 3.0, which older Node has, takes them',
  },
  {
    file: 'franking/src/primitives-node.ts',
    line: '!isUsablePublicKey(publicKey)) return false;',
    reason: 'the same for keys of small order; the mutant of primitives-noble.ts is killed',
  },
  ...[
    ['franking/src/attachment.ts', '`cannot encode attachment algorithm '],
    ['franking/src/attachments/excerpt.ts', '`cannot encode an excerpt of '],
    ['franking/src/mimi/abuse-report.ts', 'expected "reasonCode" to be 0'],
    ['franking/src/mimi/abuse-report.ts', '`cannot encode '],
    ['franking/src/mimi/content-extensions.ts', "'no key 1 or 2'"],
    ['franking/src/mimi/identifier-uri.ts', 'to be a string'],
    ['franking/src/mimi/mimi-content.ts', '`cannot encode the content: '],
  ].map(([file = '', line = '']) => ({
    file,
    line,
    reason: 'tells the one who encodes what is wrong; every reader refuses the result, so no attack goes through it',
  })),
  ...['if (initial === undefined)', 'if (offset + 1 + size > bytes.length)'].map((line) => ({
    file: 'franking/src/mimi/cbor-head.ts',
    line,
    reason: 'cborg finds the end of the bytes itself, and cbor-decode.ts gives that the same code',
  })),
  {
    file: 'franking/src/mimi/cbor-tokenizer.ts',
    line: "'simple value'",
    reason: 'cborg refuses these too, under the same code',
  },
];
