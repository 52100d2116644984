import { bitPermutation } from './bit-permutation.ts';
import { checksum } from './checksum.ts';
import type { CodeList } from './code-list.ts';
import { CODE_BYTES } from './plan-chunks.ts';
import {
  BLOCK_ENTRIES_MOST,
  BLOCK_HEADER_BYTES,
  CHECKSUM_BYTES,
  ENTRY_BYTES,
  HEADER_BYTES,
  SNAPSHOT_MAGIC,
  SNAPSHOT_VERSION,
  viewOf,
} from './snapshot-format.ts';

/** A segment as it was when the snapshot was asked for. */
export interface SnapshotRun {
  readonly list: CodeList;
  readonly ids: Float64Array;
  /** One bit an entry. */
  readonly removed: Uint8Array;
}

/** Entries with ascending ids and permuted codes. */
interface Entries {
  readonly ids: Float64Array;
  readonly codes: Uint8Array;
}

/** The header, then one block after the other (snapshot-format.ts). */
export function* writeSnapshot(runs: readonly SnapshotRun[], newest: Entries): Generator<Uint8Array, void, void> {
  const counts = [...runs.map(({ removed, list }) => list.count - countBits(removed)), newest.ids.length];
  yield header(counts);
  let number = 0;
  for (const [run, source] of runs.entries()) {
    for (let from = 0; from < source.list.count; from += BLOCK_ENTRIES_MOST) {
      const entries = leftOf(source, from, Math.min(source.list.count, from + BLOCK_ENTRIES_MOST));
      if (entries.ids.length > 0) yield block(++number, run, entries);
    }
  }
  for (let from = 0; from < newest.ids.length; from += BLOCK_ENTRIES_MOST) {
    const to = from + BLOCK_ENTRIES_MOST;
    const codes = newest.codes.subarray(from * CODE_BYTES, to * CODE_BYTES);
    yield block(++number, runs.length, { ids: newest.ids.subarray(from, to), codes });
  }
}

function header(counts: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + counts.length * 8 + CHECKSUM_BYTES);
  const view = viewOf(bytes);
  bytes.set(SNAPSHOT_MAGIC);
  view.setUint32(8, SNAPSHOT_VERSION, true);
  view.setUint32(12, counts.length, true);
  for (const [n, count] of counts.entries()) view.setBigUint64(HEADER_BYTES + n * 8, BigInt(count), true);
  return sealed(bytes, 0);
}

function block(number: number, run: number, { ids, codes }: Entries): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEADER_BYTES + ids.length * ENTRY_BYTES + CHECKSUM_BYTES);
  const view = viewOf(bytes);
  view.setUint32(0, ids.length, true);
  view.setUint32(4, run, true);
  for (const [n, id] of ids.entries()) {
    view.setUint32(BLOCK_HEADER_BYTES + n * 8, id % 2 ** 32, true);
    view.setUint32(BLOCK_HEADER_BYTES + n * 8 + 4, Math.floor(id / 2 ** 32), true);
  }
  const codesAt = BLOCK_HEADER_BYTES + ids.length * 8;
  bitPermutation().restore(codes, bytes.subarray(codesAt, codesAt + codes.length));
  return sealed(bytes, number);
}

/** Writes the checksum of all before it into the last eight bytes. */
function sealed(bytes: Uint8Array, seed: number): Uint8Array {
  const end = bytes.length - CHECKSUM_BYTES;
  viewOf(bytes).setBigUint64(end, checksum(bytes.subarray(0, end), seed), true);
  return bytes;
}

function leftOf({ list, ids, removed }: SnapshotRun, from: number, to: number): Entries {
  const codes = list.codes(from, to);
  const left = { ids: new Float64Array(to - from), codes: new Uint8Array(codes.length) };
  let count = 0;
  for (let entry = from; entry < to; entry++) {
    if (((removed[entry >> 3] ?? 0) >> (entry & 7)) & 1) continue;
    left.ids[count] = ids[entry] ?? 0;
    const at = (entry - from) * CODE_BYTES;
    left.codes.set(codes.subarray(at, at + CODE_BYTES), count * CODE_BYTES);
    count++;
  }
  return { ids: left.ids.subarray(0, count), codes: left.codes.subarray(0, count * CODE_BYTES) };
}

function countBits(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) for (let left = byte; left > 0; left &= left - 1) bits++;
  return bits;
}
