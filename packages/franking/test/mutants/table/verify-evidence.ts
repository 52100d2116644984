import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** What the safety team verifies (docs/spec/franking.md §7). */
export const verifyEvidenceMutants: Mutant[] = [
  ...mutantsOf('franking/src/verify-evidence.ts', [
    ['if (header.sender !== stamp.context.sender)', 'if (false)', 'D2', 'header and stamp name one account'],
    ['if (!constantTimeEqual(header.groupId, stamp.context.groupId)) {', 'if (false) {', 'A6', 'and one group'],
    ['checkKind(header, seen, evidence.partCount)', '0', 'B10', 'evidence obeys the table of kinds'],
    [
      'if (!Number.isInteger(partCount) || partCount < 1 || partCount > limits.parts) {',
      'if (false) {',
      'D4',
      'at most 64 parts',
    ],
    [
      'if (revealed.length + hidden.length !== partCount) {',
      'if (false) {',
      'A2',
      'every part is there, revealed or hidden',
    ],
    ['if (revealed[0]?.index !== 0)', 'if (false)', 'A2', 'the header is revealed'],
    [
      'if (revealed.reduce((sum, { part }) => sum + part.length, 0) > limits.content) {',
      'if (false) {',
      'D4',
      'no more bytes than a message has',
    ],
    ['if (!inRange || seen.has(index))', 'if (seen.has(index))', 'A2', 'indices are in range'],
    ['if (!isBytes(bytes) || bytes.length !== 32)', 'if (false)', 'A8', 'keys and leaves have 32 bytes'],
    [
      'if (options.hubId !== undefined && context.hubId !== options.hubId) {',
      'if (false) {',
      'A4',
      'the hub that the report names',
    ],
    [
      'options.keys.find(({ keyId }) => keyId === context.keyId) ??',
      'options.keys.find(({ keyId }) => keyId === context.keyId) ?? options.keys[0] ??',
      'C5',
      'a key of that hub',
    ],
    ['if (key.retired === true) {', 'if (false) {', 'C5', 'the key is not retired'],
    ['if (!isInPeriod(key, context.acceptedAt)) {', 'if (false) {', 'C5', 'the key was in use'],
    ['if (!macHolds) {', 'if (false) {', 'C2', 'the MAC, which the hub alone can get wrong unseen'],
    [
      'const macHolds = constantTimeEqual(mac, ',
      'const macHolds = ((a: Uint8Array, b: Uint8Array) => a.every((byte, index) => byte === b[index]))(mac, ',
      'C9',
      'the MAC is compared in constant time',
    ],
    [
      'if (publicKey !== null && signature !== null && ed25519Verify(publicKey, signed, signature)) {',
      'if (false) {',
      'C2',
      'a wrong MAC that the hub signed is the fault of the hub',
    ],
    [
      'if (publicKey !== null && signature !== null && ed25519Verify(publicKey, signed, signature)) {',
      'if (publicKey !== null && signature !== null) {',
      'A1',
      'and no reporter can make it look so',
    ],
    [
      "'the MAC does not cover these parts and this context'",
      '`the MAC should be $' + '{computeStampMac(key.macKey, tag, contextBytes)}`',
      'C9',
      'a refusal tells no secret',
    ],
    [
      "if (signature !== null) refuse('signature-unexpected'",
      "if (false) refuse('signature-unexpected'",
      'C5',
      'a MAC-only key signs nothing',
    ],
    ["refuse('signature-missing', 'the stamp has no signature');", '', 'C6', 'a key that signs always signs'],
    ['} else if (!ed25519Verify(publicKey, signed, signature)) {', '} else if (false) {', 'D2', 'the signature'],
    [
      'if (error instanceof FrankingError) return refuse(code, `',
      'if (error instanceof Refusal) return refuse(code, `',
      'D4',
      'no evidence makes the verifier throw',
    ],
    ['throw new Refusal(code, detail);', 'throw new Error(detail);', 'A1', 'a refusal ends the verification'],
  ]),
  ...mutantsOf(
    'franking/src/verify-evidence.ts',
    [
      [
        'if (!isAscending(revealed) || !isAscending(hidden)) {',
        'if (false) {',
        'another form of one disclosure',
        'one disclosure has one form',
      ],
    ],
    'fuzz/findings.test.ts',
  ),
  ...mutantsOf('franking/src/read-evidence.ts', [
    ['if (header?.index !== 0)', 'if (false)', 'A10', 'the preview shows no message without its header'],
  ]),
  ...mutantsOf('franking/src/hub-statement.ts', [
    ['concatBytes(tag, stampContextBytes(context))', 'stampContextBytes(context)', 'C4', 'two tags contradict'],
    ['concatBytes(tag, stampContextBytes(context))', 'concatBytes(tag)', 'C4', 'and two contexts'],
  ]),
  ...mutantsOf('franking/src/find-contradictions.ts', [
    ['!saysTheSame(holder.statement, entry.statement)', 'false', 'C4', 'one number for two messages'],
    ['!saysTheSame(holder.statement, entry.statement)', 'true', 'A5', 'one message reported twice is no contradiction'],
    [
      "found.push({ kind: 'time-reversed', first: latest.index, second: entry.index });",
      '',
      'C8',
      'time goes up with the sequence',
    ],
    ['const name = ', 'const name = hubId || ', 'C4', 'each group has numbers of its own'],
  ]),
];

export const evidenceJsonMutants: Mutant[] = [
  ...mutantsOf(
    'franking/src/evidence-json.ts',
    [
      ["if (scheme !== 'wh-frank-1') {", 'if (false) {', 'another scheme', 'another scheme is not read as this one'],
      ['if (isRecord(value)) return value;', 'return value;', 'not an object', 'shape', 'crashes'],
      [
        'if (!Array.isArray(value)) throw',
        'if (!Array.isArray(value)) return [];\n  if (!Array.isArray(value)) throw',
        'hidden missing',
        'a list that is missing is not an empty one',
      ],
      [
        "if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;",
        'if (true) return Number(value);',
        'part count',
        'numbers are integers',
      ],
    ],
    'vectors.test.ts',
  ),
  ...mutantsOf('franking/src/evidence-json.ts', [
    ['if (value.length > limits.parts) {', 'if (false) {', 'D4', 'a list is refused by its length'],
    [
      "if (typeof value !== 'string') throw",
      "if (typeof value !== 'string') return new Uint8Array();\n  if (typeof value !== 'string') throw",
      'D4',
      'shape',
    ],
    ['if (value.length > longestText)', 'if (false)', 'D4', 'a text is refused by its length'],
  ]),
  ...mutantsOf(
    'franking/src/base64url.ts',
    [
      ['if (rest === 1)', 'if (false)', 'impossible length', 'one text for one byte string'],
      ['if (value < 0)', 'if (false)', 'stamp with padding', 'no padding, no other alphabet'],
      ['if ((bits & ((1 << held) - 1)) !== 0) {', 'if (false) {', 'unused bits set', 'one text for one byte string'],
    ],
    'vectors.test.ts',
  ),
];
