import {
  type AttachmentSeal,
  type ByteRange,
  discloseExcerpt,
  type SealedAttachment,
  sealAttachment,
  verifyExcerpt,
} from '../../../src/index.ts';
import { encodePart } from '../../../src/part.ts';
import { hex } from '../../support/hex.ts';
import { seeded } from '../../support/seeded.ts';
import { pattern, rangesOf } from '../support/files.ts';
import { referenceDecrypt, referenceHead, referenceKeys, sha256 } from '../support/reference.ts';
import { wholeSalamander } from './salamanders.ts';
import type { AttachmentVector } from './vector-format.ts';

interface Case {
  name: string;
  size: number;
  algorithm?: AttachmentSeal['algorithm'];
  chunkSize?: number;
  ranges?: [number, number][][];
}

const cases: Case[] = [
  { name: 'A256GCM, five bytes', size: 5, algorithm: 'A256GCM' },
  { name: 'A256GCM, an empty file', size: 0, algorithm: 'A256GCM' },
  { name: 'an empty file has one empty chunk', size: 0, ranges: [[[0, 0]]] },
  { name: 'five bytes', size: 5, ranges: [[[0, 1]]] },
  { name: 'five bytes in a chunk of 4 MiB', size: 5, chunkSize: 4_194_304 },
  { name: 'exactly one chunk', size: 4_096, ranges: [[[4_095, 4_096]]] },
  { name: 'one byte more than a chunk', size: 4_097, ranges: [[[4_096, 4_097]]] },
  {
    name: 'three chunks and a rest: a tree with a node that moves up',
    size: 12_388,
    ranges: [
      [[12_288, 12_289]],
      [
        [0, 1],
        [8_000, 8_300],
      ],
    ],
  },
];

export async function positiveAttachments(): Promise<AttachmentVector[]> {
  const sealed = cases.map(async ({ name, size, ranges = [], algorithm = 'A256GCM-STREAM', chunkSize = 4_096 }) => {
    const plaintext = pattern(size);
    const file = await sealAttachment({ plaintext, algorithm, chunkSize, random: seeded(`vectors: ${name}`) });
    return describe(name, file, plaintext, ranges);
  });
  return [...(await Promise.all(sealed)), ...(await salamander())];
}

/** Two descriptors of one ciphertext, each of which opens to its own picture: nothing may be kept by hash of the ciphertext. */
async function salamander(): Promise<AttachmentVector[]> {
  const { nonce, ciphertext, jpegKey, bmpKey } = wholeSalamander();
  const pictures = [
    ['A256GCM, a salamander: one ciphertext, opened to a JPEG', jpegKey],
    ['A256GCM, the same salamander, opened to a BMP with the key of another message', bmpKey],
  ] as const;
  return Promise.all(
    pictures.map(([name, key]) => {
      const plaintext = referenceDecrypt(key, nonce, ciphertext);
      const hashes = { ciphertextSha256: sha256(ciphertext), plaintextSha256: sha256(plaintext) };
      const seal: AttachmentSeal = { algorithm: 'A256GCM', size: plaintext.length, key, nonce, ...hashes };
      return describe(name, { seal, ciphertext: new Uint8Array(ciphertext) }, plaintext, []);
    }),
  );
}

/** The attachment part that a vector's message carries. */
export function encodeVectorPart(seal: AttachmentSeal): Uint8Array {
  const described = { url: 'https://media.localhost/1', name: 'drill', mediaType: 'video/mp4', width: 0, height: 0 };
  return encodePart({ type: 'attachment', attachment: { ...described, ...seal } });
}

async function describe(
  name: string,
  { seal, ciphertext }: SealedAttachment,
  plaintext: Uint8Array,
  ranges: [number, number][][],
): Promise<AttachmentVector> {
  return {
    name,
    algorithm: seal.algorithm,
    key: hex(seal.key),
    nonce: hex(seal.nonce),
    plaintext: hex(plaintext),
    ciphertext: hex(ciphertext),
    ciphertextSha256: hex(seal.ciphertextSha256),
    plaintextSha256: hex(seal.plaintextSha256),
    part: hex(encodeVectorPart(seal)),
    chunked: seal.algorithm === 'A256GCM' ? null : await describeChunks({ seal, ciphertext }, ranges),
  };
}

async function describeChunks(
  { seal, ciphertext }: { seal: Extract<AttachmentSeal, { algorithm: 'A256GCM-STREAM' }>; ciphertext: Uint8Array },
  ranges: [number, number][][],
): Promise<AttachmentVector['chunked']> {
  const count = Math.max(1, Math.ceil(seal.size / seal.chunkSize));
  const leafList = ciphertext.subarray(-32 * count);
  const leaves = Array.from({ length: count }, (_, index) => leafList.subarray(32 * index, 32 * (index + 1)));
  const { encryptionKey, keyCommitment } = referenceKeys(seal.key, seal.nonce);
  const excerpts = ranges.map(async (asked) => {
    const wanted: ByteRange[] = asked.map(([start, end]) => ({ start, end }));
    const disclosed = await discloseExcerpt({ seal, ranges: wanted, read: rangesOf(ciphertext) });
    if (!disclosed.ok) throw new Error(disclosed.detail);
    const verified = await verifyExcerpt(seal, disclosed.excerpt);
    if (!verified.ok) throw new Error(verified.detail);
    const proves = verified.ranges.map(({ offset, bytes }): [number, number] => [offset, offset + bytes.length]);
    return { ranges: asked, excerpt: hex(disclosed.excerpt), proves };
  });
  return {
    chunkSize: seal.chunkSize,
    encryptionKey: hex(encryptionKey),
    keyCommitment: hex(keyCommitment),
    leaves: leaves.map(hex),
    treeHead: hex(referenceHead(leaves)),
    chunkRoot: hex(seal.chunkRoot),
    excerpts: await Promise.all(excerpts),
  };
}
