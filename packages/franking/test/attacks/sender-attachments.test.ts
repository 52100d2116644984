/**
 * Attacks by a sender through the file that a message names, and by whoever can write where the file lies. Either nothing is
 * shown, or what is shown is what evidence proves.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deriveChunkKeys } from '../../src/attachments/attachment-keys.ts';
import { chunkNonce, importCipher } from '../../src/attachments/chunk-cipher.ts';
import { chunkLayout } from '../../src/attachments/chunk-layout.ts';
import { buildTree, computeChunkRoot, hashChunk, treeHead } from '../../src/attachments/chunk-tree.ts';
import {
  type AttachmentDescriptor,
  type AttachmentSeal,
  type ChunkedSeal,
  checkReceived,
  createChunkReader,
  discloseExcerpt,
  openAttachment,
  openAttachmentStream,
  openChunk,
  sealAttachment,
  sha256,
  verifyEvidence,
  verifyExcerpt,
} from '../../src/index.ts';
import { chunkSize, codeOf, pattern, rangesOf, sealChunked } from '../attachments/support/files.ts';
import { referenceDecrypt, referenceKeys, referenceNonce, referenceSeal } from '../attachments/support/reference.ts';
import { hex } from '../support/hex.ts';
import { ascii, flip, join, put, zeros } from '../support/raw.ts';
import { asEvidence, asReceived, hubId, hubKey, makeScene, type Scene } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import { buildSalamander } from './support/salamander.ts';
import { seePicture } from './support/small-pictures.ts';

const jpeg = { type: 'jpeg', width: 8, height: 8 };
const bmp = { type: 'bmp', width: 8, height: 8 };

/** A message that carries the file, as it is shown and reported; what verified evidence says of the file. */
function sendFile(seal: AttachmentSeal, label: string): { scene: Scene; proven: AttachmentDescriptor } {
  const described = {
    url: 'https://media.localhost/one',
    name: 'picture',
    mediaType: 'image/jpeg',
    width: 8,
    height: 8,
  };
  const parts = [{ type: 'attachment' as const, attachment: { ...described, ...seal } }];
  const scene = makeScene({ label, header: { kind: 'media' }, parts });
  assert.ok(checkReceived(asReceived(scene)).ok, 'an honest device shows the message');
  const verified = verifyEvidence(asEvidence(scene, [1], [1]), { keys: [hubKey], hubId });
  assert.ok(verified.ok);
  const part = verified.parts[0]?.part;
  assert.ok(part?.type === 'attachment');
  return { scene, proven: part.attachment };
}

function wholeSeal(ciphertext: Uint8Array, key: Uint8Array, nonce: Uint8Array): AttachmentSeal {
  const plaintext = referenceDecrypt(key, nonce, ciphertext);
  const hashes = { ciphertextSha256: sha256(ciphertext), plaintextSha256: sha256(plaintext) };
  return { algorithm: 'A256GCM', size: plaintext.length, key, nonce, ...hashes };
}

describe('B9: the salamander, one ciphertext and tag under two keys', () => {
  const nonce = seeded('salamander nonce')(12);
  const { ciphertext, jpegKey, bmpKey } = buildSalamander({ nonce, random: seeded('salamander keys') });
  const harmful = sendFile(wholeSeal(ciphertext, jpegKey, nonce), 'harmful');
  const harmless = sendFile(wholeSeal(ciphertext, bmpKey, nonce), 'harmless');

  test('B9: it exists: node:crypto opens the same bytes to a JPEG and to a BMP', () => {
    assert.notDeepEqual(jpegKey, bmpKey);
    assert.deepEqual(seePicture(referenceDecrypt(jpegKey, nonce, ciphertext)), jpeg);
    assert.deepEqual(seePicture(referenceDecrypt(bmpKey, nonce, ciphertext)), bmp);
    assert.throws(() => referenceDecrypt(flip(jpegKey, 0), nonce, ciphertext));
    assert.throws(() => referenceDecrypt(jpegKey, nonce, flip(ciphertext, 100)));
  });

  test('B9: sent in two messages, each piece of evidence opens to the picture of its own message', async () => {
    assert.deepEqual(harmful.proven.ciphertextSha256, harmless.proven.ciphertextSha256);
    for (const [message, picture] of [
      [harmful, jpeg],
      [harmless, bmp],
    ] as const) {
      const opened = await openAttachment(message.proven, ciphertext);
      assert.ok(opened.ok);
      assert.deepEqual(seePicture(opened.plaintext), picture);
    }
  });

  test('B9: the key of the other message opens the bytes, and is refused all the same', async () => {
    for (const [one, other] of [
      [harmful, harmless],
      [harmless, harmful],
    ] as const) {
      const verdict = await openAttachment({ ...one.proven, key: other.proven.key }, ciphertext);
      assert.equal(codeOf(verdict), 'plaintext-mismatch');
    }
  });

  test('B9: a tool that keeps opened files by hash of the ciphertext would show the harmless one for the other', async () => {
    const kept = new Map<string, Uint8Array>();
    const careless = async (attachment: AttachmentDescriptor) => {
      const name = hex(attachment.ciphertextSha256);
      const opened = await openAttachment(attachment, ciphertext);
      assert.ok(opened.ok);
      const shown = kept.get(name) ?? opened.plaintext;
      kept.set(name, shown);
      return seePicture(shown);
    };
    assert.deepEqual(await careless(harmless.proven), bmp);
    assert.deepEqual(await careless(harmful.proven), bmp, 'the reported JPEG is hidden behind the cached BMP');
  });
});

