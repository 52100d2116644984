import { hammingDistance, parseHash } from '@wellhouse/fingerprint';
import type { Hasher } from '@wellhouse/fingerprint/node';
import type { LineProcess } from '../peers/line-process.ts';
import { hashWithOurs, type Pass } from './contest.ts';

/** Of less quality a hash is not compared with any list. */
const qualityFloor = 50;

/** Per cent of pictures that both hash alike, quality included. */
export function identical(ours: Pass, theirs: Pass): number {
  const same = ours.hashes.filter(
    ({ hash, quality }, n) => hash === theirs.hashes[n]?.hash && quality === theirs.hashes[n]?.quality,
  );
  return Math.round((1000 * same.length) / ours.hashes.length) / 10;
}

/** How far the fast hashes lie from the exact ones, in bits, over pictures with enough in them to compare. */
export async function measureFastBits(
  hasher: Hasher,
  files: readonly string[],
  peers: readonly LineProcess[],
): Promise<Record<string, number>> {
  const bits: { file: string; distance: number }[] = [];
  for (let n = 0; n < files.length; n += 10) {
    console.error(`fingerprint: fast beside exact, ${n} of ${files.length}`);
    const some = files.slice(n, n + 10);
    const exact = await hashWithOurs(hasher, some, 'exact', peers);
    const fast = await hashWithOurs(hasher, some, 'fast', peers);
    for (const [index, file] of some.entries()) {
      const [one, other] = [exact.hashes[index], fast.hashes[index]];
      if (!one || !other || one.quality < qualityFloor) continue;
      bits.push({ file, distance: hammingDistance(parseHash(one.hash), parseHash(other.hash)) });
    }
  }
  const all = bits.map(({ distance }) => distance).toSorted((a, b) => a - b);
  const painted = bits.filter(({ file }) => file.includes('painted-')).map(({ distance }) => distance);
  const photographed = bits.filter(({ file }) => !file.includes('painted-')).map(({ distance }) => distance);
  return {
    fast_pictures: all.length,
    fast_mean_bits: mean(all),
    fast_p95_bits: all[Math.floor(all.length * 0.95)] ?? Number.NaN,
    fast_max_bits: all.at(-1) ?? Number.NaN,
    fast_within_10_percent: within10(all),
    ...(painted.length > 0 ? { fast_mean_bits_painted: mean(painted) } : {}),
    ...(photographed.length > 0
      ? {
          fast_photographs: photographed.length,
          fast_mean_bits_photographs: mean(photographed),
          fast_within_10_percent_photographs: within10(photographed),
        }
      : {}),
  };
}

function within10(distances: readonly number[]): number {
  return Math.round((1000 * distances.filter((distance) => distance <= 10).length) / distances.length) / 10;
}

function mean(values: readonly number[]): number {
  return Math.round((100 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 100;
}
