import { type AttachmentSeal, sha256 } from '../../../src/index.ts';
import { hex } from '../../support/hex.ts';
import { flip, join } from '../../support/raw.ts';
import { seeded } from '../../support/seeded.ts';
import { chunkSize, pattern } from '../support/files.ts';
import {
  type ReferenceInput,
  referenceDecrypt,
  referenceEncrypt,
  referenceKeys,
  referenceNonce,
  referenceSeal,
} from '../support/reference.ts';
import { encodeVectorPart } from './positive-attachments.ts';
import { chunkSalamander, wholeSalamander } from './salamanders.ts';
import type { NegativeAttachmentVector } from './vector-format.ts';

type Entry = [name: string, reason: string, seal: AttachmentSeal, ciphertext: Uint8Array, code: string];

const [key, nonce] = [seeded('vectors: key')(32), seeded('vectors: nonce')(12)];
const otherKey = seeded('vectors: other key')(32);

/** Files that are not the ones that their descriptors commit to. */
export function negativeFiles(): NegativeAttachmentVector[] {
  return [...whole(), ...chunked(), ...salamanders()].map(([name, reason, seal, ciphertext, code]) => ({
    ...{ name, reason, code },
    operation: 'openAttachment',
    part: hex(encodeVectorPart(seal)),
    ciphertext: hex(ciphertext),
  }));
}

function whole(): Entry[] {
  const ciphertext = referenceEncrypt(key, nonce, pattern(5));
  const seal: AttachmentSeal = {
    algorithm: 'A256GCM',
    ...{ size: 5, key, nonce },
    ...{ ciphertextSha256: sha256(ciphertext), plaintextSha256: sha256(pattern(5)) },
  };
  const named = (bytes: Uint8Array) => ({ ...seal, ciphertextSha256: sha256(bytes) });
  const short = ciphertext.subarray(0, 15);
  const altered = flip(ciphertext, 0);
  return [
    ['A256GCM, a byte altered', 'B11: not the bytes that the message names', seal, altered, 'ciphertext-mismatch'],
    [
      'A256GCM, nothing there',
      'B11: not the bytes that the message names',
      seal,
      new Uint8Array(),
      'ciphertext-mismatch',
    ],
    ['A256GCM, 15 bytes', 'shorter than the tag alone', named(short), short, 'attachment-truncated'],
    [
      'A256GCM, a byte altered and named so by the sender',
      'the tag does not hold',
      named(altered),
      altered,
      'attachment-key-mismatch',
    ],
    [
      'A256GCM, the key of another message',
      'the tag does not hold under this key',
      { ...seal, key: otherKey },
      ciphertext,
      'attachment-key-mismatch',
    ],
    [
      'A256GCM, another hash of the plaintext',
      'the file opens, and is not the one that the message commits to',
      { ...seal, plaintextSha256: sha256(pattern(6)) },
      ciphertext,
      'plaintext-mismatch',
    ],
    [
      'A256GCM, another size',
      'the file opens, and has another size than the message commits to',
      { ...seal, size: 6 },
      ciphertext,
      'plaintext-mismatch',
    ],
  ];
}

