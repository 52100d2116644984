import { type Kernel, loadKernel } from './kernel.ts';
import { type Box, checkBox, checkPixels, type Pixels } from './pixels.ts';
import { sampleLuma } from './sample.ts';
import { type Shrunken, sampleShrunken } from './shrunken.ts';

/** A PDQ hash: bit k at byte k >> 3, bit k & 7. A quality below 50 says that there is too little to compare. */
export interface Fingerprint {
  readonly hash: Uint8Array;
  /** 0..100 */
  readonly quality: number;
}

/** The hashes of one picture turned and mirrored, in the order of the reference. */
export interface DihedralFingerprint {
  /** Original, rotated by 90, 180, 270 degrees, flip X, flip Y, flip +1 (transposed), flip -1. */
  readonly hashes: readonly Uint8Array[];
  readonly quality: number;
}

/** Below this side there is nothing to hash: all bits are 0, and the quality too. */
const smallestSide = 5;

/**
 * The exact PDQ hash of decoded pixels, equal to that of Meta's C++ reference bit for bit, quality included.
 * @param box hashes this part alone, as if the picture had been cut to it
 * @throws FingerprintError `pixels-invalid`
 */
export function pdqFromPixels(pixels: Pixels, box?: Box): Fingerprint {
  const { hashes, quality } = hashPixels(pixels, box, 1);
  return { hash: hashes[0] ?? new Uint8Array(32), quality };
}

/**
 * All eight hashes for the price of one: turning and mirroring only negates and transposes the cosine transform.
 * @throws FingerprintError `pixels-invalid`
 */
export function pdqDihedral(pixels: Pixels, box?: Box): DihedralFingerprint {
  return hashPixels(pixels, box, 8);
}

function hashPixels(pixels: Pixels, box: Box | undefined, count: 1 | 8): DihedralFingerprint {
  checkPixels(pixels);
  const part = box ?? { left: 0, top: 0, width: pixels.width, height: pixels.height };
  checkBox(part, pixels);
  const kernel = loadKernel();
  return hashSampled(kernel, sampleLuma(kernel, pixels, part), count);
}

/** Nearly the exact hashes, from a picture that its decoder has shrunk; `box` is in pixels of the whole picture. */
export function pdqShrunken(shrunken: Shrunken, box: Box, count: 1 | 8): DihedralFingerprint {
  const kernel = loadKernel();
  return hashSampled(kernel, sampleShrunken(kernel, shrunken, box), count);
}

function hashSampled(kernel: Kernel, { rows, cols }: { rows: number; cols: number }, count: 1 | 8) {
  if (rows < smallestSide || cols < smallestSide) {
    return { hashes: Array.from({ length: count }, () => new Uint8Array(32)), quality: 0 };
  }
  return kernel.hash(rows, cols, count);
}
