/** A grey JPEG of flat blocks, with restart markers: what the encoder of libvips does not write. */
export function encodeBlocks(
  { across, down, values }: { across: number; down: number; values: readonly number[] },
  interval: number,
): Buffer {
  const segment = (marker: number, ...bytes: number[]) => [
    0xff,
    marker,
    (bytes.length + 2) >> 8,
    (bytes.length + 2) & 255,
    ...bytes,
  ];
  const head = [
    ...[0xff, 0xd8],
    // a step of 8 makes coefficient 0 the difference of the mean from 128
    ...segment(0xdb, 0, ...Array<number>(64).fill(8)),
    ...segment(0xc0, 8, (down * 8) >> 8, (down * 8) & 255, (across * 8) >> 8, (across * 8) & 255, 1, 1, 0x11, 0),
    // sixteen codes of 5 bits: the size of the difference is the code
    ...segment(0xc4, 0x00, ...counts(5, 16), ...Array.from({ length: 16 }, (_, size) => size)),
    // one code of 1 bit: the end of the block
    ...segment(0xc4, 0x10, ...counts(1, 1), 0),
    ...(interval > 0 ? segment(0xdd, interval >> 8, interval & 255) : []),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
  ];
  const data: number[] = [];
  let bits = '';
  let before = 0;
  const flush = () => {
    for (const byte of bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? []) {
      data.push(Number.parseInt(byte, 2));
      if (data.at(-1) === 0xff) data.push(0);
    }
    bits = '';
    before = 0;
  };
  for (const [i, value] of values.entries()) {
    if (interval > 0 && i > 0 && i % interval === 0) {
      flush();
      data.push(0xff, 0xd0 + ((i / interval - 1) % 8));
    }
    const difference = value - 128 - before;
    before = value - 128;
    const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const code = difference < 0 ? difference + 2 ** size - 1 : difference;
    const digits = size > 0 ? code.toString(2).padStart(size, '0') : '';
    bits += `${size.toString(2).padStart(5, '0')}${digits}0`;
  }
  flush();
  return Buffer.from([...head, ...data, 0xff, 0xd9]);
}

/** How many codes there are of each length, 1 to 16: all of one length. */
function counts(length: number, codes: number): number[] {
  return Array.from({ length: 16 }, (_, i) => (i + 1 === length ? codes : 0));
}
