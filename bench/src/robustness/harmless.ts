import { type Pixels, pdqDihedral } from '@wellhouse/fingerprint';
import sharp from 'sharp';
import { createChance } from '../pictures/chance.ts';
import { paint } from '../pictures/paint.ts';

/** Hashes of harmless pictures that differ from each other. */
export interface Harmless {
  readonly count: number;
  /** The eight hashes of each, as 32-bit words: picture, then hash, then word. */
  readonly words: Int32Array;
  /** Parts of one photograph have the same number: they may really resemble each other. */
  readonly group: Int32Array;
  readonly fromPhotographs: number;
  /** Too little to compare (quality below 50), and left out. */
  readonly plain: number;
}

const qualityFloor = 50;
const partsOfAPhotograph = 100;

/** `count` of them with enough quality: parts of every photograph that is there, the rest painted. */
export async function hashHarmless(count: number, photos: readonly string[]): Promise<Harmless> {
  const words = new Int32Array(count * 64);
  const group = new Int32Array(count);
  let at = 0;
  let plain = 0;
  const add = (pixels: Pixels, ofGroup: number): void => {
    const { hashes, quality } = pdqDihedral(pixels);
    if (quality < qualityFloor) plain++;
    if (quality < qualityFloor || at === count) return;
    for (const [n, hash] of hashes.entries()) words.set(new Int32Array(hash.slice().buffer), at * 64 + n * 8);
    group[at++] = ofGroup;
  };
  for (const [n, file] of photos.entries()) {
    if (n % 10 === 0) console.error(`harmless pictures: ${n} of ${photos.length} photographs cut up`);
    for await (const part of cutUp(file, n)) add(part, n);
  }
  const fromPhotographs = at;
  for (let seed = 0; at < count; seed++) {
    if (seed % 1_000 === 0) console.error(`harmless pictures: ${at} of ${count}`);
    add(paint(100_000 + seed, 256, 192), photos.length + seed);
  }
  return { count, words, group, fromPhotographs, plain };
}

/** Parts of an eighth to half of each side, anywhere. */
async function* cutUp(file: string, seed: number): AsyncGenerator<Pixels> {
  const chance = createChance(seed);
  const picture = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(1600, 1600, { fit: 'outside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let part = 0; part < partsOfAPhotograph; part++) {
    const width = Math.floor(picture.info.width * chance.between(0.125, 0.5));
    const height = Math.floor(picture.info.height * chance.between(0.125, 0.5));
    const left = Math.floor(chance.between(0, picture.info.width - width));
    const top = Math.floor(chance.between(0, picture.info.height - height));
    const data = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * picture.info.width + left) * 3;
      data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
    }
    yield { data, width, height, channels: 3 };
  }
}
