/** Bytes that come in pieces of any size. A piece must not change while the call that reads it runs. */
export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * The bytes of `source` in pieces of `lengthOf(0)`, `lengthOf(1)`, … bytes, each at least 1; the last one may be shorter.
 * Holds one such piece at most.
 */
export async function* inLengths(source: ByteSource, lengthOf: (index: number) => number): AsyncGenerator<Uint8Array> {
  let index = 0;
  let wanted = lengthOf(index);
  let held = new Uint8Array();
  let filled = 0;
  for await (const piece of source) {
    let offset = 0;
    while (filled + piece.length - offset >= wanted) {
      const end = offset + wanted - filled;
      if (filled > 0) held.set(piece.subarray(offset, end), filled);
      yield filled > 0 ? held : piece.subarray(offset, end);
      offset = end;
      filled = 0;
      wanted = lengthOf(++index);
    }
    if (offset === piece.length) continue;
    if (filled === 0) held = new Uint8Array(wanted);
    held.set(piece.subarray(offset), filled);
    filled += piece.length - offset;
  }
  if (filled > 0) yield held.subarray(0, filled);
}

/** Says of each piece whether it is the last; an empty source has one, empty piece. */
export async function* markLast(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ piece: Uint8Array; isLast: boolean }> {
  let piece: Uint8Array | null = null;
  for await (const next of pieces) {
    if (piece !== null) yield { piece, isLast: false };
    piece = next;
  }
  yield { piece: piece ?? new Uint8Array(), isLast: true };
}

/** The results of `start`, in order, with one running ahead: hashing one chunk and ciphering the next go side by side. */
export async function* oneAhead<Item, Result>(
  items: AsyncIterable<Item>,
  start: (item: Item, index: number) => Promise<Result>,
): AsyncGenerator<Result> {
  let index = 0;
  let running: Promise<Result> | null = null;
  for await (const item of items) {
    const next = start(item, index++);
    if (running !== null) yield await running;
    running = next;
  }
  if (running !== null) yield await running;
}