describe('B9: the salamander against a committed key', () => {
  const nonce = seeded('chunked salamander nonce')(12);
  const derive = (key: Uint8Array) => referenceKeys(key, nonce).encryptionKey;
  const chunkNonce = referenceNonce(nonce, 0, true);
  const built = buildSalamander({ nonce: chunkNonce, random: seeded('chunked salamander keys'), derive });
  const { ciphertext: chunk, jpegKey, bmpKey } = built;

  /** All that the attacker can commit to for one key, over a file that carries the commitment of the same or the other one. */
  const commit = (key: Uint8Array, carriedBy: Uint8Array) => {
    const plaintext = referenceDecrypt(derive(key), chunkNonce, chunk);
    const change = { chunks: () => [chunk], commitment: referenceKeys(carriedBy, nonce).keyCommitment };
    return referenceSeal({ plaintext, key, nonce, chunkSize, change });
  };

  test('B9: one chunk does open under both derived keys', () => {
    assert.deepEqual(seePicture(referenceDecrypt(derive(jpegKey), chunkNonce, chunk)), jpeg);
    assert.deepEqual(seePicture(referenceDecrypt(derive(bmpKey), chunkNonce, chunk)), bmp);
  });

  test('B9: yet of two messages that name one file, it opens for the key that the file commits to, and for no other', async () => {
    for (const [carried, other, picture] of [
      [jpegKey, bmpKey, jpeg],
      [bmpKey, jpegKey, bmp],
    ] as const) {
      const mine = commit(carried, carried);
      const theirs = commit(other, carried);
      assert.deepEqual(mine.ciphertext, theirs.ciphertext, 'one file');
      const opened = await openAttachment(sendFile(mine.seal, 'mine').proven, mine.ciphertext);
      assert.ok(opened.ok);
      assert.deepEqual(seePicture(opened.plaintext), picture);

      const { proven } = sendFile(theirs.seal, 'theirs');
      assert.equal(codeOf(await openAttachment(proven, mine.ciphertext)), 'attachment-key-mismatch');
      assert.ok(proven.algorithm === 'A256GCM-STREAM');
      const reader = await createChunkReader(proven, rangesOf(mine.ciphertext));
      assert.equal(codeOf(reader), 'attachment-key-mismatch');
    }
  });

  test('B9: the root names the key: an excerpt for one message proves nothing for the other', async () => {
    const [mine, theirs] = [commit(jpegKey, jpegKey), commit(bmpKey, jpegKey)];
    const range = { start: 0, end: mine.seal.size };
    const read = rangesOf(mine.ciphertext);
    const head = treeHead(buildTree(join(...mine.leaves)));
    const chunkRoot = computeChunkRoot(mine.keyCommitment, mine.seal, head);
    const seal = { ...mine.seal, chunkRoot };
    const disclosed = await discloseExcerpt({ seal, ranges: [range], read });
    assert.ok(disclosed.ok);
    assert.equal(codeOf(await verifyExcerpt(seal, disclosed.excerpt)), 'shown');
    assert.equal(codeOf(await verifyExcerpt(theirs.seal, disclosed.excerpt)), 'excerpt-mismatch');
    const borrowed = { ...theirs.seal, chunkRoot };
    assert.equal(codeOf(await verifyExcerpt(borrowed, disclosed.excerpt)), 'chunk-mismatch');
  });
});

