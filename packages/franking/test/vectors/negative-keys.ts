import { type ContentPart, discloseMessage, evidenceToJson, type FrankedEvidence } from '../../src/index.ts';
import { closedForm } from '../../src/part.ts';
import { flip, put } from '../support/raw.ts';
import { hubId, makeScene } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import { fail } from './other-keys.ts';
import type { NegativeVector } from './vector-format.ts';

/** From the end of a description that is not in chunks: two digests, the nonce, the key. */
const hashes = 64;
const nonceLength = 12;
const keyLength = 32;

/** Two files in one message, whose keys a reporter exchanges, alters, withholds or makes up. */
export function fileKeys(): NegativeVector[] {
  const scene = makeScene({ label: 'two files', header: { kind: 'media' }, parts: [file('one'), file('two')] });
  const opened = discloseMessage({ ...scene, keys: [1, 2] });
  const closed = discloseMessage(scene);
  const keyAt = (part: Uint8Array) => part.length - hashes - nonceLength - keyLength;
  const keyOf = (part: Uint8Array) => part.slice(keyAt(part), part.length - hashes);
  const commitmentAt = (part: Uint8Array) => part.length - hashes - keyLength;
  const partOf = (evidence: FrankedEvidence, index: number) => evidence.revealed[index]?.part ?? fail();
  const withParts = (evidence: FrankedEvidence, change: Record<number, Uint8Array>): FrankedEvidence => ({
    ...evidence,
    revealed: evidence.revealed.map((entry) => ({ ...entry, part: change[entry.index] ?? entry.part })),
  });
  const [one, two] = [partOf(opened, 1), partOf(opened, 2)];

  const entries: [string, string, FrankedEvidence, string][] = [
    [
      'the key of one file in the description of another',
      'A3: the leaf covers a commitment to the key, so that a description has one key',
      withParts(opened, { 1: put(one, keyAt(one), keyOf(two)) }),
      'mac-mismatch',
    ],
    [
      'the keys of two files exchanged',
      'A3: each description is bound to a key of its own, also within one message',
      withParts(opened, { 1: put(one, keyAt(one), keyOf(two)), 2: put(two, keyAt(two), keyOf(one)) }),
      'mac-mismatch',
    ],
    [
      'one bit of a nonce altered',
      'A1: the commitment is to key and nonce',
      withParts(opened, { 1: flip(one, keyAt(one) + keyLength) }),
      'mac-mismatch',
    ],
    [
      'one bit of a commitment altered',
      'A1: where the key is kept back, the commitment stands in the leaf as it is',
      withParts(closed, { 1: flip(partOf(closed, 1), commitmentAt(partOf(closed, 1))) }),
      'mac-mismatch',
    ],
    [
      'a key made up for a description that came without one',
      'A7: a key with that commitment would be a second preimage of HMAC',
      withParts(closed, { 1: put(one, keyAt(one), seeded('made up')(keyLength)) }),
      'mac-mismatch',
    ],
    [
      'two descriptions without their keys exchanged',
      'A2: a description has its place, with its key and without',
      withParts(closed, { 1: partOf(closed, 2), 2: partOf(closed, 1) }),
      'mac-mismatch',
    ],
    [
      'a description with its key that is said to be one without',
      'A1: the type tells the two forms apart; the leaf covers one of them',
      withParts(opened, { 1: put(one, 0, Uint8Array.of(7)) }),
      'mac-mismatch',
    ],
    [
      'a description without its key that is said to have one',
      'A1: too short for both, so that it stands for itself, and its leaf is another',
      withParts(closed, { 1: put(closedForm(one), 0, Uint8Array.of(2)) }),
      'mac-mismatch',
    ],
  ];
  return entries.map(([name, reason, item, code]) => ({
    ...{ name, reason, code, operation: 'verifyEvidence', item: evidenceToJson(item), hubId },
  }));
}

function file(label: string): ContentPart {
  const random = seeded(`negative keys: ${label}`);
  return {
    type: 'attachment',
    attachment: {
      ...{ url: 'https://media.messenger.localhost/blobs/4f1c', name: label, mediaType: 'image/png', size: 48_213 },
      ...{ width: 640, height: 480, algorithm: 'A256GCM', key: random(keyLength), nonce: random(nonceLength) },
      ...{ ciphertextSha256: random(32), plaintextSha256: random(32) },
    },
  };
}
