import { type Mutant, mutantsOf, type Row } from '../support/mutant.ts';

const mimi = (file: string, testFile: string, rows: readonly Row[]) =>
  mutantsOf(`franking/src/mimi/${file}.ts`, rows, `mimi/${testFile}.test.ts`);

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
  ...mimi('credential', 'round-trip', [
    ['if (type !== 2)', 'if (false)', 'an unknown credential type', 'known credentials'],
  ]),
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
