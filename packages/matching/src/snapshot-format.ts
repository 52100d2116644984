/*
 * A snapshot, all numbers little-endian. Header: magic (8 bytes), version (u32), how many runs (u32), entries of each run (u64
 * each), XXH64 of all that with seed 0 (u64). Then every run in blocks, ids ascending within a run: entries of the block (u32), number of
 * the run (u32), ids (u64 each), codes (32 bytes each, as they were given), XXH64 of all that (u64) with the number of the
 * block, counted from 1, as seed. Nothing follows the last entry.
 */

export const SNAPSHOT_MAGIC = Uint8Array.from('wh-match', (char) => char.charCodeAt(0));
export const SNAPSHOT_VERSION = 1;
export const SNAPSHOT_RUNS_MOST = 65_536;
/** Magic, version and count of runs. */
export const HEADER_BYTES = 16;
export const BLOCK_HEADER_BYTES = 8;
export const CHECKSUM_BYTES = 8;
export const BLOCK_ENTRIES_MOST = 16_384;
export const ENTRY_BYTES = 40;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
