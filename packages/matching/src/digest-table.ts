import { checkNumber } from './arguments.ts';
import { MatchingError } from './errors.ts';
import { halfSipHash } from './half-sip-hash.ts';

/** Digests of files (MD5, SHA-1, SHA-256) and the ids of the entries that have them. */
export interface DigestTable {
  /** Bytes of a digest. */
  readonly bytes: DigestBytes;
  /** Pairs of digest and id. */
  readonly count: number;
  /**
   * From now on `digest` leads to `id` (a whole number from 0 to 2^53 - 1) too. Returns false when it did already.
   * @throws {MatchingError} `invalid-argument`; `too-many-entries` when a digest would have more than 1,000 ids or the table more than 300 million pairs
   */
  add(digest: Uint8Array, id: number): boolean;
  /** Returns false when the pair was not there. */
  remove(digest: Uint8Array, id: number): boolean;
  /** Ids of all entries with this very digest, ascending. */
  find(digest: Uint8Array): number[];
  /** The pairs of this moment, in no order; changes that come later are not among them. Copies the table. */
  pairs(): Generator<{ readonly digest: Uint8Array; readonly id: number }, void, void>;
}

export type DigestBytes = 16 | 20 | 32;

export interface DigestTableOptions {
  readonly bytes: DigestBytes;
  /** Pairs to make room for at once; the table grows by itself. */
  readonly expected?: number;
  /** Eight bytes that nobody outside knows; random unless told. */
  readonly seed?: Uint8Array;
}

const IDS_MOST = 1_000;
const PAIRS_MOST = 300_000_000;
const SLOTS_LEAST = 16;
const EMPTY = -1;

/**
 * An open-addressing table (linear probing, at most 3/4 full) in typed arrays: 24, 28 or 40 bytes a slot. Slots are chosen by
 * a keyed hash: digests can be ground to share any bits, but not to share places of a table whose key is secret.
 * @throws {MatchingError} `invalid-argument`
 */
export function createDigestTable(options: DigestTableOptions): DigestTable {
  const { bytes, expected = 0, seed = crypto.getRandomValues(new Uint8Array(8)) } = options;
  if (bytes !== 16 && bytes !== 20 && bytes !== 32) {
    throw new MatchingError('invalid-argument', `"bytes" expected 16, 20 or 32, got ${bytes}`);
  }
  checkNumber('expected', expected, 0, PAIRS_MOST);
  checkNumber('length of seed', seed.length, 8, 8);
  const [key0 = 0, key1 = 0] = new Uint32Array(new Uint8Array(seed).buffer);
  const words = bytes / 4;
  let slots = slotsFor(expected);
  let keys = new Uint32Array(slots * words);
  let ids = new Float64Array(slots).fill(EMPTY);
  let count = 0;
  const wanted = new Uint8Array(bytes);
  const wantedWords = new Uint32Array(wanted.buffer);

  const want = (digest: Uint8Array): number => {
    if (digest.length !== bytes) {
      throw new MatchingError('invalid-argument', `"digest" expected ${bytes} bytes, got ${digest.length}`);
    }
    wanted.set(digest);
    return halfSipHash(wantedWords, 0, words, key0, key1) % slots;
  };
  const isWanted = (slot: number): boolean => {
    for (let n = 0; n < words; n++) if (keys[slot * words + n] !== wantedWords[n]) return false;
    return true;
  };
  const after = (slot: number): number => (slot + 1 === slots ? 0 : slot + 1);
  const homeOf = (slot: number): number => halfSipHash(keys, slot * words, words, key0, key1) % slots;
  const move = (from: number, to: number): void => {
    keys.copyWithin(to * words, from * words, (from + 1) * words);
    ids[to] = ids[from] ?? EMPTY;
  };

  const grow = (): void => {
    const before = { keys, ids };
    slots = slotsFor(count * 2);
    keys = new Uint32Array(slots * words);
    ids = new Float64Array(slots).fill(EMPTY);
    for (let old = 0; old < before.ids.length; old++) {
      const id = before.ids[old] ?? EMPTY;
      if (id === EMPTY) continue;
      let slot = halfSipHash(before.keys, old * words, words, key0, key1) % slots;
      while (ids[slot] !== EMPTY) slot = after(slot);
      keys.set(before.keys.subarray(old * words, (old + 1) * words), slot * words);
      ids[slot] = id;
    }
  };

  /** Empties a slot and draws back those behind it that it kept from their places, so that no marks are left. */
  const empty = (slot: number): void => {
    let gap = slot;
    for (let next = after(slot); ids[next] !== EMPTY; next = after(next)) {
      const home = homeOf(next);
      const between = gap <= next ? gap < home && home <= next : gap < home || home <= next;
      if (between) continue;
      move(next, gap);
      gap = next;
    }
    ids[gap] = EMPTY;
  };

  return {
    bytes,
    get count() {
      return count;
    },
    add(digest, id) {
      checkNumber('id', id, 0, Number.MAX_SAFE_INTEGER);
      let slot = want(digest);
      let sameDigest = 0;
      for (; ids[slot] !== EMPTY; slot = after(slot)) {
        if (!isWanted(slot)) continue;
        if (ids[slot] === id) return false;
        sameDigest++;
      }
      if (sameDigest >= IDS_MOST || count >= PAIRS_MOST) {
        throw new MatchingError(
          'too-many-entries',
          `add entry ${id}: there are ${Math.max(sameDigest, count)} already`,
        );
      }
      if ((count + 1) * 4 > slots * 3) {
        grow();
        for (slot = want(digest); ids[slot] !== EMPTY; ) slot = after(slot);
      }
      keys.set(wantedWords, slot * words);
      ids[slot] = id;
      count++;
      return true;
    },
    remove(digest, id) {
      for (let slot = want(digest); ids[slot] !== EMPTY; slot = after(slot)) {
        if (ids[slot] !== id || !isWanted(slot)) continue;
        empty(slot);
        count--;
        return true;
      }
      return false;
    },
    find(digest) {
      const found: number[] = [];
      for (let slot = want(digest); ids[slot] !== EMPTY; slot = after(slot)) {
        if (isWanted(slot)) found.push(ids[slot] ?? EMPTY);
      }
      return found.sort((a, b) => a - b);
    },
    pairs: () => pairsOf(new Uint8Array(keys.slice().buffer), ids.slice(), bytes),
  };
}

function* pairsOf(keys: Uint8Array, ids: Float64Array, bytes: number) {
  for (const [slot, id] of ids.entries()) {
    if (id !== EMPTY) yield { digest: keys.subarray(slot * bytes, (slot + 1) * bytes), id };
  }
}

function slotsFor(pairs: number): number {
  return Math.max(SLOTS_LEAST, Math.ceil((pairs * 4) / 3) + 1);
}
