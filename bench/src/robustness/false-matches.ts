import { distanceUpTo } from '../search/bits.ts';
import type { Harmless } from './harmless.ts';

/** Distances at which pairs are counted. */
const radii = [31, 40, 52, 60, 80] as const;

/**
 * Compares every two pictures of different groups. `false_matches_R`: pairs whose hashes lie within R bits;
 * `dihedral_false_matches_R`: pairs where any of one picture's eight hashes lies within R bits of the other's first, as we query.
 * The pairs are not independent: n pictures make n²/2 of them, and the pictures come from few sources.
 */
export function countFalseMatches({ count, words, group }: Harmless): Record<string, number> {
  const most = radii.at(-1) ?? 0;
  const plain = new Float64Array(257);
  const dihedral = new Float64Array(257);
  let pairs = 0;
  for (let one = 0; one < count; one++) {
    if (one % 1_000 === 0) console.error(`false matches: ${one} of ${count}; ${pairs} pairs`);
    for (let other = one + 1; other < count; other++) {
      if (group[one] === group[other]) continue;
      pairs++;
      let nearest = distanceUpTo(words, one * 64, words, other * 64, most);
      if (nearest <= most) plain[nearest] = (plain[nearest] ?? 0) + 1;
      for (let hash = 1; hash < 8; hash++) {
        const distance = distanceUpTo(words, one * 64 + hash * 8, words, other * 64, most);
        if (distance < nearest) nearest = distance;
      }
      if (nearest <= most) dihedral[nearest] = (dihedral[nearest] ?? 0) + 1;
    }
  }
  const figures: Record<string, number> = { harmless_pictures: count, harmless_pairs: pairs };
  for (const [prefix, counts] of [
    ['', plain],
    ['dihedral_', dihedral],
  ] as const) {
    for (const radius of radii) {
      figures[`${prefix}false_matches_${radius}`] = counts.subarray(0, radius + 1).reduce((sum, n) => sum + n, 0);
    }
  }
  return { ...figures, ...spread(words, count) };
}

/** Mean and standard deviation of the distance between neighbours in the list and a few thousand others. */
function spread(words: Int32Array, count: number): Record<string, number> {
  let [n, sum, squares] = [0, 0, 0];
  for (let one = 0; one < count; one += 7) {
    for (let other = one + 101; other < count; other += 101) {
      const distance = distanceUpTo(words, one * 64, words, other * 64, 256);
      n++;
      sum += distance;
      squares += distance * distance;
    }
  }
  const mean = sum / n;
  const round = (value: number) => Math.round(value * 100) / 100;
  return { mean_distance: round(mean), sd_distance: round(Math.sqrt(squares / n - mean * mean)) };
}
