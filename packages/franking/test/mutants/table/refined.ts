/**
 * Checks that only refine a verdict: without one, what it refuses is refused all the same, under another code, by what the
 * reason names. Apart from `equivalent`, whose loss no test notices. Short, and to be kept short.
 */
export interface Refined {
  file: string;
  /** Words out of the mutant's snippet, which tell it from all others of the file. */
  find: string;
  /** What refuses instead. */
  reason: string;
}

const of = (file: string, reason: string, finds: readonly string[]): Refined[] =>
  finds.map((find) => ({ file: `franking/src/${file}.ts`, find, reason }));

export const refined: readonly Refined[] = [
  ...of('commitment', 'leaves have one length, so their number follows from the length of what is hashed', [
    "writer.uint(leaves.length, 2, 'count')",
  ]),
  ...of('reader', '`fixed`, the end of the content and `finish` hold the length to the input, too', [
    'if (length > this.#end - this.#offset)',
  ]),
  ...of('reader', 'what is read beyond the end is never at the end: `finish` refuses it', [
    'if (length > this.#end - start)',
    "throw new FrankingError('truncated'",
  ]),
  ...of('authenticated-data', 'what the reader throws is a FrankingError and refused under its own code', [
    "error.code !== 'authenticated-data-malformed'",
  ]),
  {
    file: 'hub/src/hub.ts',
    find: "return refuse(known ? error.code : 'authenticated-data-malformed'",
    reason: 'the error of the decoder ends it, too, before a number is taken; callers are promised a HubRefusal',
  },
  ...of('attachments/open-attachment', 'AES-GCM opens nothing that is shorter than its tag', [
    'if (ciphertext.length < tagLength)',
  ]),
  ...of('attachments/excerpt', 'the encoder of the list refuses an empty one, and so does every reader', [
    'if (chunks.length === 0)',
  ]),
  ...of('mimi/check-received-mimi', 'what is not there does not decode', [
    "input.frank ?? refuse('frank-missing'",
    "input.frankingAgent ?? refuse('agent-missing'",
  ]),
  ...of('mimi/check-received-mimi', 'verifyWithLabel verifies in no suite without Ed25519', [
    'if (!isSupportedSuite(frank.suite))',
  ]),
  ...of('mimi/check-received-mimi', 'Ed25519 verifies under no key of another length', [
    'if (signatureKey.length !== 32)',
  ]),
  ...of('mimi/verify-abuse-report', 'verifyWithLabel verifies in no suite without Ed25519', [
    'if (!isSupportedSuite(frank.suite))',
  ]),
  ...of('mimi/verify-abuse-report', 'no frank holds under no key: the filter before it is what carries weight', [
    'if (candidates.length === 0)',
  ]),
  ...of('mimi/open-application-data', 'no message id can be computed without them', [
    'if (senderUri === null)',
    'if (roomUri === null)',
  ]),
  ...of('mimi/cbor-head', 'cborg refuses these in its strict mode, too', [
    'if (info === 31)',
    'if (info > 27)',
    'argument < (size === 1 ? 24',
  ]),
  ...of('mimi/cbor-tokenizer', 'cborg finds the end of the bytes itself, after it has begun to read', [
    'if (majorType === 2 && argument > left)',
    'if (items > left)',
    'if (end > this.data.length)',
  ]),
  ...of('mimi/cbor-tokenizer', 'the stack of cborg overflows, which cbor-decode catches: not to be relied on', [
    'if (this.#frames.length === mimiLimits.cborLevels)',
  ]),
  ...of('mimi/shape', 'encodeUtf8 refuses to measure what is no text', ["if (typeof value !== 'string')"]),
];
