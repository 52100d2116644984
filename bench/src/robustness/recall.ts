import { hammingDistance } from '@wellhouse/fingerprint';
import type { Hasher } from '@wellhouse/fingerprint/node';
import sharp from 'sharp';
import { type Painted, paint } from '../pictures/paint.ts';
import { decodeTo } from '../pictures/write-pictures.ts';
import { edits } from './edits.ts';

const radius = 31;
const [width, height] = [1632, 1224];

/** Per cent of `count` pictures that each edit leaves within the radius: `EDIT_pdq`, `EDIT_ours`. */
export async function measureRecall(
  hasher: Hasher,
  photos: readonly string[],
  count: number,
): Promise<Record<string, number>> {
  const names = Object.keys(edits);
  const bits = new Map(names.map((name) => [name, { pdq: [] as number[], ours: [] as number[] }]));
  for (let n = 0; n < count; n++) {
    if (n % 5 === 0) console.error(`recall: ${n} of ${count} pictures, ${names.length} edits of each`);
    const picture = await originalOf(n, count, photos);
    const original = await sharp(picture.data, { raw: picture }).png({ compressionLevel: 1 }).toBuffer();
    const [listed] = await hashesOf(hasher, original);
    if (!listed) throw new Error('expected a hash of the original');
    for (const [name, edit] of Object.entries(edits)) {
      const found = (await hashesOf(hasher, await edit(picture))).map((hash) => hammingDistance(hash, listed));
      bits.get(name)?.pdq.push(found[0] ?? 256);
      bits.get(name)?.ours.push(Math.min(256, ...found));
    }
  }
  const figures: Record<string, number> = { edited_pictures: count };
  for (const [name, { pdq, ours }] of bits) {
    figures[`${name}_pdq`] = within(pdq);
    figures[`${name}_ours`] = within(ours);
  }
  return figures;
}

async function originalOf(n: number, count: number, photos: readonly string[]): Promise<Painted> {
  const photo = photos[Math.floor((n * photos.length) / count)];
  return photo ? decodeTo(photo, width, height) : paint(50_000 + n, width, height);
}

function within(distances: readonly number[]): number {
  return Math.round((1000 * distances.filter((distance) => distance <= radius).length) / distances.length) / 10;
}

/** The first is that of the whole as it stands; then whatever else we ask the lists about. */
async function hashesOf(hasher: Hasher, file: Uint8Array): Promise<Uint8Array[]> {
  const result = await hasher.hash(file, { mode: 'exact', dihedral: true, trim: true, digests: false });
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return [...(result.dihedral ?? []), ...(result.trimmed?.dihedral ?? [])];
}
