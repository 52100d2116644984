/** An excerpt read with Buffers only, after docs/spec/attachments.md §5.3; it trusts its input. */
export function readExcerptByHand(bytes: Uint8Array) {
  const input = Buffer.from(bytes);
  let offset = 33;
  const vector = () => {
    const form = (input[offset] ?? 0) >> 6;
    const size = 1 << form;
    const length = input.readUIntBE(offset, size) - form * 2 ** (8 * size - 2);
    offset += size + length;
    return new Uint8Array(input.subarray(offset - length, offset));
  };
  const list = vector();
  const end = offset;
  offset -= list.length;
  const chunks = [];
  while (offset < end) {
    const index = input.readUInt32BE(offset);
    offset += 4;
    chunks.push({ index, chunk: vector(), path: vector() });
  }
  return { chunkRoot: new Uint8Array(input.subarray(1, 33)), chunks };
}