/** Whatever device and safety team can do with a file: whole, as a stream, chunk by chunk. Codes in this order. */
async function shows(seal: ChunkedSeal, ciphertext: Uint8Array): Promise<string[]> {
  const codes: string[] = [codeOf(await openAttachment(seal, ciphertext))];
  const read = () => [ciphertext.subarray(0, 5_000), ciphertext.subarray(5_000)];
  codes.push(codeOf(await openAttachmentStream(seal, { read, write: () => {} })));
  const created = await createChunkReader(seal, rangesOf(ciphertext));
  if (!created.ok) return [...codes, created.code];
  for (let index = 0; index < created.reader.layout.count; index++) {
    codes.push(codeOf(await created.reader.open(index)));
  }
  return codes;
}

const plaintext = pattern(3 * chunkSize + 100);
const honest = await sealChunked(plaintext);
const other = await sealChunked(seeded('another file')(plaintext.length), 'other');
const sealedChunk = chunkSize + 16;
const chunkAt = (index: number) => 32 + index * sealedChunk;
const chunkOf = (file: Uint8Array, index: number) => file.subarray(chunkAt(index), chunkAt(index + 1));
const leavesAt = 32 + plaintext.length + 4 * 16;

test('B11: an honest file is shown in every way', async () => {
  assert.deepEqual(await shows(honest.seal, honest.ciphertext), Array(6).fill('shown'));
});

test('B11: under A256GCM, whatever else lies at the address is not shown', async () => {
  const { seal, ciphertext } = await sealAttachment({ plaintext, algorithm: 'A256GCM' });
  assert.equal(codeOf(await openAttachment(seal, ciphertext)), 'shown');
  const instead = [flip(ciphertext, 0), ciphertext.subarray(1), join(ciphertext, ciphertext), new Uint8Array()];
  for (const bytes of instead) assert.equal(codeOf(await openAttachment(seal, bytes)), 'ciphertext-mismatch');
  const none = { ...seal, ciphertextSha256: sha256(new Uint8Array(3)) };
  assert.equal(codeOf(await openAttachment(none, new Uint8Array(3))), 'attachment-truncated');
  assert.equal(codeOf(await openAttachment({ ...seal, size: seal.size - 1 }, ciphertext)), 'plaintext-mismatch');
});

/** Someone else than the sender writes at the address. Expected: whole file, and the reader or its chunks. */
const replaced: [name: string, bytes: Uint8Array, whole: string, chunks: string[]][] = [
  ['another file of the same length', other.ciphertext, 'ciphertext-mismatch', ['attachment-key-mismatch']],
  [
    'another file behind the right key commitment',
    put(other.ciphertext, 0, honest.ciphertext.subarray(0, 32)),
    'ciphertext-mismatch',
    ['leaf-list-mismatch'],
  ],
  [
    'another file’s chunks before the right leaves',
    join(
      honest.ciphertext.subarray(0, 32),
      other.ciphertext.subarray(32, leavesAt),
      honest.ciphertext.subarray(leavesAt),
    ),
    'ciphertext-mismatch',
    Array(4).fill('chunk-mismatch'),
  ],
  ['nothing', new Uint8Array(), 'attachment-truncated', ['attachment-key-mismatch']],
  ['the key commitment alone', honest.ciphertext.subarray(0, 32), 'attachment-truncated', ['leaf-list-mismatch']],
  ['the file without its last byte', honest.ciphertext.subarray(0, -1), 'attachment-truncated', ['leaf-list-mismatch']],
  [
    'the file without its last chunk and leaf',
    join(honest.ciphertext.subarray(0, chunkAt(3)), honest.ciphertext.subarray(leavesAt, -32)),
    'attachment-truncated',
    ['leaf-list-mismatch'],
  ],
  [
    'the file with its last chunk twice',
    join(honest.ciphertext.subarray(0, leavesAt), chunkOf(honest.ciphertext, 2), honest.ciphertext.subarray(leavesAt)),
    'attachment-extended',
    ['leaf-list-mismatch'],
  ],
  [
    'two chunks swapped',
    put(put(honest.ciphertext, chunkAt(0), chunkOf(honest.ciphertext, 1)), chunkAt(1), chunkOf(honest.ciphertext, 0)),
    'ciphertext-mismatch',
    ['chunk-mismatch', 'chunk-mismatch', 'shown', 'shown'],
  ],
  [
    'a chunk in place of the next one',
    put(honest.ciphertext, chunkAt(2), chunkOf(honest.ciphertext, 1)),
    'ciphertext-mismatch',
    ['shown', 'shown', 'chunk-mismatch', 'shown'],
  ],
  [
    'a chunk of another file',
    put(honest.ciphertext, chunkAt(1), chunkOf(other.ciphertext, 1)),
    'ciphertext-mismatch',
    ['shown', 'chunk-mismatch', 'shown', 'shown'],
  ],
  ['a leaf altered', flip(honest.ciphertext, leavesAt + 40), 'ciphertext-mismatch', ['leaf-list-mismatch']],
  [
    'two leaves swapped',
    put(
      put(honest.ciphertext, leavesAt, honest.ciphertext.subarray(leavesAt + 32, leavesAt + 64)),
      leavesAt + 32,
      honest.ciphertext.subarray(leavesAt, leavesAt + 32),
    ),
    'ciphertext-mismatch',
    ['leaf-list-mismatch'],
  ],
];

