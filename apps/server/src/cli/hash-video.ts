import { formatHash, formatVideoFrame } from '@wellhouse/fingerprint';
import { type HashedFrame, hashVideo, type VideoResult } from '@wellhouse/fingerprint/node';
import { type CommandContext, type ExitCode, exitCodes, printable } from './context.ts';
import { findFiles } from './find-files.ts';
import { progressBar } from './progress-bar.ts';

export interface HashVideoCommandOptions {
  readonly json: boolean;
  readonly dihedral: boolean;
  /** Seconds from one frame to the next. */
  readonly every: number;
  readonly workers: number;
}

/** `wellhouse hash --video`: needs ffmpeg, and no server, no database and no network. */
export async function hashVideos(
  context: CommandContext,
  named: readonly string[],
  { json, dihedral, every, workers }: HashVideoCommandOptions,
): Promise<ExitCode> {
  const files = await findFiles(named);
  const options = { dihedral, every, ...ffmpegOf(context) };
  const bar = progressBar('hashing', files.length > 1 && !process.stdout.isTTY);
  let code: ExitCode = exitCodes.ok;
  const underWay: Promise<VideoResult>[] = [];
  try {
    for (const [done, { path, inFolder }] of files.entries()) {
      // in the order of the command line, each in processes of its own
      for (let next = done + underWay.length; underWay.length < workers && next < files.length; next++) {
        underWay.push(hashVideo(files[next]?.path ?? '', options));
      }
      const result = await underWay.shift();
      if (!result) continue;
      const harmless = inFolder && !result.ok && (result.code === 'video-unsupported' || result.code === 'empty');
      if (!result.ok && !harmless) code = exitCodes.failed;
      if (json) context.write(`${JSON.stringify({ file: path, ...toJson(result) })}\n`);
      else if (result.ok) context.write(toLines(result.frames, files.length > 1 ? path : null));
      else
        context.writeError(`wellhouse: ${printable(path)}: ${printable(`${words[result.code]}: ${result.detail}`)}\n`);
      bar.at(done + 1, files.length);
    }
  } finally {
    bar.end();
  }
  return code;
}

/** Where this installation keeps ffmpeg, when that is not in PATH. */
export function ffmpegOf({ environment }: CommandContext): { ffmpeg?: string } {
  const { WELLHOUSE_FFMPEG } = environment;
  return WELLHOUSE_FFMPEG ? { ffmpeg: WELLHOUSE_FFMPEG } : {};
}

const words: Record<Extract<VideoResult, { ok: false }>['code'], string> = {
  unreadable: 'cannot be read',
  empty: 'has no bytes',
  'too-many-bytes': 'is too large',
  'too-many-pixels': 'has too many pixels a frame',
  'ffmpeg-missing': 'its frames are not hashed',
  'video-unsupported': 'is no video that can be decoded',
  'video-too-long': 'plays too long',
  timeout: 'took too long to decode',
  memory: 'took too much memory to decode',
  'decoder-died': 'ended its decoder',
};

/** The fifth field is ours: which file, when there are several. Tools of the reference read four and leave it out. */
function toLines(frames: readonly HashedFrame[], path: string | null): string {
  const file = path === null ? '' : `,${printable(path)}`;
  return frames.map((frame) => `${formatVideoFrame(frame)}${file}\n`).join('');
}

function toJson(result: VideoResult): object {
  if (!result.ok) {
    const { code, detail, digests } = result;
    return { error: { code, message: detail }, ...digests };
  }
  const { ok: _, frames, digests, ...rest } = result;
  return { frames: frames.map(frameToJson), ...rest, ...digests };
}

function frameToJson({ hash, dihedral, ...rest }: HashedFrame): object {
  return { ...rest, pdq: formatHash(hash), ...(dihedral ? { dihedral: dihedral.map(formatHash) } : {}) };
}
