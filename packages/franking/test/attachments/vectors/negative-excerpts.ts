import { decodeExcerpt, encodeExcerpt } from '../../../src/attachments/excerpt.ts';
import { type ChunkedSeal, discloseExcerpt, type ProvenChunk } from '../../../src/index.ts';
import { hex } from '../../support/hex.ts';
import { bytes, flip, join, put, vector, zeros } from '../../support/raw.ts';
import { seeded } from '../../support/seeded.ts';
import { chunkSize, pattern, rangesOf } from '../support/files.ts';
import { referenceNonce, referenceSeal } from '../support/reference.ts';
import { encodeVectorPart } from './positive-attachments.ts';
import type { NegativeAttachmentVector } from './vector-format.ts';

const [key, nonce] = [seeded('vectors: excerpt key')(32), seeded('vectors: excerpt nonce')(12)];
const seal = (plaintext: Uint8Array, change = {}) => referenceSeal({ plaintext, key, nonce, chunkSize, change });

/** Excerpts and single chunks that prove nothing. */
export async function negativeExcerpts(): Promise<NegativeAttachmentVector[]> {
  const file = seal(pattern(chunkSize + 5));
  const other = seal(pattern(chunkSize + 5).map((byte) => byte ^ 1));
  const ranges = [{ start: chunkSize, end: chunkSize + 1 }];
  const disclosed = await discloseExcerpt({ seal: file.seal, ranges, read: rangesOf(file.ciphertext) });
  const both = [{ start: 0, end: chunkSize + 5 }];
  const whole = await discloseExcerpt({ seal: file.seal, ranges: both, read: rangesOf(file.ciphertext) });
  if (!disclosed.ok || !whole.ok) throw new Error('expected excerpts');
  const good = disclosed.excerpt;
  const { chunkRoot, chunks } = decodeExcerpt(good);
  const last = chunks[0];
  const first = decodeExcerpt(whole.excerpt).chunks[0];
  if (!last || !first) throw new Error('expected chunks');
  const make = (...list: ProvenChunk[]) => encodeExcerpt({ chunkRoot, chunks: list });
  const raw = (...list: Uint8Array[]) => join(bytes(1), chunkRoot, vector(join(...list)));
  const rawChunk = ({ index, chunk, path }: ProvenChunk) => join(bytes(0, 0, 0, index), vector(chunk), vector(path));

  const entries: [string, string, Uint8Array, string][] = [
    ['nothing', 'an excerpt begins with its version', zeros(0), 'excerpt-malformed'],
    ['version 2', 'only version 1 is known', put(good, 0, bytes(2)), 'excerpt-malformed'],
    ['no chunks', 'an excerpt of nothing proves nothing', raw(), 'excerpt-malformed'],
    ['cut short', 'the last path ends early', good.subarray(0, -1), 'excerpt-malformed'],
    ['a byte behind', 'every excerpt has one encoding', join(good, zeros(1)), 'excerpt-malformed'],
    ['a chunk twice', 'each chunk at most once', raw(rawChunk(last), rawChunk(last)), 'excerpt-malformed'],
    ['chunks out of order', 'chunks ascend by index', raw(rawChunk(last), rawChunk(first)), 'excerpt-malformed'],
    [
      'a chunk that the file does not have',
      'the size allows two chunks',
      make({ ...last, index: 2 }),
      'excerpt-malformed',
    ],
    ['a path of 31 bytes', 'a path is made of hashes of 32 bytes', rawPath(last, chunkRoot, 31), 'excerpt-malformed'],
    [
      'of another file',
      'the root in the excerpt is not the one that the message commits to',
      encodeExcerpt({ chunkRoot: other.seal.chunkRoot, chunks }),
      'excerpt-mismatch',
    ],
    [
      'a chunk of another file',
      'its path leads to another root',
      make({ ...last, chunk: other.chunks[1] ?? zeros(0) }),
      'chunk-mismatch',
    ],
    [
      'a byte of a chunk altered',
      'its path leads to another root',
      make({ ...last, chunk: flip(last.chunk, 0) }),
      'chunk-mismatch',
    ],
    [
      'a byte of a path altered',
      'it leads to another root',
      make({ ...last, path: flip(last.path, 0) }),
      'chunk-mismatch',
    ],
    [
      'a path with one hash too many',
      'a tree of two leaves has paths of one hash',
      make({ ...last, path: join(last.path, last.path) }),
      'chunk-mismatch',
    ],
    ['no path', 'a tree of two leaves has paths of one hash', make({ ...last, path: zeros(0) }), 'chunk-mismatch'],
    ['a chunk at another place', 'offsets are proven, not claimed', make({ ...last, index: 0 }), 'chunk-mismatch'],
  ];
  const part = hex(encodeVectorPart(file.seal));
  return [
    ...entries.map(
      ([name, reason, excerpt, code]): NegativeAttachmentVector => ({
        name: `excerpt: ${name}`,
        ...{ reason, code, operation: 'verifyExcerpt', part, excerpt: hex(excerpt) },
      }),
    ),
    ...committedByTheSender(),
  ];
}

/** A path whose length is no multiple of 32. */
function rawPath({ index, chunk }: ProvenChunk, chunkRoot: Uint8Array, length: number): Uint8Array {
  const written = join(bytes(0, 0, 0, index), vector(chunk), vector(zeros(length)));
  return join(bytes(1), chunkRoot, vector(written));
}

/** Chunks under a root that their sender made for them, each of which breaks a rule. */
function committedByTheSender(): NegativeAttachmentVector[] {
  const plaintext = pattern(chunkSize + 5);
  const long = referenceSeal({
    ...{ plaintext: pattern(2 * chunkSize), key, nonce, chunkSize: 2 * chunkSize },
    change: { nonceOf: () => referenceNonce(nonce, 0, false) },
  }).chunks[0];
  const overlong = seal(plaintext, { chunks: ([, last]: Uint8Array[]) => [long, last] });
  const notLast = seal(plaintext, { nonceOf: (index: number) => referenceNonce(nonce, index, false) });
  const entry = (
    [name, reason, code]: [string, string, string],
    file: { seal: ChunkedSeal; chunks: Uint8Array[]; leaves: Uint8Array[] },
    index: number,
  ): NegativeAttachmentVector => ({
    ...{ name: `chunk: ${name}`, reason, code, operation: 'openChunk', part: hex(encodeVectorPart(file.seal)), index },
    chunk: hex(file.chunks[index] ?? zeros(0)),
    path: hex(file.leaves[1 - index] ?? zeros(0)),
  });
  return [
    entry(
      [
        'longer than its place, under a root made for it',
        'it opens, and its bytes would pass for those of the next chunk',
        'chunk-mismatch',
      ],
      overlong,
      0,
    ),
    entry(
      ['at the end, not sealed as the last', 'the file may go on, whatever its size says', 'attachment-key-mismatch'],
      notLast,
      1,
    ),
  ];
}
