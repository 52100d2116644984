/** How a hasher and its processes talk: a length of 4 bytes (big-endian), JSON, and for a job a length and the picture. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  readonly #most: number;

  /** @param most bytes that one frame may have */
  constructor(most: number) {
    this.#most = most;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Nothing has arrived that `next` has not given out. */
  get empty(): boolean {
    return this.#length === 0;
  }

  /** The next frame; null while it has not arrived whole. @throws RangeError when it is too long */
  next(): Buffer | null {
    if (this.#length < 4) return null;
    if ((this.#chunks[0]?.length ?? 0) < 4) this.#chunks = [Buffer.concat(this.#chunks)];
    const size = this.#chunks[0]?.readUInt32BE(0) ?? 0;
    if (size > this.#most) throw new RangeError(`a frame of ${size} bytes`);
    if (this.#length < 4 + size) return null;
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const rest = all?.subarray(4 + size) ?? Buffer.alloc(0);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return all?.subarray(4, 4 + size) ?? null;
  }
}

/** A frame around bytes, to be written in this order. */
export function frameHead(length: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return head;
}
