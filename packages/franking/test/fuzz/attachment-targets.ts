import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { buildTree, headFromPath, pathOf, treeHead } from '../../src/attachments/chunk-tree.ts';
import { decodeExcerpt, encodeExcerpt } from '../../src/attachments/excerpt.ts';
import { encodePart } from '../../src/part.ts';
import { hex } from '../support/hex.ts';
import { join } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';
import { byteTarget, expectSameBytes } from './behaviour.ts';

const random = seeded('fuzz attachments');

/** Attachment parts of both algorithms, to begin with. */
export const attachmentParts = [
  encodePart({
    type: 'attachment',
    attachment: {
      ...{
        url: 'https://x',
        name: '',
        mediaType: 'image/png',
        size: 8_192,
        width: 1,
        height: 1,
        algorithm: 'A256GCM-STREAM',
      },
      ...{ chunkSize: 4_096, chunkRoot: random(32), key: random(32), nonce: random(12) },
      ...{ ciphertextSha256: random(32), plaintextSha256: random(32) },
    },
  }),
];

const chunk = (index: number, length: number, siblings: number) => ({
  index,
  chunk: random(16 + length),
  path: random(32 * siblings),
});

export const excerptTarget = byteTarget({
  name: 'excerpt',
  seeds: [
    encodeExcerpt({ chunkRoot: random(32), chunks: [chunk(0, 0, 0)] }),
    encodeExcerpt({ chunkRoot: random(32), chunks: [chunk(0, 5, 1), chunk(1, 60, 1)] }),
    encodeExcerpt({ chunkRoot: random(32), chunks: [chunk(3, 300, 3), chunk(900, 17, 20)] }),
  ],
  read: (bytes) => {
    const excerpt = decodeExcerpt(bytes);
    expectSameBytes(bytes, encodeExcerpt(excerpt));
    return String(Math.min(excerpt.chunks.length, 3));
  },
});

const leaves = random(32 * 11);
const tree = buildTree(leaves);
const place = (index: number, count: number) =>
  Uint8Array.of(index, count, ...leaves.subarray(32 * index, 32 * (index + 1)));

/** Place, number of chunks, leaf and path: whatever leads to the head is one of the honest paths to it. */
export const merklePathTarget: Target<Uint8Array> = {
  name: 'merkle-path',
  seeds: Array.from({ length: 11 }, (_, index) => join(place(index, 11), pathOf(tree, index))),
  mutate: mutateBytes,
  run: (bytes) => {
    const [index = 0, count = 0] = bytes;
    const [leaf, path] = [bytes.slice(2, 34), bytes.slice(34)];
    // neither can be otherwise: the descriptor says how many chunks there are, and an excerpt's index is below that
    if (count !== 11 || index >= count || leaf.length !== 32) return 'outside';
    const head = headFromPath(leaf, index, count, path);
    if (head === null) return `no path ${Math.min(path.length >> 5, 6)}`;
    if (Buffer.compare(head, treeHead(tree)) !== 0) return 'another head';
    expectSameBytes(bytes, join(place(index, 11), pathOf(tree, index)));
    return `accepted ${index}`;
  },
  show: hex,
};