test('B11: what others write at the address is not shown, chunk by chunk neither', async () => {
  for (const [name, bytes, whole, chunks] of replaced) {
    assert.deepEqual(await shows(honest.seal, bytes), [whole, whole, ...chunks], name);
  }
});

/** The sender is the attacker: hash of the ciphertext, leaves and root fit the file, the file breaks a rule. */
function crooked(change: Parameters<typeof referenceSeal>[0]['change'], bytes = plaintext) {
  const [key, nonce] = [seeded('crooked key')(32), seeded('crooked nonce')(12)];
  return referenceSeal({ plaintext: bytes, key, nonce, chunkSize, ...(change && { change }) });
}

const nonceBy = (rule: (index: number, isLast: boolean) => [number, boolean]) => (index: number, isLast: boolean) =>
  referenceNonce(seeded('crooked nonce')(12), ...rule(index, isLast));
const keyFails = ['attachment-key-mismatch', 'attachment-key-mismatch'];

const sealedCrooked: [name: string, change: Parameters<typeof referenceSeal>[0]['change'], codes: string[]][] = [
  [
    'no chunk says that it is the last',
    { nonceOf: nonceBy((index) => [index, false]) },
    [...keyFails, 'shown', 'shown', 'shown', 'attachment-key-mismatch'],
  ],
  [
    'every chunk says that it is the last',
    { nonceOf: nonceBy((index) => [index, true]) },
    [...keyFails, ...Array(3).fill('attachment-key-mismatch'), 'shown'],
  ],
  [
    'all chunks are encrypted as number 0',
    { nonceOf: nonceBy((_, isLast) => [0, isLast]) },
    [...keyFails, 'shown', ...Array(3).fill('attachment-key-mismatch')],
  ],
  [
    'chunks are swapped and committed to in that order',
    { chunks: ([a, b, ...rest]) => [b, a, ...rest].filter((chunk) => chunk !== undefined) },
    [...keyFails, 'attachment-key-mismatch', 'attachment-key-mismatch', 'shown', 'shown'],
  ],
  [
    'the size hides the last chunk',
    { size: 3 * chunkSize },
    ['attachment-extended', 'attachment-extended', 'leaf-list-mismatch'],
  ],
  [
    'the size promises one chunk more',
    { size: 4 * chunkSize + 1 },
    ['attachment-truncated', 'attachment-truncated', 'leaf-list-mismatch'],
  ],
  [
    'leaves are written that are not those of the root',
    { leaves: ([a, b, ...rest]) => [b, a, ...rest].filter((leaf) => leaf !== undefined) },
    Array(3).fill('leaf-list-mismatch'),
  ],
  [
    'the key commitment is that of another key',
    { commitment: referenceKeys(seeded('x')(32), seeded('crooked nonce')(12)).keyCommitment },
    Array(3).fill('attachment-key-mismatch'),
  ],
];

test('B11: a file that its own sender sealed against the rules is not shown', async () => {
  assert.deepEqual(await shows(crooked({}).seal, crooked({}).ciphertext), Array(6).fill('shown'));
  for (const [name, change, codes] of sealedCrooked) {
    const { seal, ciphertext } = crooked(change);
    assert.deepEqual(await shows(seal, ciphertext), codes, name);
  }
});

