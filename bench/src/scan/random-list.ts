import { randomFillSync } from 'node:crypto';
import { createHammingIndex, type HammingIndex } from '@wellhouse/matching';

const blockBytes = 1 << 20;

/** An index over random codes, which never lie in memory twice. */
export function randomList(count: number): HammingIndex {
  const blocks = function* (): Generator<Uint8Array> {
    const block = new Uint8Array(blockBytes);
    for (let left = count * 32; left > 0; left -= blockBytes) {
      yield randomFillSync(block.subarray(0, Math.min(left, blockBytes)));
    }
  };
  return createHammingIndex({ count, blocks: blocks() });
}
