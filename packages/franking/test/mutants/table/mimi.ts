import { type Mutant, mutantsOf, type Row } from '../support/mutant.ts';

const mimi = (file: string, testFile: string, rows: readonly Row[]) =>
  mutantsOf(`franking/src/mimi/${file}.ts`, rows, `mimi/${testFile}.test.ts`);

/** Profile F0: receiver and judge (docs/spec/franking-f0.md). */
export const mimiVerdictMutants: Mutant[] = [
  ...mimi('check-received-mimi', 'check-received-mimi', [
    [
      'if (opened.senderUri !== input.senderUri)',
      'if (false)',
      'B7: another account',
      'credential and content name one sender',
    ],
    ['if (opened.roomUri !== input.roomUri)', 'if (false)', 'another room', 'and the room at hand'],
    [
      'if (!frankingIntegrityHolds(',
      'if (false && frankingIntegrityHolds(',
      'C3: a millisecond later',
      'the signature',
    ],
    [
      'if (!constantTimeEqual(opened.frankingTag, frankingTag))',
      'if (false)',
      'B4: other content',
      'the tag commits to the content',
    ],
    [
      "input.frank ?? refuse('frank-missing', 'the hub delivered no frank')",
      'input.frank!',
      'C6: no frank',
      'no frank, no showing',
    ],
    ['if (frank.suite !== input.suite)', 'if (false)', 'C7: frank for another suite', 'the suite is the group’s'],
    ['if (!isSupportedSuite(frank.suite))', 'if (false)', 'C7: a suite with P-256', 'a suite that can be verified'],
    [
      "input.frankingAgent ?? refuse('agent-missing', 'the group has no franking agent')",
      'input.frankingAgent!',
      'no franking agent',
      'somebody franks',
    ],
    [
      'if (credentialDomain(credential) !== hubDomain.toLowerCase()) {',
      'if (false) {',
      'the agent of a follower',
      'and it is the hub',
    ],
    ['if (signatureKey.length !== 32)', 'if (false)', 'a franking key of 31 bytes', 'a key of 32 bytes'],
    [
      'return refuse(telling.find(',
      'throw error;\n    return refuse(telling.find(',
      'B6: content with a byte more',
      'never throws',
    ],
    ['throw new Refusal(code, detail);', 'throw new Error(detail);', 'B4: other content', 'never throws'],
  ]),
  ...mimi('verify-abuse-report', 'verify-abuse-report', [
    ["refuse('frank-mismatch', `", 'void (`', 'A1: other words', 'the frank covers the content'],
    [
      'return refuse(code, `',
      'throw opened;\n  return refuse(code, `',
      'D4: a content that does not decode',
      'never throws',
    ],
    [
      'if (opened.senderUri !== report.allegedAbuserUri)',
      'if (false)',
      'someone whom the report does not accuse',
      'the accused wrote it',
    ],
    ['if (opened.roomUri !== options.roomUri)', 'if (false)', 'A6: another room in the path', 'in this room'],
    [
      'if (!isSupportedSuite(frank.suite))',
      'if (false)',
      'C7: a suite without Ed25519',
      'a suite that can be verified',
    ],
    ['if (candidates.length === 0)', 'if (false)', 'A4: a time at which the hub had no key', 'a key of that time'],
    ['else if (!signed(key))', 'else if (false)', 'C7: another suite with Ed25519', 'the signature'],
    [
      'if (key === undefined) refuseFrank(candidates.some(signed));',
      'if (key === undefined) return;',
      'A1: other words',
      'the frank covers the content',
    ],
    ['if (seen.has(identity))', 'if (false)', 'A5: the same message twice', 'a message counts once'],
    ['throw new Refusal(code, detail);', 'throw new Error(detail);', 'A1: other words', 'never throws'],
  ]),
];

/** Profile F0: one encoding of every structure. */
export const mimiCodecMutants: Mutant[] = [
  ...mimi('abuse-report', 'round-trip', [
    [
      'if (report.messages.length > mimiLimits.reportedMessages)',
      'if (false)',
      'D4: 33 messages',
      'a report has its limits',
    ],
  ]),
  ...mimi('abuse-report', 'vectors', [['if (reasonCode !== 0)', 'if (false)', 'reason code 1', 'one reason code']]),
  ...mimi('app-data-dictionary', 'round-trip', [
    [
      'if (entries.length > mimiLimits.dictionaryEntries) {',
      'if (false) {',
      'abuse_extensions twice',
      'few components',
    ],
  ]),
  ...mimi('app-data-dictionary', 'vectors', [
    ['if (componentId === last)', 'if (false)', 'one component twice', 'each component once'],
    ['if (componentId < last)', 'if (false)', 'abuse_extensions out of order', 'one order'],
  ]),
  ...mimi('application-framing', 'round-trip', [
    [
      "if (mediaType !== '' && mediaType.toLowerCase() !== mimiMediaType) {",
      'if (false) {',
      'framing of another media type',
      'one media type',
    ],
  ]),
  ...mimi('cipher-suite', 'check-received-mimi', [
    [
      'if (isSupportedSuite(suite)) return;',
      'if (true) return;',
      'refuses to frank in a suite',
      'a hub signs what can be verified',
    ],
  ]),
  ...mimi('credential', 'vectors', [['if (type !== 2)', 'if (false)', 'credential type 3', 'known credentials']]),
  ...mimi('frank', 'vectors', [['if (present > 1)', 'if (false)', 'presence byte 2', 'an optional is 0 or 1']]),
  ...mimi('submit-message-response', 'vectors', [
    ['if (protocol !== mls10)', 'if (false)', 'protocol 0', 'one protocol'],
    [
      "throw new FrankingError('invalid-value', `cannot decode statusCode ",
      "return { status: 'notAllowed' };\n      void (`",
      'status 3',
      'known states',
    ],
  ]),
  ...mimi('identifier-uri', 'round-trip', [['if (/^[!-~]*$/.test(uri))', 'if (true)', 'is no URI', 'a URI is ASCII']]),
  ...mimi('franking-tag', 'franking-tag', [["assertBytes(salt, 'salt', 16);", '', 'A8', 'HMAC pads short keys']]),
  ...mimi('franking-integrity', 'check-received-mimi', [
    ["assertBytes(hubKey, 'hubKey', 32);", '', 'A8', 'HMAC pads short keys'],
    ['.raw(encodeServerFrankingContext(context))', '', 'C3: a millisecond later', 'the signature covers the context'],
  ]),
];

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
    ['if (majorType !== 2)', 'if (false)', 'a bignum over text', 'a bignum is bytes'],
    ['if (argument <= 8 || this.data[start + length] === 0)', 'if (false)', 'bignum of 8 bytes', 'the shortest bignum'],
    ['if (difference < 0)', 'if (false)', 'keys 2, 1', 'keys in order'],
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
    ["if (typeof value !== 'string')", 'if (false)', 'sender as bytes', 'types'],
    [
      "if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value >= 256 ** size) {",
      "if (typeof value !== 'number') {",
      'expires beyond 32 bits',
      'ranges',
    ],
    ['if (length <= maximum)', 'if (true)', 'topicId of 4,097 bytes', 'limits'],
  ]),
];
