import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** The hub's duties (docs/spec/franking.md §4.1). */
export const hubMutants: Mutant[] = [
  ...mutantsOf(
    'hub/src/hub.ts',
    [
      [
        'if (!isName(hubId, frankingLimits.hubId))',
        'if (false)',
        'a hub without a name',
        'a hub has a name that fits into a stamp',
      ],
    ],
    '../../hub/test/accept.test.ts',
  ),
  ...mutantsOf('hub/src/hub.ts', [
    [
      'const acceptedAt = Math.max(clock(), last);',
      'const acceptedAt = clock();',
      'C3',
      'duty 5: times do not go back',
    ],
    ['if (!isName(sender, frankingLimits.accountId))', 'if (false)', 'D4', 'before a number is taken'],
    [
      'if (groupId.length < 1 || groupId.length > frankingLimits.groupId) {',
      'if (false) {',
      'D4',
      'before a number is taken',
    ],
    ['if (epoch < 0n || epoch > 0xffff_ffff_ffff_ffffn)', 'if (false)', 'D4', 'before a number is taken'],
    ['if (message.length === 0)', 'if (false)', 'D4', 'duty 3'],
    ['if (message.length > maximumMessageBytes) {', 'if (false) {', 'D4', 'duty 3: the size limit'],
    [
      "return refuse(known ? error.code : 'authenticated-data-malformed', error.message);",
      'throw error;',
      'D4',
      'a refusal is a HubRefusal',
    ],
    [
      'const tag = readTagOrRefuse(submitted.authenticatedData);',
      'const tag = new Uint8Array(32);',
      'B1',
      'duty 3: exactly one tag',
    ],
    [
      "return current ?? refuse('key-missing', 'cannot stamp: no key is in use now');",
      'return current ?? keys[0]!;',
      'C5',
      'duty 6: a key in use',
    ],
    ['throw new HubRefusal(code, message);', 'return undefined as never;', 'D4', 'a refusal ends it'],
  ]),
];
