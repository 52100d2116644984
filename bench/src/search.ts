/**
 * Exact search at radius 31, ours beside FAISS and Meta's index where their commands are given. Every engine is a process
 * behind one protocol, on one core; short rounds go from engine to engine, so that whatever the machine does meets all.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './franking/measure.ts';
import { loadNow, pinToOneCore } from './peers/processor.ts';
import { compareAll, readMatches, writeCodes, writeNeighbours, writeStrangers } from './search/codes.ts';
import { type Engine, slowToBuild, startOurs, startPeers } from './search/engine.ts';

const radius = 31;
const rounds = 5;
/** Queries of ours in one round; an engine gets so many that a round takes it a comparable time. */
const mostQueries = 8_192;
/** A round of an engine should take about so long. */
const roundSeconds = 0.5;
/** Queries whose answers are compared with those of a plain scan. */
const checked = 64;

type Figures = Record<string, number | null>;

/**
 * `recall`: found of all matches that a plain scan finds, for queries 0 to 31 bits away; the least of both sizes.
 * `qps_…`: queries without a match per second of CPU; `hit_qps_…`: queries with one. `ratio_…`: against the quickest peer.
 * `rss_10m_mb`: resident memory of the whole process that holds the index, in 10^6 bytes.
 */
export async function runSearchBench(): Promise<Figures> {
  pinToOneCore();
  const folder = await mkdtemp(join(tmpdir(), 'wh-search-'));
  try {
    const small = await measure(folder, '1m', 1_000_000, []);
    const slow = process.env.WELLHOUSE_BENCH_SLOW_PEERS ? [] : slowToBuild;
    const large = await measure(folder, '10m', 10_000_000, slow);
    const recall = Math.min(small.recall ?? 0, large.recall ?? 0);
    return { recall, ...omitRecall(small), ...omitRecall(large), load: loadNow() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function omitRecall({ recall: _, ...figures }: Figures): Figures {
  return figures;
}

async function measure(folder: string, size: string, entries: number, leftOut: readonly string[]): Promise<Figures> {
  console.error(`search ${size}: writing ${entries} random codes`);
  const [codes, strangers, neighbours] = ['codes', 'strangers', 'neighbours'].map((name) => join(folder, name));
  if (!codes || !strangers || !neighbours) throw new Error('expected names of files');
  writeCodes(codes, entries);
  writeNeighbours(neighbours, codes, entries, checked, radius);
  const ours = startOurs();
  const engines = [ours, ...startPeers(leftOut)];
  const figures: Figures = {};
  try {
    for (const engine of engines) {
      console.error(`search ${size}: ${engine.name} builds`);
      const { seconds, megabytes } = await engine.load(codes);
      const prefix = engine === ours ? '' : `${engine.name}_`;
      figures[`${prefix}build_${size}_s`] = rounded(seconds, 10);
      figures[`${prefix}rss_${size}_mb`] = Math.round(megabytes);
    }
    figures.recall = await recallOf(engines, codes, neighbours, join(folder, 'matches'));
    const speeds = await race(engines, strangers, size);
    const best = Math.max(0, ...engines.slice(1).map(({ name }) => speeds.get(name) ?? 0));
    for (const engine of engines.slice(1))
      figures[`${engine.name}_qps_${size}`] = rounded(speeds.get(engine.name) ?? 0, 10);
    figures[`qps_${size}`] = Math.round(speeds.get(ours.name) ?? 0);
    figures[`ratio_${size}`] = best > 0 ? rounded((speeds.get(ours.name) ?? 0) / best, 10) : null;
    writeNeighbours(neighbours, codes, entries, mostQueries, radius);
    const { seconds } = await ours.search(radius, neighbours);
    figures[`hit_qps_${size}`] = Math.round(mostQueries / seconds);
    return figures;
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** Every engine must answer as a plain scan does; ours is counted, a peer that differs is no peer. */
async function recallOf(engines: readonly Engine[], codes: string, queries: string, out: string): Promise<number> {
  console.error('search: a plain scan for comparison');
  const truth = compareAll(codes, queries, radius);
  let recall = 0;
  for (const engine of engines) {
    await engine.search(radius, queries, out);
    const found = readMatches(out);
    const foundOnes = new Set(found);
    const right = truth.filter((match) => foundOnes.has(match)).length;
    if (found.length > right) throw new Error(`${engine.name} found what is not there`);
    if (engine.name === 'ours') recall = right / truth.length;
    else if (right < truth.length) throw new Error(`${engine.name} found ${right} of ${truth.length}`);
  }
  return recall;
}

/** Queries per CPU second of each engine, median of the rounds. */
async function race(engines: readonly Engine[], strangers: string, size: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const engine of engines) {
    writeStrangers(strangers, 16);
    const { seconds } = await engine.search(radius, strangers);
    const count = Math.round((16 * roundSeconds) / Math.max(seconds, 1e-4) / 8) * 8;
    counts.set(engine.name, Math.min(mostQueries, Math.max(16, count)));
  }
  const samples = new Map<string, number[]>(engines.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    console.error(`search ${size}: round ${round + 1} of ${rounds}; load ${loadNow()}`);
    for (const engine of engines) {
      const count = counts.get(engine.name) ?? 0;
      writeStrangers(strangers, count);
      const { seconds } = await engine.search(radius, strangers);
      samples.get(engine.name)?.push(count / seconds);
    }
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
