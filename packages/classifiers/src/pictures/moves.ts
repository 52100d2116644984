/**
 * Whether a file shows more than one picture, one after another, or is made so oddly that decoders may differ on it: GIF (GIF89a
 * specification, §20: image descriptors), APNG (PNG specification, third edition, §11.3.6: `acTL`), animated WebP (RFC 9649, §2.7: the flag of
 * `VP8X`), and image sequences of AVIF and HEIF (ISO/IEC 23008-12, §7: brands; ISO/IEC 14496-12, §8.2.1: `moov`). Only the first picture of
 * such a file would be looked at.
 */
export function moves(file: Uint8Array): boolean {
  const word = (at: number, length: number) => String.fromCharCode(...file.subarray(at, at + length));
  if (word(0, 3) === 'GIF') return !isOneImage(file);
  if (word(1, 3) === 'PNG') return chunkOfPng(file, 'acTL');
  if (word(0, 4) === 'RIFF' && word(8, 8) === 'WEBPVP8X') return ((file[20] ?? 0) & 2) !== 0;
  return word(4, 4) === 'ftyp' && isSequence(file, word);
}

/** A box type that has tracks, a brand of sequences, or a first box of a size that no picture's has. */
function isSequence(file: Uint8Array, word: (at: number, length: number) => string): boolean {
  const size = bigEndian(file, 0);
  if (size < 16 || size > 256 || size > file.length) return true;
  if (/avis|msf1|hevc|hevx/.test(word(8, size - 8))) return true;
  for (let at = size; at + 8 <= file.length; ) {
    const length = bigEndian(file, at);
    if (word(at + 4, 4) === 'moov') return true;
    // to the end of the file, or 64 bits long
    if (length < 8) return length === 1;
    at += length;
  }
  return false;
}

/** One image descriptor, control blocks of four bytes before it, and nothing after the trailer. */
function isOneImage(file: Uint8Array): boolean {
  const tableOf = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);
  let at = 13 + tableOf(file[10] ?? 0);
  let images = 0;
  const skipBlocks = () => {
    while (at < file.length && file[at] !== 0) at += (file[at] ?? 0) + 1;
    at += 1;
  };
  while (at < file.length) {
    const kind = file[at];
    if (kind === 0x3b) return images === 1 && at === file.length - 1;
    if (kind === 0x21) {
      if (file[at + 1] === 0xf9 && (file[at + 2] !== 4 || file[at + 7] !== 0)) return false;
      at += 2;
      skipBlocks();
    } else if (kind === 0x2c && images === 0) {
      images = 1;
      at += 10 + tableOf(file[at + 9] ?? 0) + 1;
      skipBlocks();
    } else return false;
  }
  return false;
}

function chunkOfPng(file: Uint8Array, wanted: string): boolean {
  for (let at = 8; at + 8 <= file.length; at += bigEndian(file, at) + 12) {
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (type === wanted) return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

function bigEndian(file: Uint8Array, at: number): number {
  return at + 4 <= file.length ? new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(at) : 0;
}
