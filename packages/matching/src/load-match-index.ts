import { checkNumber } from './arguments.ts';
import { bitPermutation } from './bit-permutation.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { checksum } from './checksum.ts';
import { MatchingError } from './errors.ts';
import {
  checkShardEntries,
  type MatchIndex,
  type MatchIndexOptions,
  matchIndexOf,
  pauseForOthers,
} from './match-index.ts';
import { CODE_BYTES } from './plan-chunks.ts';
import { buildSegment, type Segment } from './segment.ts';
import {
  BLOCK_ENTRIES_MOST,
  BLOCK_HEADER_BYTES,
  CHECKSUM_BYTES,
  ENTRY_BYTES,
  HEADER_BYTES,
  SNAPSHOT_MAGIC,
  SNAPSHOT_RUNS_MOST,
  SNAPSHOT_VERSION,
  viewOf,
} from './snapshot-format.ts';

export interface LoadOptions extends MatchIndexOptions {
  /** A snapshot of more entries is refused before room is made for them; 200 million unless told. */
  readonly entriesMost?: number;
}

const ENTRIES_MOST = 200_000_000;

/**
 * Reads a snapshot while it arrives, in pieces of any size, and builds a live index of it.
 * @throws {MatchingError} `snapshot-foreign`, `snapshot-version`, `snapshot-truncated`, `snapshot-damaged`, `snapshot-too-large`
 */
export async function loadMatchIndex(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: LoadOptions = {},
): Promise<MatchIndex> {
  const { entriesMost = ENTRIES_MOST, pause = pauseForOthers } = options;
  const shardEntries = checkShardEntries(options);
  checkNumber('entriesMost', entriesMost, 0, Number.MAX_SAFE_INTEGER);
  const reader = createByteReader(pieces);
  const counts = await readHeader(reader, entriesMost);
  const segments: Segment[] = [];
  const blocks = createBlockReader(reader);
  for (const [run, count] of counts.entries()) {
    let builder = buildSegment(Math.min(count, shardEntries));
    let left = count;
    const finish = async (): Promise<void> => {
      const steps = builder.finish();
      let step = steps.next();
      for (; !step.done; step = steps.next()) await pause();
      segments.push(step.value);
    };
    while (left > 0) {
      const { ids, codes } = await blocks.next(run, left);
      left -= ids.length;
      for (let from = 0; from < ids.length; ) {
        const to = Math.min(ids.length, from + shardEntries - builder.count);
        builder.append(ids.subarray(from, to), codes.subarray(from * CODE_BYTES, to * CODE_BYTES));
        if (builder.count === shardEntries) {
          await finish();
          builder = buildSegment(Math.min(left + ids.length - to, shardEntries));
        }
        from = to;
      }
      await pause();
    }
    if (builder.count > 0) await finish();
  }
  if (!(await reader.ended())) throw damaged('there is more after its last entry');
  return matchIndexOf(segments, options);
}

async function readHeader(reader: ByteReader, entriesMost: number): Promise<number[]> {
  const start = await reader.take(SNAPSHOT_MAGIC.length);
  if (SNAPSHOT_MAGIC.some((byte, n) => byte !== start[n])) {
    throw new MatchingError('snapshot-foreign', 'read a snapshot: these bytes are something else');
  }
  const fixed = await reader.take(HEADER_BYTES - start.length);
  const version = viewOf(fixed).getUint32(0, true);
  const runs = viewOf(fixed).getUint32(4, true);
  if (version !== SNAPSHOT_VERSION) {
    throw new MatchingError('snapshot-version', `read a snapshot: version ${version} is not known here`);
  }
  if (runs > SNAPSHOT_RUNS_MOST) throw damaged(`it has ${runs} runs`);
  const rest = await reader.take(runs * 8 + CHECKSUM_BYTES);
  const bytes = new Uint8Array(HEADER_BYTES + rest.length);
  bytes.set(start);
  bytes.set(fixed, start.length);
  bytes.set(rest, HEADER_BYTES);
  checkSum(bytes, 0, 'its header');
  const counts = Array.from({ length: runs }, (_, n) => Number(viewOf(rest).getBigUint64(n * 8, true)));
  const entries = counts.reduce((sum, count) => sum + count, 0);
  if (entries <= entriesMost) return counts;
  throw new MatchingError('snapshot-too-large', `read a snapshot: ${entries} entries are more than ${entriesMost}`);
}

interface Block {
  readonly ids: Float64Array;
  /** Permuted. */
  readonly codes: Uint8Array;
}

function createBlockReader(reader: ByteReader): { next(run: number, most: number): Promise<Block> } {
  let number = 0;
  let runBefore = -1;
  let idBefore = -1;
  return {
    async next(run, most) {
      number++;
      const head = await reader.take(BLOCK_HEADER_BYTES);
      const count = viewOf(head).getUint32(0, true);
      // Before its checksum was seen a count may be anything; only so much is read for it.
      if (count < 1 || count > Math.min(most, BLOCK_ENTRIES_MOST))
        throw damaged(`block ${number} has ${count} entries`);
      const rest = await reader.take(count * ENTRY_BYTES + CHECKSUM_BYTES);
      const bytes = new Uint8Array(head.length + rest.length);
      bytes.set(head);
      bytes.set(rest, head.length);
      checkSum(bytes, number, `block ${number}`);
      if (viewOf(head).getUint32(4, true) !== run) throw damaged(`block ${number} belongs to another run`);
      if (run !== runBefore) idBefore = -1;
      runBefore = run;
      const ids = new Float64Array(count);
      for (let n = 0; n < count; n++) {
        const id = viewOf(rest).getUint32(n * 8, true) + viewOf(rest).getUint32(n * 8 + 4, true) * 2 ** 32;
        if (id <= idBefore || !Number.isSafeInteger(id)) throw damaged(`block ${number} has ids out of order`);
        ids[n] = id;
        idBefore = id;
      }
      const codes = rest.subarray(count * 8, count * ENTRY_BYTES);
      bitPermutation().permute(codes, codes);
      return { ids, codes };
    },
  };
}

function checkSum(bytes: Uint8Array, seed: number, what: string): void {
  const end = bytes.length - CHECKSUM_BYTES;
  if (viewOf(bytes).getBigUint64(end, true) === checksum(bytes.subarray(0, end), seed)) return;
  throw damaged(`the checksum of ${what} does not hold`);
}

function damaged(why: string): MatchingError {
  return new MatchingError('snapshot-damaged', `read a snapshot: ${why}`);
}
