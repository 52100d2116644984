import { type Mutant, mutantsOf, type Row } from '../support/mutant.ts';

const mimi = (file: string, testFile: string, rows: readonly Row[]) =>
  mutantsOf(`franking/src/mimi/${file}.ts`, rows, `mimi/${testFile}.test.ts`);

/** Profile F0: receiver and judge (docs/spec/franking-f0.md). */
export const mimiVerdictMutants: Mutant[] = [
  ...mimi('check-received-mimi', 'check-received-mimi', [
    [
      'if (opened.senderUri !== input.senderUri)',
      'if (false)',
      'B7: a content that names another',
      'credential and content name one sender',
    ],
    [
      'if (opened.roomUri !== input.roomUri)',
      'if (false)',
      'B8: a content that names another room',
      'and the room at hand',
    ],
    ['input.acceptUnfranked === true && ', '', 'C6: no frank', 'unfranked messages are an opt-in of the messenger'],
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
    ['if (frank.suite !== input.suite)', 'if (false)', 'C7: a true frank of the hub', 'the suite is the group’s'],
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
    [
      'keys.filter((key) => isKeyOfTime(key, acceptedTimestamp))',
      'keys.slice()',
      'C5: a frank made after',
      'a key is used in its time',
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
