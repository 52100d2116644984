import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { VideoRefusal } from './video-result.ts';

/** Where the two programs of ffmpeg are, as absolute paths. */
export interface VideoPrograms {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/**
 * @param named path of ffmpeg; without it, the first in `search` (by default the PATH of this process). ffprobe lies beside it.
 * @throws VideoRefusal `ffmpeg-missing`
 */
export async function findVideoPrograms(named?: string, search = process.env.PATH ?? ''): Promise<VideoPrograms> {
  // what is relative would be another program in another folder
  const folders = search.split(delimiter).filter((folder) => isAbsolute(folder));
  const candidates = named === undefined ? folders.map((folder) => join(folder, 'ffmpeg')) : [resolve(named)];
  for (const ffmpeg of candidates) {
    const ffprobe = join(dirname(ffmpeg), basename(ffmpeg).replace('ffmpeg', 'ffprobe'));
    if (ffprobe !== ffmpeg && (await isProgram(ffmpeg)) && (await isProgram(ffprobe))) return { ffmpeg, ffprobe };
  }
  const where = named === undefined ? 'in PATH' : `at ${named}, or no ffprobe beside it`;
  throw new VideoRefusal(
    'ffmpeg-missing',
    `there is no ffmpeg ${where}: install it (Debian: apt-get install ffmpeg) to have the frames of videos hashed`,
  );
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
