import type { Matches } from '@wellhouse/matching';

/** The oracle: compares every query with every entry, bit by bit in the end. Rows of query, entry, distance, sorted. */
export function bruteForce(codes: Uint8Array, queries: Uint8Array, radius: number): string[] {
  const found: string[] = [];
  for (let q = 0; q < queries.length / 32; q++) {
    for (let entry = 0; entry < codes.length / 32; entry++) {
      const distance = distanceUpTo(queries, q * 32, codes, entry * 32, radius);
      if (distance <= radius) found.push(row(q, entry, distance));
    }
  }
  return found.sort();
}

/** The same rows from an answer of ours. */
export function rows({ query, entry, distance }: Matches): string[] {
  return Array.from(query, (q, n) => row(q, entry[n] ?? -1, distance[n] ?? -1)).sort();
}

/** Bits that differ; stops counting once it is beyond `radius`. */
export function distanceUpTo(a: Uint8Array, atA: number, b: Uint8Array, atB: number, radius: number): number {
  let distance = 0;
  for (let byte = 0; byte < 32 && distance <= radius; byte++) {
    distance += bitsSet[(a[atA + byte] ?? 0) ^ (b[atB + byte] ?? 0)] ?? 0;
  }
  return distance;
}

const bitsSet = Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

function row(query: number, entry: number, distance: number): string {
  return `query ${query} entry ${entry} distance ${distance}`;
}
