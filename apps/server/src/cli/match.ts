import { formatHash } from '@wellhouse/fingerprint';
import { createHammingIndex, type HammingIndex } from '@wellhouse/matching';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import { type HashList, readHashList } from './match-list.ts';
import { type MatchQuery, queriesFromFile, queryFromHash, type UnusableFile } from './match-queries.ts';
import { matchVideos } from './match-video.ts';
import { holdsVideoFrames } from './match-video-list.ts';
import { progressBar } from './progress-bar.ts';

export interface MatchOptions {
  readonly json: boolean;
  /** Bits, as the command line has it. */
  readonly radius: string;
  readonly hashes: readonly string[];
}

/** Below this there is too little in a picture to compare (Meta's advice for PDQ). */
const QUALITY_LEAST = 50;
const RADIUS_MOST = 128;
/** Files that are read at once; the hasher decides how many are hashed at once. */
const LANES = 8;

/** `wellhouse match`: needs no server, no database and no network. */
export async function match(
  context: CommandContext,
  listPath: string,
  files: readonly string[],
  { json, radius: radiusText, hashes }: MatchOptions,
): Promise<ExitCode> {
  const radius = readRadius(radiusText);
  if (files.length === 0 && hashes.length === 0) {
    throw new CommandError('nothing-to-match', exitCodes.badInput, 'match nothing: name pictures or give --hash');
  }
  if (await holdsVideoFrames(listPath)) {
    if (hashes.length > 0) throw optionInvalid('use --hash: the list is one of videos, which no single hash can match');
    return matchVideos(context, listPath, files, { json, radius });
  }
  const given = hashes.map(queryFromHash);
  const search = searchIn(await readList(listPath, json), radius);
  let matched = false;
  let unusable = false;
  const say = (queries: readonly MatchQuery[]): void => {
    for (const found of search(queries)) {
      matched ||= found.matches.length > 0;
      answer(context, json, found, linesOf(found));
    }
  };
  say(given);
  await eachFile(files, json, (file) => {
    if (Array.isArray(file)) return say(file);
    unusable = true;
    const error = { code: file.code, message: file.detail };
    answer(context, json, { from: file.from, error }, [`${file.from}: not hashed (${file.code}): ${file.detail}`]);
  });
  if (unusable) return exitCodes.badInput;
  return matched ? exitCodes.ok : exitCodes.failed;
}

async function eachFile(
  files: readonly string[],
  json: boolean,
  use: (file: MatchQuery[] | UnusableFile) => void,
): Promise<void> {
  const { createHasher } = await import('@wellhouse/fingerprint/node');
  const hasher = createHasher();
  const bar = progressBar('Matching', !json && files.length > 1);
  const results: (MatchQuery[] | UnusableFile)[] = [];
  const left = [...files.entries()].reverse();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [n, path] = next;
      results[n] = await queriesFromFile(path, hasher);
      bar.at(++done, files.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    bar.end();
    hasher.close();
  }
  for (const result of results) use(result);
}

interface Found {
  readonly from: string;
  readonly hash: string;
  readonly quality: number | null;
  /** Nearest first; `entry` is the line of the list. */
  readonly matches: readonly { entry: number; hash: string; distance: number; view: MatchQuery['view'] }[];
}

/** Queries of one picture are answered together: each entry once, by the view that is nearest to it. */
function searchIn(list: HashList, radius: number): (queries: readonly MatchQuery[]) => Found[] {
  const index: HammingIndex = createHammingIndex(list.codes);
  return (queries) => {
    const codes = new Uint8Array(queries.length * 32);
    for (const [n, { hash }] of queries.entries()) codes.set(hash, n * 32);
    const found = index.search(codes, radius);
    const byPlace = new Map<string, Found & { matches: Found['matches'][number][] }>();
    for (const { from, hash, quality } of queries) {
      if (!byPlace.has(from)) byPlace.set(from, { from, hash: formatHash(hash), quality, matches: [] });
    }
    for (const [n, place] of found.entry.entries()) {
      const query = queries[found.query[n] ?? -1];
      const hash = formatHash(list.codes.subarray(place * 32, place * 32 + 32));
      const one = { entry: list.lines[place] ?? 0, hash, distance: found.distance[n] ?? 0, view: query?.view ?? null };
      byPlace.get(query?.from ?? '')?.matches.push(one);
    }
    return [...byPlace.values()].map((all) => ({ ...all, matches: nearestOfEach(all.matches) }));
  };
}

function nearestOfEach(matches: Found['matches']): Found['matches'] {
  const nearest = new Map<number, Found['matches'][number]>();
  for (const one of matches.toSorted((a, b) => a.distance - b.distance || a.entry - b.entry)) {
    if (!nearest.has(one.entry)) nearest.set(one.entry, one);
  }
  return [...nearest.values()];
}

function linesOf({ from, quality, matches }: Found): string[] {
  const plain = quality !== null && quality < QUALITY_LEAST ? ` (quality ${quality}: too plain to tell apart)` : '';
  if (matches.length === 0) return [`${from}: no match${plain}`];
  return matches.map(({ entry, hash, distance, view }) => {
    const how = view === null || view === 'whole' ? '' : ` (${view})`;
    return `${from}: entry ${entry}, distance ${distance}${how}: ${hash}${plain}`;
  });
}

async function readList(path: string, json: boolean): Promise<HashList> {
  const bar = progressBar('Reading the list', !json);
  try {
    const list = await readHashList(path, bar.at);
    if (list.lines.length > 0) return list;
  } finally {
    bar.end();
  }
  throw new CommandError('list-empty', exitCodes.badInput, `read ${path}: there is no hash in it`);
}

function readRadius(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= RADIUS_MOST) return Number(text);
  throw optionInvalid(`use --radius ${text}: write a whole number of bits from 0 to ${RADIUS_MOST}`);
}

function optionInvalid(message: string): CommandError {
  return new CommandError('option-invalid', exitCodes.badInput, message);
}
