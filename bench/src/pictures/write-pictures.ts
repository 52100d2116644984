import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createChance } from './chance.ts';
import { type Painted, paint } from './paint.ts';

/** Sides. */
export const sizes = { '2mp': [1632, 1224], '6mp': [3000, 2000], '12mp': [4032, 3024] } as const;
export type Size = keyof typeof sizes;

/** JPEG as phones write it. */
const jpeg = { quality: 88, chromaSubsampling: '4:2:0' } as const;
/** Sensor noise, which makes files as long as photographs of that size are. */
const noise = 4;

/** Photographs in the folder `WELLHOUSE_BENCH_PICTURES`; none without it. */
export function photographs(): string[] {
  const folder = process.env.WELLHOUSE_BENCH_PICTURES;
  if (!folder) return [];
  const names = readdirSync(folder).filter((name) => /\.(jpe?g|png|webp)$/i.test(name));
  return names.toSorted().map((name) => join(folder, name));
}

/** Decoded RGB, cut to the proportions and scaled to the sides. */
export async function decodeTo(file: string, width: number, height: number): Promise<Painted> {
  const { data } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(width, height, { fit: 'cover' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width, height, channels: 3 };
}

/**
 * `count` JPEG files of one size in `folder`: from photographs where there are any (evenly chosen), painted otherwise.
 * A painted picture of 12 MP is painted at a quarter of its sides and enlarged before the noise comes onto it.
 */
export async function writePictures(
  folder: string,
  size: Size,
  count: number,
  photos: readonly string[],
): Promise<string[]> {
  const [width, height] = sizes[size];
  const files: string[] = [];
  for (let n = 0; n < count; n++) {
    const photo = photos[Math.floor((n * photos.length) / count)];
    const base = photo
      ? await decodeTo(photo, width, height)
      : await enlarge(paint(1_000 + n, 1008, 756), width, height);
    addNoise(base.data, n);
    const file = join(folder, `${photo ? 'photograph' : 'painted'}-${size}-${n}.jpg`);
    await writeFile(file, await sharp(base.data, { raw: base }).jpeg(jpeg).toBuffer());
    files.push(file);
  }
  return files;
}

async function enlarge({ data, ...raw }: Painted, width: number, height: number): Promise<Painted> {
  const larger = await sharp(data, { raw }).resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
  return { data: larger, width, height, channels: 3 };
}

/** The same in all three colours, so that it is noise of brightness, which is what fills files. */
function addNoise(data: Uint8Array, seed: number): void {
  const chance = createChance(seed ^ 0x5eed);
  const table = Int8Array.from({ length: 65_536 }, () => Math.round(noise * chance.normal()));
  let state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0;
  for (let at = 0; at < data.length; at += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const grain = table[state & 0xffff] ?? 0;
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = Math.max(0, Math.min(255, (data[channel] ?? 0) + grain));
    }
  }
}
