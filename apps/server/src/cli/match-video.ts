import { hashVideo, type VideoResult } from '@wellhouse/fingerprint/node';
import { createVideoIndex, type FoundVideo, type VideoFrameCode, type VideoIndex } from '@wellhouse/matching';
import { answer, type CommandContext, type ExitCode, exitCodes } from './context.ts';
import { ffmpegOf } from './hash-video.ts';
import { holdsVideoFrames, type ListedVideo, readVideoList } from './match-video-list.ts';
import { progressBar } from './progress-bar.ts';

export interface MatchVideoOptions {
  readonly json: boolean;
  /** Bits in which two frames may differ. */
  readonly radius: number;
}

/** A video to look up: its frames as they are and, of a file that was decoded, turned and mirrored. */
interface VideoQuery {
  readonly from: string;
  readonly turns: readonly (readonly VideoFrameCode[])[];
}

interface VideoMatch {
  /** Line of the list at which the known video begins. */
  readonly entry: number;
  readonly name: string;
  /** Percent of the known video's frames that are in this one, and the other way round. */
  readonly ofKnown: number;
  readonly ofQuery: number;
  readonly turned: boolean;
}

/** `wellhouse match` with a list of frames of videos, by the rule of vPDQ: four fifths of a known video must be there. */
export async function matchVideos(
  context: CommandContext,
  listPath: string,
  files: readonly string[],
  { json, radius }: MatchVideoOptions,
): Promise<ExitCode> {
  const known = await readVideoList(listPath);
  const index = createVideoIndex(
    known.map((video) => ({ id: video, frames: video.frames })),
    { distance: radius },
  );
  const bar = progressBar('Matching', !json && files.length > 1);
  let [matched, unusable] = [false, false];
  try {
    for (const [done, path] of files.entries()) {
      const queries = await queriesFrom(context, path);
      bar.at(done + 1, files.length);
      if (!Array.isArray(queries)) {
        unusable = true;
        const error = { code: queries.code, message: queries.detail };
        answer(context, json, { from: path, error }, [`${path}: not hashed (${queries.code}): ${queries.detail}`]);
        continue;
      }
      for (const { from, turns } of queries) {
        const matches = search(index, turns);
        matched ||= matches.length > 0;
        answer(context, json, { from, matches }, toLines(from, matches));
      }
    }
  } finally {
    bar.end();
  }
  if (unusable) return exitCodes.badInput;
  return matched ? exitCodes.ok : exitCodes.failed;
}

async function queriesFrom(
  context: CommandContext,
  path: string,
): Promise<VideoQuery[] | Extract<VideoResult, { ok: false }>> {
  if (await holdsVideoFrames(path)) {
    return (await readVideoList(path)).map(({ name, frames }) => ({ from: name, turns: [frames] }));
  }
  const result = await hashVideo(path, { dihedral: true, ...ffmpegOf(context) });
  if (!result.ok) return result;
  const turns = Array.from({ length: 8 }, (_, turn) =>
    result.frames.map(({ hash, quality, dihedral }) => ({ hash: dihedral?.[turn] ?? hash, quality })),
  );
  return [{ from: path, turns }];
}

/** Each known video once, by the turn that has most of it. */
function search(index: VideoIndex<ListedVideo>, turns: VideoQuery['turns']): VideoMatch[] {
  const best = new Map<ListedVideo, FoundVideo<ListedVideo> & { turned: boolean }>();
  for (const [turn, frames] of turns.entries()) {
    for (const found of index.search(frames)) {
      if ((best.get(found.id)?.ofKnown ?? -1) < found.ofKnown) best.set(found.id, { ...found, turned: turn > 0 });
    }
  }
  return [...best.values()]
    .sort((a, b) => b.ofKnown - a.ofKnown || a.id.line - b.id.line)
    .map(({ id: { line, name }, ofKnown, ofQuery, turned }) => ({ entry: line, name, ofKnown, ofQuery, turned }));
}

function toLines(from: string, matches: readonly VideoMatch[]): string[] {
  if (matches.length === 0) return [`${from}: no match`];
  return matches.map(({ entry, name, ofKnown, ofQuery, turned }) => {
    const how = turned ? ' (turned)' : '';
    return `${from}: entry ${entry}, ${name}: ${ofKnown.toFixed(1)} % of it, ${ofQuery.toFixed(1)} % of this${how}`;
  });
}
