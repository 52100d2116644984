import { FingerprintError } from '../errors.ts';
import { parseHash } from '../hash-text.ts';
import { videoContainer, videoHeadBytes } from '../video-kind.ts';
import type { Digests } from './digests.ts';
import { readVideoLimits, type VideoLimits } from './video-limits.ts';
import { runVideoJob, type VideoAnswer } from './video-process.ts';
import { findVideoPrograms } from './video-programs.ts';
import { type HashedFrame, VideoRefusal, type VideoResult } from './video-result.ts';
import { digestVideo, openVideo, readHead, type VideoSource } from './video-source.ts';

export interface HashVideoOptions {
  readonly limits?: Partial<VideoLimits>;
  /** All eight hashes of every frame, which find turned and mirrored copies. */
  readonly dihedral?: boolean;
  /** Seconds from one frame that is hashed to the next, 0.05 to 60; 1 unless told, which is what lists are made with. */
  readonly every?: number;
  /** Path of ffmpeg; unless told, the first one in PATH. ffprobe lies beside it. */
  readonly ffmpeg?: string;
  /** Where bytes lie, without a name, while they are decoded; unless told, the folder of the system for such things. */
  readonly folder?: string;
}

/**
 * vPDQ of a video, by its path or its bytes: PDQ of one frame a second, hashed as Meta's tool hashes them. What a file does
 * to its decoder is an answer with `ok: false`. Every call starts a process and ends it: how many run at once is up to the caller.
 * @throws FingerprintError `option-invalid`
 */
export async function hashVideo(source: string | Uint8Array, options: HashVideoOptions = {}): Promise<VideoResult> {
  const limits = readVideoLimits(options.limits);
  const { every = 1 } = options;
  if (!(every >= 0.05 && every <= 60)) {
    throw new FingerprintError('option-invalid', `"every" expected 0.05 to 60 seconds, got ${every}`);
  }
  let digests: Digests | null = null;
  try {
    await using file = await openVideo(source, { most: limits.bytes, folder: options.folder });
    digests = await digestVideo(file);
    return await hashFrames(file, digests, { ...options, limits });
  } catch (error) {
    if (!(error instanceof VideoRefusal)) throw error;
    return { ok: false, code: error.code, detail: error.message, digests };
  }
}

async function hashFrames(
  file: VideoSource,
  digests: Digests,
  { limits, dihedral = false, every = 1, ffmpeg }: HashVideoOptions & { limits: VideoLimits },
): Promise<VideoResult> {
  const container = videoContainer(await readHead(file, videoHeadBytes));
  if (!container) throw new VideoRefusal('video-unsupported', 'it does not begin like MP4, Matroska, WebM or AVI');
  const programs = await findVideoPrograms(ffmpeg);
  const answer = await runVideoJob({ container, programs, limits, dihedral, every }, file.handle.fd);
  if (!answer.ok) return { ...answer, digests };
  const { duration, codec, width, height } = answer;
  return { ok: true, frames: answer.prints.map(toFrame), digests, duration, width, height, codec, container };
}

function toFrame({ hashes, ...rest }: Extract<VideoAnswer, { ok: true }>['prints'][number]): HashedFrame {
  const all = hashes.map(parseHash);
  const hash = all[0] ?? new Uint8Array(32);
  return all.length > 1 ? { ...rest, hash, dihedral: all } : { ...rest, hash };
}