function chunked(): Entry[] {
  const small = referenceSeal({ plaintext: pattern(5), key, nonce, chunkSize });
  const two = pattern(chunkSize + 5);
  const crooked = (change: NonNullable<ReferenceInput['change']>, plaintext = two) =>
    referenceSeal({ plaintext, key, nonce, chunkSize, change });
  const swapped = ([a, b]: Uint8Array[]) => (a && b ? [b, a] : []);
  const { seal, ciphertext } = small;
  const named = (bytes: Uint8Array) => ({ ...seal, ciphertextSha256: sha256(bytes) });
  const short = ciphertext.subarray(0, -1);
  const long = join(ciphertext, new Uint8Array(1));
  const chunkAltered = flip(ciphertext, 33);
  const leafAltered = flip(ciphertext, ciphertext.length - 1);
  const commitmentAltered = flip(ciphertext, 0);
  const notLast = crooked({ nonceOf: (index) => referenceNonce(nonce, index, false) });
  const allLast = crooked({ nonceOf: (index) => referenceNonce(nonce, index, true) });
  const reordered = crooked({ chunks: swapped }, pattern(2 * chunkSize));
  const leavesSwapped = crooked({ leaves: swapped });
  const cut = crooked({ size: chunkSize });
  const promised = crooked({ size: 2 * chunkSize + 1 });
  const otherCommitment = crooked({ commitment: referenceKeys(otherKey, nonce).keyCommitment });
  const entry = (name: string, reason: string, file: typeof small, code: string): Entry => [
    name,
    reason,
    file.seal,
    file.ciphertext,
    code,
  ];
  return [
    [
      'the file without its last byte',
      'B11: fewer bytes than follow from the size',
      named(short),
      short,
      'attachment-truncated',
    ],
    ['a byte behind the file', 'B11: more bytes than follow from the size', named(long), long, 'attachment-extended'],
    ['a byte altered', 'B11: not the bytes that the message names', seal, chunkAltered, 'ciphertext-mismatch'],
    [
      'a byte of a chunk altered and named so by the sender',
      'the chunk is not the one that its leaf is of',
      named(chunkAltered),
      chunkAltered,
      'chunk-mismatch',
    ],
    [
      'a leaf altered and named so by the sender',
      'the leaves do not lead to the root',
      named(leafAltered),
      leafAltered,
      'leaf-list-mismatch',
    ],
    [
      'the key commitment altered and named so by the sender',
      'the file is for another key',
      named(commitmentAltered),
      commitmentAltered,
      'attachment-key-mismatch',
    ],
    [
      'another key in the message',
      'the file commits to the key that it was sealed with',
      { ...seal, key: otherKey },
      ciphertext,
      'attachment-key-mismatch',
    ],
    [
      'another nonce in the message',
      'the file commits to the nonce too',
      { ...seal, nonce: flip(nonce, 11) },
      ciphertext,
      'attachment-key-mismatch',
    ],
    [
      'another root in the message',
      'the leaves do not lead to it',
      { ...seal, chunkRoot: flip(seal.chunkRoot, 0) },
      ciphertext,
      'leaf-list-mismatch',
    ],
    [
      'another hash of the plaintext in the message',
      'the file opens, and is not the one that the message commits to',
      { ...seal, plaintextSha256: sha256(two) },
      ciphertext,
      'plaintext-mismatch',
    ],
    entry('no chunk is the last', 'the last chunk has to be sealed as such', notLast, 'attachment-key-mismatch'),
    entry(
      'every chunk is the last',
      'a chunk before the end was sealed as the last',
      allLast,
      'attachment-key-mismatch',
    ),
    entry(
      'two chunks swapped by the sender, leaves and root made for this order',
      'each chunk opens at the place only that it was sealed for',
      reordered,
      'attachment-key-mismatch',
    ),
    entry('two leaves swapped', 'the leaves do not lead to the root', leavesSwapped, 'leaf-list-mismatch'),
    entry('a size that ends before the last chunk', 'more bytes than follow from the size', cut, 'attachment-extended'),
    entry(
      'a size that promises one chunk more',
      'fewer bytes than follow from the size',
      promised,
      'attachment-truncated',
    ),
    entry(
      'the key commitment of another key before chunks for this one',
      'what one key opens must not be a file that names another',
      otherCommitment,
      'attachment-key-mismatch',
    ),
  ];
}

function salamanders(): Entry[] {
  const one = wholeSalamander();
  const jpeg = referenceDecrypt(one.jpegKey, one.nonce, one.ciphertext);
  const borrowed: AttachmentSeal = {
    algorithm: 'A256GCM',
    ...{ size: jpeg.length, key: one.bmpKey, nonce: one.nonce },
    ...{ ciphertextSha256: sha256(one.ciphertext), plaintextSha256: sha256(jpeg) },
  };
  const two = chunkSalamander();
  const bmp = referenceDecrypt(
    referenceKeys(two.bmpKey, two.nonce).encryptionKey,
    referenceNonce(two.nonce, 0, true),
    two.ciphertext,
  );
  const change = { chunks: () => [two.ciphertext], commitment: referenceKeys(two.jpegKey, two.nonce).keyCommitment };
  const second = referenceSeal({ plaintext: bmp, key: two.bmpKey, nonce: two.nonce, chunkSize, change });
  return [
    [
      'A256GCM, a salamander opened with the key of the other message',
      'B9: the tag holds under both keys; the hash of the plaintext tells them apart',
      borrowed,
      one.ciphertext,
      'plaintext-mismatch',
    ],
    [
      'a salamander: a chunk that opens under two keys, in a file that commits to the other one',
      'B9: the tag would hold, and root and hashes are made for this message; the key commitment is not',
      second.seal,
      second.ciphertext,
      'attachment-key-mismatch',
    ],
  ];
}
