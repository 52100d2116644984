import { type Mutant, mutantsOf, type Row } from '../support/mutant.ts';

const part = (file: string, rows: readonly Row[], testFile?: string) =>
  mutantsOf(`franking/src/attachments/${file}.ts`, rows, testFile && `attachments/${testFile}.test.ts`);

/** Attachments: committed key, hashes, chunks and excerpts (docs/spec/attachments.md). */
export const attachmentMutants: Mutant[] = [
  ...part('check-frame', [
    ['if (!constantTimeEqual(keyCommitment, keys.keyCommitment))', 'if (false)', 'B9', 'the file commits to one key'],
    ['if (leafList.length !== chunkLayout(seal).count * hashLength)', 'if (false)', 'B11', 'a leaf for every chunk'],
    ['return constantTimeEqual(root, seal.chunkRoot) ? ', 'return true ? ', 'B11', 'the leaves are the committed ones'],
  ]),
  ...part('open-attachment', [
    [
      'if (!constantTimeEqual(sha256(ciphertext), seal.ciphertextSha256))',
      'if (false)',
      'B11',
      'the bytes at the address',
    ],
    ['if (ciphertext.length < tagLength)', 'if (false)', 'B11', 'shorter than a tag'],
    ['return isCommitted && plaintext.length', 'return plaintext.length', 'B9', 'the opened file is the committed one'],
  ]),
  ...part(
    'open-attachment',
    [
      [
        'isCommitted && plaintext.length === seal.size',
        'isCommitted',
        'A256GCM: key, nonce, hashes and size',
        'the size',
      ],
      [
        'if (plaintext === null) return',
        'if (plaintext === null) return { ok: true, plaintext: new Uint8Array() };\n  if (plaintext === null) return',
        'A256GCM: key, nonce, hashes and size',
        'what does not open is not shown',
      ],
    ],
    'refusals',
  ),
  ...part('open-attachment-stream', [
    ['if (!constantTimeEqual(scanned.sha256, seal.ciphertextSha256))', 'if (false)', 'B11', 'the bytes at the address'],
    ['constantTimeEqual(leaf, leafAt(leafList, index))', 'true', 'B11', 'every chunk, at the second reading too'],
    ['if (opened < layout.count)', 'if (false)', 'B11', 'to the last chunk'],
    [
      'return constantTimeEqual(plaintextHash.digest(), seal.plaintextSha256) ? { ok: true }',
      'return true ? { ok: true }',
      'B11',
      'the opened file is the committed one',
    ],
    ['if (offset + piece.length > layout.length)', 'if (false)', 'B11', 'nothing behind the file'],
    ['if (offset < layout.length)', 'if (false)', 'B11', 'nothing cut off'],
  ]),
  ...part('open-chunk', [
    ['if (chunk.length !== end - start || ', 'if (', 'B11', 'a chunk stays in its place'],
    [' || !isCommitted(hashChunk(chunk)))', ')', 'B11', 'a chunk is the committed one'],
    [
      'if (bytes === null) return refused',
      'if (bytes === null) return { ok: true, offset: 0, bytes: new Uint8Array() };\n  if (bytes === null) return refused',
      'B11',
      'what does not open is not shown',
    ],
  ]),
  ...part('chunk-tree', [
    [".raw(rootLabel).fixed(keyCommitment, 32, 'keyCommitment');", '.raw(rootLabel);', 'B9', 'the root binds the key'],
  ]),
  ...part(
    'verify-excerpt',
    [
      [
        'if (!constantTimeEqual(excerpt.chunkRoot, seal.chunkRoot))',
        'if (false)',
        'any bit of an excerpt',
        'an excerpt is of this file',
      ],
      ['if (proven.index >= opened.layout.count)', 'if (false)', 'D4', 'a chunk that the file has'],
      [
        "if (error instanceof FrankingError) return refused('excerpt-malformed', `",
        'if (error instanceof FrankingError) throw error; else return refused(`',
        'decoding an excerpt refuses',
        'never throws',
      ],
    ],
    'excerpt',
  ),
  ...part(
    'excerpt',
    [
      ['if (chunks.length === 0)', 'if (false)', 'nobody can have meant', 'something is disclosed'],
      ['if (found !== version)', 'if (false)', 'another version', 'one version'],
      [
        'if (chunks.length === attachmentLimits.excerptChunks) {',
        'if (false) {',
        '4097 chunks',
        'an excerpt has its limits',
      ],
      ['if (index <= (chunks.at(-1)?.index ?? -1)) {', 'if (false) {', 'a chunk twice', 'one order, each chunk once'],
      ['if (path.length % hashLength !== 0) {', 'if (false) {', 'a path of broken hashes', 'whole hashes'],
      ['if (reader.offset !== end)', 'if (false)', 'a chunk that reaches beyond the list', 'a length that lies'],
    ],
    'excerpt',
  ),
  ...part(
    'disclose-excerpt',
    [
      [
        'if (chunk.length !== end - start || !constantTimeEqual(hashChunk(chunk), leaf)) {',
        'if (false) {',
        'not made of a file that is not the committed one',
        'nothing is disclosed that proves nothing',
      ],
      [
        'if (!isInside || (start === end && size > 0)) {',
        'if (false) {',
        'nobody can have meant',
        'ranges lie in the file',
      ],
    ],
    'excerpt',
  ),
  ...part(
    'draw-key',
    [['if (key.every((byte) => byte === 0)) {', 'if (false) {', 'drawn anew for each file', 'a failed random source']],
    'round-trip',
  ),
  ...part(
    'chunk-layout',
    [
      [
        'if (!isPower || chunkSize < chunkSizeMinimum || chunkSize > chunkSizeMaximum) {',
        'if (false) {',
        'chunk sizes that are',
        'one of few chunk sizes',
      ],
      [
        'if (!Number.isInteger(index) || index < 0 || index >= count) {',
        'if (false) {',
        'the layout says',
        'a chunk that the file has',
      ],
      [
        'if (!Number.isSafeInteger(size) || size < 0 || countChunks(size, chunkSize) > chunks) {',
        'if (false) {',
        'chunk sizes that are',
        'a bounded number of chunks',
      ],
    ],
    'round-trip',
  ),
  ...mutantsOf(
    'franking/src/attachment.ts',
    [['if (code !== algorithms.A256GCM && code !==', 'if (code < 0 && code !==', 'B10', 'known algorithms']],
    'vectors.test.ts',
  ),
];
