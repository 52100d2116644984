import { type Mutant, mutantsOf } from '../support/mutant.ts';

/** Where Ed25519 implementations differ (docs/spec/franking.md §1). */
export const signatureMutants: Mutant[] = [
  ...mutantsOf('franking/src/public-key-rules.ts', [
    [' && !smallOrder.some((y) => equalIgnoringSign(key, y))', '', 'C2', 'keys under which anyone can sign'],
    ["  '0000000000000000000000000000000000000000000000000000000000000000',\n", '', 'C2', 'order 4'],
    ["  '0100000000000000000000000000000000000000000000000000000000000000',\n", '', 'C2', 'order 1'],
    ["  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',\n", '', 'C2', 'order 2'],
    ["  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',\n", '', 'C2', 'order 8'],
    ["  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',\n", '', 'C2', 'order 8'],
    ['((key[31] ?? 0) & 0x7f) === y[31]', 'key[31] === y[31]', 'C2', 'in either sign of x'],
  ]),
  ...mutantsOf('franking/src/primitives-node.ts', [
    ['a.length === b.length && timingSafeEqual(a, b)', 'a.length === b.length', 'B2', 'a comparison that compares'],
    [
      'return verify(null, bytes, publicKeys(publicKey), signature);',
      'return true;',
      'C1',
      'a verification that verifies',
    ],
  ]),
  ...mutantsOf('franking/src/primitives-noble.ts', [
    [' || !isUsablePublicKey(publicKey)', '', 'C2', 'keys of small order'],
    ['if (signature.length !== 64 || ', 'if (', 'C2', 'a signature has 64 bytes'],
  ]),
  ...mutantsOf(
    'franking/src/primitives-noble.ts',
    [
      [
        'Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)))',
        'Point.BASE.multiplyUnsafe(s).clearCofactor().equals(r.add(a.multiplyUnsafe(k)).clearCofactor())',
        'noble: R of mixed order',
        'no cofactor: OpenSSL has none',
      ],
    ],
    'vectors.test.ts',
  ),
];
