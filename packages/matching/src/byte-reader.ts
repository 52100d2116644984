import { MatchingError } from './errors.ts';

/** Bytes that arrive in pieces of any size. */
export interface ByteReader {
  /**
   * The next `count` bytes; a copy.
   * @throws {MatchingError} `snapshot-truncated`
   */
  take(count: number): Promise<Uint8Array>;
  /** Whether nothing is left. */
  ended(): Promise<boolean>;
}

export function createByteReader(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ByteReader {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  let piece: Uint8Array = new Uint8Array(0);
  const more = async (): Promise<boolean> => {
    while (piece.length === 0) {
      const next = await iterator.next();
      if (next.done) return false;
      piece = next.value;
    }
    return true;
  };
  return {
    async take(count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; ) {
        if (!(await more())) throw new MatchingError('snapshot-truncated', 'read a snapshot: it ends too early');
        const some = piece.subarray(0, count - at);
        bytes.set(some, at);
        at += some.length;
        piece = piece.subarray(some.length);
      }
      return bytes;
    },
    ended: async () => !(await more()),
  };
}
