import { limit } from './kernel.ts';
import { side } from './model.ts';
import { PictureError } from './picture-error.ts';

/** A decoded picture: red, green, blue, alpha, a byte each, row by row. Alpha is not looked at, as `nsfwjs` does not. */
export interface Picture {
  readonly rgba: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Width times height that is looked at. */
export const mostPixels = 100_000_000;

/**
 * What the model sees of a picture: 224 x 224 pixels of red, green and blue, 0 to `limit`, between the four nearest pixels with the corners
 * on the corners, whatever the picture's shape (`resizeBilinear` with `alignCorners`, as `nsfwjs` 4.4.0 does it). At most 50,176 times
 * four pixels are read, however large the picture is.
 * @throws PictureError
 */
export function pictureInput({ rgba, width, height }: Picture): Int16Array<ArrayBuffer> {
  checkSize(width, height);
  if (rgba.length !== width * height * 4) {
    throw new PictureError('bad-dimensions', `expected four bytes for each of ${width} x ${height} pixels`);
  }
  return sample(rgba, width, height, (y) => neighbours(y, height));
}

/**
 * The same of the rows alone that are looked at: for each of the 224, the one above and the one below, one after another.
 * @param rgba of 448 rows
 * @throws PictureError
 */
export function rowPairsInput({ rgba, width, height }: Picture): Int16Array<ArrayBuffer> {
  checkSize(width, height);
  if (rgba.length !== width * side * 8) throw new PictureError('bad-dimensions', 'expected 448 rows');
  return sample(rgba, width, height, (y) => [2 * y, 2 * y + 1]);
}

/**
 * A picture with parts to see through, as it is seen over each of these grounds; one that has none, as it is. What hides in the colours of
 * what is transparent is not seen, and what shows by its transparency alone is.
 */
export function overGrounds(rgba: Uint8ClampedArray, grounds: readonly number[]): Uint8ClampedArray[] {
  let opaque = true;
  for (let at = 3; opaque && at < rgba.length; at += 4) opaque = rgba[at] === 255;
  if (opaque) return [rgba];
  return grounds.map((ground) => {
    const seen = new Uint8ClampedArray(rgba.length).fill(255);
    for (let at = 0; at < rgba.length; at += 4) {
      const share = (rgba[at + 3] ?? 0) / 255;
      for (let part = at; part < at + 3; part++) seen[part] = (rgba[part] ?? 0) * share + ground * (1 - share);
    }
    return seen;
  });
}

/** The rows above and below what is looked at in row `y`. */
export function neighbours(y: number, height: number): readonly [top: number, bottom: number] {
  const top = Math.floor(y * step(height));
  return [top, Math.min(height - 1, top + 1)];
}

/** @throws PictureError */
export function checkSize(width: number, height: number): void {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
    throw new PictureError('bad-dimensions', `cannot look at a picture of ${width} x ${height}`);
  }
  if (width * height > mostPixels) {
    throw new PictureError('too-many-pixels', `cannot look at ${width} x ${height} pixels: ${mostPixels} are allowed`);
  }
}

/** Pixels from one that is looked at to the next. */
function step(edge: number): number {
  return (edge - 1) / (side - 1);
}

function sample(
  rgba: Picture['rgba'],
  width: number,
  height: number,
  rows: (y: number) => readonly [number, number],
): Int16Array<ArrayBuffer> {
  const input = new Int16Array(side * side * 3);
  let to = 0;
  for (let y = 0; y < side; y++) {
    const [top, bottom] = rows(y);
    const below = (y * step(height)) % 1;
    for (let x = 0; x < side; x++) {
      const [left, right] = neighbours(x, width);
      const aside = (x * step(width)) % 1;
      const a = (top * width + left) * 4;
      const b = (top * width + right) * 4;
      const c = (bottom * width + left) * 4;
      const d = (bottom * width + right) * 4;
      for (let colour = 0; colour < 3; colour++) {
        const upper = mix(rgba[a + colour] ?? 0, rgba[b + colour] ?? 0, aside);
        const lower = mix(rgba[c + colour] ?? 0, rgba[d + colour] ?? 0, aside);
        input[to++] = Math.round((mix(upper, lower, below) / 255) * limit);
      }
    }
  }
  return input;
}

function mix(first: number, second: number, share: number): number {
  return first + (second - first) * share;
}