test('B11: a chunk longer than its place, under a root that its sender committed to, does not reach into the next one', async () => {
  const long = crooked({}, pattern(2 * chunkSize));
  // one chunk of two chunks' bytes, encrypted and committed to as chunk 0 of 2
  const double = referenceSeal({
    ...{ plaintext: pattern(2 * chunkSize), key: long.seal.key, nonce: long.seal.nonce, chunkSize: 2 * chunkSize },
    change: { nonceOf: nonceBy(() => [0, false]) },
  });
  const chunks = () => [double.chunks[0] ?? new Uint8Array(), long.chunks[1] ?? new Uint8Array()];
  const { seal, leaves, ciphertext } = crooked({ chunks }, pattern(2 * chunkSize));
  const [chunk, path] = [double.chunks[0] ?? new Uint8Array(), leaves[1] ?? new Uint8Array()];
  assert.equal(codeOf(await openChunk(seal, { index: 0, chunk, path })), 'chunk-mismatch');
  assert.equal(codeOf(await openAttachment(seal, ciphertext)), 'attachment-extended');
});

test('B11: a file that changes between the two readings of a stream is not shown', async () => {
  for (const [second, code] of [
    [put(honest.ciphertext, chunkAt(1), chunkOf(other.ciphertext, 1)), 'chunk-mismatch'],
    [honest.ciphertext.subarray(0, chunkAt(2)), 'attachment-truncated'],
    [honest.ciphertext.subarray(0, chunkAt(2) + 20), 'chunk-mismatch'],
  ] as const) {
    let readings = 0;
    const read = () => [readings++ === 0 ? honest.ciphertext : second];
    assert.equal(codeOf(await openAttachmentStream(honest.seal, { read, write: () => {} })), code);
  }
});

test('B11: sender and file server together cannot have a shorter file shown than the one that can be reported', async () => {
  // the sender commits to the leaf of a last chunk that is too short; the server gives padding first, and that chunk then
  const { key, nonce } = honest.seal;
  const [size, chunkSize] = [5_000, 8_192];
  const keys = deriveChunkKeys(key, nonce);
  const layout = chunkLayout({ size, chunkSize });
  const words = ascii('shown, and not to be reported');
  const short = await (await importCipher(keys.encryptionKey)).seal(chunkNonce(nonce, 0, true), words);
  const leaf = hashChunk(short);
  const first = put(put(zeros(layout.length), 0, keys.keyCommitment), layout.leafList.start, leaf);
  const seal = {
    ...{ algorithm: 'A256GCM-STREAM' as const, size, chunkSize, key, nonce },
    ...{ ciphertextSha256: sha256(first), plaintextSha256: sha256(words) },
    chunkRoot: computeChunkRoot(keys.keyCommitment, { size, chunkSize }, treeHead(buildTree(leaf))),
  };
  let readings = 0;
  const written: Uint8Array[] = [];
  const verdict = await openAttachmentStream(seal, {
    read: () => [readings++ === 0 ? first : join(keys.keyCommitment, short)],
    write: (bytes) => void written.push(bytes),
  });
  assert.equal(codeOf(verdict), 'chunk-mismatch');
  assert.deepEqual(written, []);
});

test('B11: with wrong hashes of the whole file a player has shown nothing that cannot be reported', async () => {
  const wrong = new Uint8Array(32);
  for (const [change, whole] of [
    [{ ciphertextSha256: wrong }, 'ciphertext-mismatch'],
    [{ plaintextSha256: wrong }, 'plaintext-mismatch'],
  ] as const) {
    const { proven } = sendFile({ ...honest.seal, ...change }, 'wrong hashes');
    assert.ok(proven.algorithm === 'A256GCM-STREAM');
    assert.deepEqual((await shows(proven, honest.ciphertext)).slice(0, 2), [whole, whole]);
    const created = await createChunkReader(proven, rangesOf(honest.ciphertext));
    assert.ok(created.ok);
    const shown = await created.reader.open(2);
    assert.ok(shown.ok);

    const ranges = [created.reader.layout.plaintext(2)];
    const disclosed = await discloseExcerpt({ seal: proven, ranges, read: rangesOf(honest.ciphertext) });
    assert.ok(disclosed.ok);
    const verified = await verifyExcerpt(proven, disclosed.excerpt);
    assert.ok(verified.ok);
    assert.deepEqual(verified.ranges, [{ offset: shown.offset, bytes: new Uint8Array(shown.bytes) }]);
  }
});
