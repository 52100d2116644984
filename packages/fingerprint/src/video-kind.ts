/** Containers that are read; none of them can name another file that a reader would open by itself. */
export type VideoContainer = 'mov' | 'matroska' | 'avi';

/** Bytes from the start of a file that `videoContainer` looks at. */
export const videoHeadBytes = 12;

/**
 * Brands of ISO base media files (bytes 8..12) that are no video: pictures and bursts of HEIF and AVIF, raw photographs, sound.
 * Every other brand is taken for video: players do not look at it, and there are hundreds.
 */
const otherBrands = new Set([
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'mif2', 'msf1', 'miaf', 'avif', 'avis'],
  ...['jpeg', 'jpgs', 'jxl ', 'jp2 ', 'jpx ', 'crx ', 'avci', 'avcs', 'vvic', 'vvis'],
  ...['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B '],
]);

/** Boxes that a QuickTime file from before `ftyp` may begin with. */
const oldQuickTime = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/** What kind of container a file is by its first bytes, whatever its name says; null when it is none that holds video. */
export function videoContainer(bytes: Uint8Array): VideoContainer | null {
  if (bytes.length < videoHeadBytes) return null;
  const text = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4));
  if (bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3) return 'matroska';
  if (text(0) === 'RIFF') return text(8) === 'AVI ' ? 'avi' : null;
  if (text(4) === 'ftyp') return otherBrands.has(text(8)) ? null : 'mov';
  return oldQuickTime.has(text(4)) ? 'mov' : null;
}

/**
 * Whether the bytes begin like a video: MP4 or QuickTime (and not a picture of HEIF or AVIF), Matroska or WebM, AVI. The first
 * 12 bytes are enough. It says nothing about whether the rest can be decoded.
 */
export function isVideo(bytes: Uint8Array): boolean {
  return videoContainer(bytes) !== null;
}
