/**
 * From a picture's file to the verdict whether it is on a list: digests, decoding, eight hashes and eight more without a border,
 * and the search, with everything that moves between processes. Lists of three lengths; one worker and two; HMA's path beside it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHasher, type Hasher } from '@wellhouse/fingerprint/node';
import type { HammingIndex } from '@wellhouse/matching';
import { hashWithPeer, startPeer } from './fingerprint/contest.ts';
import { loadNow, ourCpuSeconds, pinToOneCore, useAllCores } from './peers/processor.ts';
import { photographs, writePictures } from './pictures/write-pictures.ts';
import { randomList } from './scan/random-list.ts';
import { judge, margin, radius } from './scan/verdict.ts';

const pictures = 12;
const rounds = 3;
const lists = { '10k': 10_000, '1m': 1_000_000, '10m': 10_000_000 } as const;
const kinds = [
  ['2mp', 'exact'],
  ['12mp', 'exact'],
  ['12mp', 'fast'],
] as const;

type Figures = Record<string, number | null>;

/**
 * `SIZE_MODE_per_s_LIST`: pictures a second of CPU, all our processes together. `wall_…`: pictures a second of the clock with so many
 * workers on all cores, against ten million. `search_ms_…`: what of a picture's time is search; a fast hash is searched further. `hma_…`: the peer's hashing alone, its search left out.
 */
export async function runScanBench(): Promise<Figures> {
  pinToOneCore();
  const folder = await mkdtemp(join(tmpdir(), 'wh-scan-'));
  const hma = startPeer('WELLHOUSE_PEER_HMA');
  const hasher = createHasher({ workers: 1 });
  try {
    const photos = photographs();
    console.error(`scan: writing ${2 * pictures} pictures`);
    const files = {
      '2mp': await writePictures(folder, '2mp', pictures, photos),
      '12mp': await writePictures(folder, '12mp', pictures, photos),
    };
    const figures: Figures = {};
    let index: HammingIndex | null = null;
    for (const [list, count] of Object.entries(lists)) {
      console.error(`scan: a list of ${count}`);
      index = randomList(count);
      for (const [size, mode] of kinds) {
        const spent = await secondsAPicture(hasher, index, files[size], mode, hma ? [hma] : []);
        figures[`${size}_${mode}_per_s_${list}`] = rounded(1 / spent);
      }
    }
    if (index) {
      figures.search_ms_exact_10m = searchMs(index, radius);
      figures.search_ms_fast_10m = searchMs(index, radius + margin);
    }
    for (const size of ['2mp', '12mp'] as const) {
      console.error(`scan: HMA's path, ${size}`);
      const theirs = hma ? (await hashWithPeer(hma, files[size])).seconds / pictures : null;
      figures[`hma_${size}_per_s`] = theirs ? rounded(1 / theirs) : null;
      const ours = figures[`${size}_exact_per_s_10m`];
      figures[`ratio_hma_${size}`] = theirs && ours ? rounded(ours * theirs) : null;
    }
    if (index) Object.assign(figures, await growWithWorkers(index, files['2mp']));
    return { ...figures, load: loadNow() };
  } finally {
    hasher.close();
    await hma?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsAPicture(
  hasher: Hasher,
  index: HammingIndex,
  files: readonly string[],
  mode: 'exact' | 'fast',
  peers: readonly { pid: number }[],
): Promise<number> {
  for (const file of files.slice(0, 2)) await judge(hasher, index, file, mode);
  const before = ourCpuSeconds(peers);
  for (let round = 0; round < rounds; round++) {
    for (const file of files)
      if (await judge(hasher, index, file, mode)) throw new Error(`${file} is on a list of random codes`);
  }
  return (ourCpuSeconds(peers) - before) / (rounds * files.length);
}

/** CPU milliseconds of the eight queries of one picture that is on no list. */
function searchMs(index: HammingIndex, within: number): number {
  const before = process.cpuUsage();
  for (let picture = 0; picture < 40; picture++) index.search(randomBytes(8 * 32), within);
  const { user, system } = process.cpuUsage(before);
  return rounded((user + system) / 1000 / 40);
}

/** Many pictures at once, more than there are workers, on all cores. */
async function growWithWorkers(index: HammingIndex, files: readonly string[]): Promise<Figures> {
  useAllCores();
  const figures: Figures = {};
  for (const workers of [1, 2]) {
    console.error(`scan: ${workers} workers; load ${loadNow()}`);
    const hasher = createHasher({ workers });
    await Promise.all(files.map((file) => judge(hasher, index, file, 'exact')));
    const start = performance.now();
    const all = Array.from({ length: 4 }, () => files).flat();
    await Promise.all(all.map((file) => judge(hasher, index, file, 'exact')));
    figures[`wall_2mp_exact_per_s_${workers}_workers`] = rounded((1000 * all.length) / (performance.now() - start));
    hasher.close();
  }
  return figures;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
