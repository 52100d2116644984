import { randomFillSync, randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { distanceUpTo } from './bits.ts';

const codeBytes = 32;
const blockBytes = 1 << 24;

/** Writes `count` random codes. */
export function writeCodes(file: string, count: number): void {
  const handle = openSync(file, 'w');
  for (let left = count * codeBytes; left > 0; left -= blockBytes) {
    writeSync(handle, randomFillSync(new Uint8Array(Math.min(left, blockBytes))));
  }
  closeSync(handle);
}

/** Random queries: with ten million random codes about one in 10^25 of them has a neighbour. */
export function writeStrangers(file: string, count: number): void {
  writeFileSync(file, randomFillSync(new Uint8Array(count * codeBytes)));
}

/** Queries that lie 0, 1, … `radius` bits from a code of the list, in turns. */
export function writeNeighbours(file: string, codes: string, entries: number, count: number, radius: number): void {
  const queries = new Uint8Array(count * codeBytes);
  const handle = openSync(codes, 'r');
  for (let query = 0; query < count; query++) {
    const code = queries.subarray(query * codeBytes, (query + 1) * codeBytes);
    readSync(handle, code, 0, codeBytes, randomInt(entries) * codeBytes);
    const flips = new Set<number>();
    while (flips.size < query % (radius + 1)) flips.add(randomInt(256));
    for (const bit of flips) code[bit >> 3] = (code[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
  closeSync(handle);
  writeFileSync(file, queries);
}

/** Every match of the queries, by comparing each with each code: `query entry distance`, sorted. */
export function compareAll(codes: string, queryFile: string, radius: number): string[] {
  const queries = words(readFileSync(queryFile));
  const found: string[] = [];
  const handle = openSync(codes, 'r');
  const block = new Int32Array(blockBytes / 4);
  for (let at = 0, first = 0; ; first += block.length / 8) {
    const read = readSync(handle, block, 0, blockBytes, at);
    if (read === 0) break;
    at += read;
    for (let entry = 0; entry < read / codeBytes; entry++) {
      for (let query = 0; query < queries.length / 8; query++) {
        const distance = distanceUpTo(queries, query * 8, block, entry * 8, radius);
        if (distance <= radius) found.push(`${query} ${first + entry} ${distance}`);
      }
    }
  }
  closeSync(handle);
  return found.sort();
}

/** The matches that an engine wrote, as `compareAll` returns them. */
export function readMatches(file: string): string[] {
  const numbers = words(readFileSync(file));
  const found: string[] = [];
  for (let at = 0; at < numbers.length; at += 3) {
    found.push(`${numbers[at]} ${numbers[at + 1]} ${numbers[at + 2]}`);
  }
  return found.sort();
}

function words(bytes: Uint8Array): Int32Array {
  return new Int32Array(new Uint8Array(bytes).buffer);
}
