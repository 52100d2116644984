/** How the vectors of docs/spec/vectors/sealing*.json come about; all randomness is drawn from SHAKE-256 of a title. */
import {
  createDataKey,
  createMasterKey,
  createMasterKeyring,
  encryptAtRest,
  generateSealingKeyPair,
  rotateMasterKey,
  sealReport,
  wrapDataKey,
} from '@wellhouse/sealing';
import { fixedRandom, flipBit, text } from './helpers.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export async function reportVectors() {
  const keys = await Promise.all(
    ['sealing-1', 'sealing-2'].map((keyId) => generateSealingKeyPair({ keyId, random: fixedRandom(keyId) })),
  );
  const [key] = keys;
  if (key === undefined) throw new Error('making the keys failed');
  const about = { hubId: 'messenger.localhost', reportId: '5f0c9a52-9a55-4c3e-8d39-0d4f8a1f4a11' };
  const payloads = [
    { name: 'a short report', payload: text('{"v":1,"category":"threat.life"}') },
    { name: 'an empty payload', payload: new Uint8Array() },
    { name: 'a payload beyond the shortest length', payload: fixedRandom('payload')(1500) },
  ];
  const valid = [];
  for (const { name, payload } of payloads) {
    const encapsulation = fixedRandom(name)(64);
    const sealed = await sealReport({ key, ...about, payload, random: () => encapsulation });
    valid.push({
      name,
      keyId: key.keyId,
      ...about,
      payload: hex(payload),
      encapsulationRandomness: hex(encapsulation),
      sealed: hex(sealed),
    });
  }
  const sealed = Uint8Array.from(Buffer.from(valid[0]?.sealed ?? '', 'hex'));
  const enc = 16 + key.keyId.length;
  const invalid = [
    { name: 'another format', code: 'malformed', sealed: flipBit(sealed, 0) },
    { name: 'version 0', code: 'unsupported-version', sealed: flipBit(sealed, 4) },
    { name: 'another KEM', code: 'unsupported-suite', sealed: flipBit(sealed, 6) },
    { name: 'another AEAD', code: 'unsupported-suite', sealed: flipBit(sealed, 10) },
    { name: 'an unknown key id', code: 'unknown-key', sealed: flipBit(sealed, 12) },
    { name: 'the id of another known key', code: 'wrong-key', sealed: flipBit(flipBit(sealed, 20, 0), 20, 1) },
    { name: 'the last byte cut off', code: 'truncated', sealed: sealed.subarray(0, -1) },
    { name: 'a byte added', code: 'malformed', sealed: Uint8Array.of(...sealed, 0) },
    { name: 'an altered ML-KEM ciphertext', code: 'wrong-key', sealed: flipBit(sealed, enc) },
    { name: 'an altered X25519 key', code: 'wrong-key', sealed: flipBit(sealed, enc + 1100) },
    { name: 'an altered key commitment', code: 'wrong-key', sealed: flipBit(sealed, enc + 1120) },
    { name: 'an altered ciphertext', code: 'tampered', sealed: flipBit(sealed, enc + 1152) },
    { name: 'an altered tag', code: 'tampered', sealed: flipBit(sealed, sealed.length - 1) },
    { name: 'another hub', code: 'wrong-key', sealed, hubId: 'other.localhost' },
    { name: 'another report', code: 'tampered', sealed, reportId: '5f0c9a52-9a55-4c3e-8d39-0d4f8a1f4a12' },
  ].map(({ sealed, ...rest }) => ({ ...about, ...rest, sealed: hex(sealed) }));
  return {
    spec: 'docs/spec/sealing.md §2',
    note: 'All byte strings are in hexadecimal. The keys are public: never use them.',
    keys: keys.map(({ keyId, suite, privateKey, publicKey }) => ({
      keyId,
      suite,
      privateKey: hex(privateKey),
      publicKey: hex(publicKey),
    })),
    valid,
    invalid,
  };
}

export async function atRestVectors() {
  const masters = ['master-1', 'master-2'].map((keyId, index) =>
    createMasterKey({ keyId, createdAt: 1_790_000_000_000 + index, random: fixedRandom(keyId) }),
  );
  const [first, second] = masters;
  if (first === undefined || second === undefined) throw new Error('making the master keys failed');
  const ring = rotateMasterKey(createMasterKeyring(first), second);
  const dataKey = createDataKey(fixedRandom('data key'));
  const wrapContext = 'case:0b9f1f5e-0f9a-4a58-9f0b-2f1a8c7d6e5f';
  const context = `${wrapContext}/report:1`;
  const plaintext = text('evidence');
  const wrapped = await wrapDataKey(ring, dataKey, wrapContext, fixedRandom('wrapping salt'));
  const box = await encryptAtRest(dataKey, plaintext, context, fixedRandom('box salt'));
  return {
    spec: 'docs/spec/sealing.md §3',
    note: 'All byte strings are in hexadecimal. The keys are public: never use them.',
    masterKeys: masters.map(({ keyId, key }) => ({ keyId, key: hex(key) })),
    wrappedDataKeys: {
      valid: [{ name: 'a data key', context: wrapContext, dataKey: hex(dataKey), wrapped: hex(wrapped) }],
      invalid: [
        { name: 'another case', code: 'wrong-key', context: `${wrapContext}0`, wrapped: hex(wrapped) },
        { name: 'an unknown master key', code: 'unknown-key', context: wrapContext, wrapped: hex(flipBit(wrapped, 7)) },
        {
          name: 'another known master key',
          code: 'wrong-key',
          context: wrapContext,
          wrapped: hex(flipBit(flipBit(wrapped, 13, 0), 13, 1)),
        },
        {
          name: 'an altered tag',
          code: 'tampered',
          context: wrapContext,
          wrapped: hex(flipBit(wrapped, wrapped.length - 1)),
        },
        { name: 'data, not a key', code: 'malformed', context: wrapContext, wrapped: hex(box) },
      ],
    },
    data: {
      valid: [{ name: 'eight bytes', dataKey: hex(dataKey), context, plaintext: hex(plaintext), box: hex(box) }],
      invalid: [
        { name: 'another place', code: 'wrong-key', dataKey: hex(dataKey), context: wrapContext, box: hex(box) },
        { name: 'another data key', code: 'wrong-key', dataKey: hex(first.key), context, box: hex(box) },
        { name: 'an altered salt', code: 'wrong-key', dataKey: hex(dataKey), context, box: hex(flipBit(box, 5)) },
        { name: 'an altered ciphertext', code: 'tampered', dataKey: hex(dataKey), context, box: hex(flipBit(box, 69)) },
        { name: 'the tag cut short', code: 'tampered', dataKey: hex(dataKey), context, box: hex(box.subarray(0, -1)) },
        {
          name: 'nothing but the header',
          code: 'truncated',
          dataKey: hex(dataKey),
          context,
          box: hex(box.subarray(0, 5)),
        },
      ],
    },
  };
}
