import { hex } from '../../support/hex.ts';
import { join, put } from '../../support/raw.ts';
import { seeded } from '../../support/seeded.ts';
import { chunkSize, pattern } from '../support/files.ts';
import { referenceSeal } from '../support/reference.ts';
import { negativeExcerpts } from './negative-excerpts.ts';
import { negativeFiles } from './negative-files.ts';
import { encodeVectorPart } from './positive-attachments.ts';
import type { NegativeAttachmentVector } from './vector-format.ts';

export async function negativeAttachments(): Promise<NegativeAttachmentVector[]> {
  return [...negativeParts(), ...negativeFiles(), ...(await negativeExcerpts())];
}

/** Descriptors that no message may hold. */
function negativeParts(): NegativeAttachmentVector[] {
  const random = seeded('vectors: negative parts');
  const { seal } = referenceSeal({ plaintext: pattern(5), key: random(32), nonce: random(12), chunkSize });
  const part = encodeVectorPart(seal);
  const chunkSizeAt = part.length - 36;
  const algorithmAt = chunkSizeAt - 32 - 32 - 12 - 32 - 1;
  const sizeAt = algorithmAt - 8 - 6;
  const withChunks = (value: number) => put(part, chunkSizeAt, Buffer.from(value.toString(16).padStart(8, '0'), 'hex'));
  const entries: [string, string, Uint8Array, string][] = [
    [
      'an unknown algorithm',
      'what a receiver cannot open it cannot show',
      put(part, algorithmAt, Buffer.of(3)),
      'invalid-value',
    ],
    ['chunks of 0 bytes', 'no file can be cut into them', withChunks(0), 'invalid-value'],
    ['chunks of 2048 bytes', 'the smallest chunk has 4096 bytes', withChunks(2_048), 'invalid-value'],
    ['chunks of 8 MiB', 'the largest chunk has 4 MiB', withChunks(8_388_608), 'invalid-value'],
    ['chunks of 5000 bytes', 'the size of a chunk is a power of two', withChunks(5_000), 'invalid-value'],
    [
      'a file of 2^20 chunks and one byte',
      'more than 2^20 chunks: its list of leaves would have no bound',
      put(part, sizeAt, Buffer.from('000100000001', 'hex')),
      'invalid-value',
    ],
    ['a root cut short', 'the root has 32 bytes', part.subarray(0, -1), 'truncated'],
    [
      'the fields of A256GCM behind the number of A256GCM-STREAM',
      'chunk size and root are missing',
      part.subarray(0, chunkSizeAt),
      'truncated',
    ],
    [
      'the fields of A256GCM-STREAM behind the number of A256GCM',
      'chunk size and root are left over, and every part has one encoding',
      put(part, algorithmAt, Buffer.of(1)),
      'trailing-bytes',
    ],
    ['a byte behind the root', 'every part has one encoding', join(part, Buffer.of(0)), 'trailing-bytes'],
  ];
  return entries.map(([name, reason, bytes, code]) => ({
    ...{ name, reason, code },
    operation: 'decodePart',
    part: hex(bytes),
  }));
}
