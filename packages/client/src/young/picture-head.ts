/** What a picture's own first bytes say, before anything decodes it. */
export interface PictureHead {
  /** Media type by the bytes, whatever anybody calls them. */
  readonly type: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Width times height that a device hands to a decoder: 400 MB of pixels. A few kilobytes can say that they hold more. */
export const mostPicturePixels = 100_000_000;

const heads: readonly (readonly [type: string, at: number, head: readonly number[]])[] = [
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['image/avif', 4, [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69]],
];

/** The kind of picture by its first bytes; null: none that a page is to show. */
export function pictureTypeOf(file: Uint8Array): string | null {
  const type = heads.find(([, at, head]) => head.every((byte, index) => file[at + index] === byte))?.[0] ?? null;
  return type === 'image/webp' && word(file, 0) !== 'RIFF' ? null : type;
}

/** Null: it is of no known kind, or does not say how large it is. Pure, and reads no more than heads. */
export function pictureHead(file: Uint8Array): PictureHead | null {
  const type = pictureTypeOf(file);
  const size = type === null ? null : sizes[type]?.(file, new DataView(file.buffer, file.byteOffset, file.byteLength));
  if (type === null || !size) return null;
  const [width, height] = size;
  return width > 0 && height > 0 ? { type, width, height } : null;
}

/**
 * Why a file is not to be given to a decoder, by a page or by a classifier; null: it may be. `announced` is what its sender calls it;
 * empty: whatever it is.
 */
export function whyNotDecode(file: Uint8Array, announced = ''): 'no-picture' | 'another-type' | 'too-large' | null {
  const head = pictureHead(file);
  if (head === null) return 'no-picture';
  if (announced !== '' && announced !== head.type) return 'another-type';
  return head.width * head.height > mostPicturePixels ? 'too-large' : null;
}

type Size = readonly [width: number, height: number] | null;

const sizes: Readonly<Record<string, (file: Uint8Array, view: DataView) => Size>> = {
  'image/jpeg': jpegSize,
  'image/png': pngSize,
  'image/gif': gifSize,
  'image/webp': webpSize,
  'image/avif': avifSize,
};

/** ITU-T T.81, B.2.2: the frame header. What stands between markers is passed over, as decoders do. */
function jpegSize(file: Uint8Array, view: DataView): Size {
  for (let at = 2; at + 9 <= file.length; ) {
    const marker = file[at + 1] ?? 0;
    if (file[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1;
    } else if (marker === 0xda) {
      return null;
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)];
    } else {
      at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8) ? 2 : 2 + view.getUint16(at + 2);
    }
  }
  return null;
}

/** PNG specification, third edition, §11.2.1. */
function pngSize(file: Uint8Array, view: DataView): Size {
  return file.length >= 24 && word(file, 12) === 'IHDR' ? [view.getUint32(16), view.getUint32(20)] : null;
}

/** GIF89a, §18 and §20: the screen, and the first picture where that is larger. */
function gifSize(file: Uint8Array, view: DataView): Size {
  if (file.length < 13) return null;
  const screen = [view.getUint16(6, true), view.getUint16(8, true)] as const;
  const packed = file[10] ?? 0;
  for (let at = 13 + (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0); at + 9 <= file.length; ) {
    if (file[at] === 0x2c) {
      const right = view.getUint16(at + 1, true) + view.getUint16(at + 5, true);
      const bottom = view.getUint16(at + 3, true) + view.getUint16(at + 7, true);
      return [Math.max(screen[0], right), Math.max(screen[1], bottom)];
    }
    if (file[at] !== 0x21) return null;
    at += 2;
    while (at < file.length && file[at] !== 0) at += (file[at] ?? 0) + 1;
    at += 1;
  }
  return null;
}

/** RFC 9649, §2.5 to §2.7, and RFC 6386, §9.1. */
function webpSize(file: Uint8Array, view: DataView): Size {
  if (file.length < 30) return null;
  switch (word(file, 12)) {
    case 'VP8 ':
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    case 'VP8X':
      return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1];
    default:
      return null;
  }
}

/** How much of an AVIF is looked at for what says how large it is: that stands before its pixels. */
const avifHeadBytes = 65_536;

/**
 * ISO/IEC 23008-12, §6.5.3: the largest of all `ispe` within `meta`, of which there may be one for each part. Null where `meta` does not
 * begin within the head, and what other boxes hold is passed over: it is not what a decoder goes by.
 */
function avifSize(file: Uint8Array, view: DataView): Size {
  const meta = topBox(file, view, 'meta');
  if (meta === null) return null;
  let size: Size = null;
  for (let at = meta.start; at + 16 <= meta.end; at++) {
    if (file[at] !== 0x69 || word(file, at) !== 'ispe') continue;
    size = [Math.max(size?.[0] ?? 0, view.getUint32(at + 8)), Math.max(size?.[1] ?? 0, view.getUint32(at + 12))];
  }
  return size;
}

/** What the first box of a name holds, of those in which no other box holds it: ISO/IEC 14496-12, §4.2. */
function topBox(file: Uint8Array, view: DataView, name: string): { start: number; end: number } | null {
  for (let at = 0; at + 16 <= file.length && at < avifHeadBytes; ) {
    const said = view.getUint32(at);
    const start = at + (said === 1 ? 16 : 8);
    const end = said === 0 ? file.length : at + (said === 1 ? Number(view.getBigUint64(at + 8)) : said);
    if (end < start) return null;
    if (word(file, at + 4) === name) return { start, end: Math.min(end, file.length) };
    at = end;
  }
  return null;
}

function word(file: Uint8Array, at: number): string {
  return String.fromCharCode(...file.subarray(at, at + 4));
}
