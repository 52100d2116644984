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
];
