import { availableParallelism } from 'node:os';
import {
  createHasher,
  type Hasher,
  type HasherLimits,
  type HashResult,
  hashVideo,
  sheetOfVideo,
  sheetStills,
  type VideoLimits,
  type VideoResult,
  type VideoSheet,
} from '@wellhouse/fingerprint/node';
import { albumLimits } from '@wellhouse/protocol';

/** Processes in which pictures of strangers are decoded. */
export interface PictureDecoders {
  /** @param fresh in a process that has seen no other picture */
  picture(bytes: Uint8Array, options: { mode: 'auto' | 'exact'; fresh: boolean }): Promise<HashResult>;
  video(bytes: Uint8Array): Promise<VideoResult>;
  /** Stills of a video: of these times and, as far as there is room, of others. */
  sheet(bytes: Uint8Array, seconds: readonly number[]): Promise<VideoSheet>;
  /** Ends them all. Pictures that are not done are answered with `decoder-died`. */
  close(): void;
}

export interface DecoderOptions {
  readonly workers?: number;
  readonly limits?: Partial<HasherLimits>;
  /** Another program in place of the decoder, in tests. */
  readonly childFile?: string;
  /** Path of ffmpeg; the first in PATH unless told. */
  readonly ffmpeg?: string;
}

/** What one picture may cost. */
const pictureCost: HasherLimits = { pixels: 100_000_000, bytes: albumLimits.bytes, seconds: 20, memoryMiB: 1_024 };
const videoCost: Partial<VideoLimits> = { bytes: albumLimits.bytes, seconds: 120, memoryMiB: 1_536 };

/** Where else a reviewer looks into a video, in seconds. */
const usualTimes = [0, 2, 5, 10, 20, 40, 80, 160, 320];

/** One pool a process of ours; it starts with the first picture. */
export function createPictureDecoders(options: DecoderOptions = {}): PictureDecoders {
  const { workers = availableParallelism(), ffmpeg, childFile } = options;
  const settings = { limits: { ...pictureCost, ...options.limits }, ...(childFile !== undefined && { childFile }) };
  let pool: Hasher | null = null;
  const others = new Set<Hasher>();
  let closed = false;

  async function inFreshProcess<T>(use: (hasher: Hasher) => Promise<T>): Promise<T> {
    const hasher = createHasher({ ...settings, workers: 1 });
    others.add(hasher);
    try {
      return await use(hasher);
    } finally {
      others.delete(hasher);
      hasher.close();
    }
  }

  return {
    async picture(bytes, { mode, fresh }) {
      if (closed) return { ok: false, code: 'decoder-died', detail: 'the decoders were closed' };
      const hash = (hasher: Hasher) => hasher.hash(bytes, { mode, dihedral: true, trim: true, digests: false });
      if (fresh) return inFreshProcess(hash);
      pool ??= createHasher({ ...settings, workers });
      return hash(pool);
    },
    video: (bytes) => hashVideo(bytes, { limits: videoCost, dihedral: true, ...(ffmpeg !== undefined && { ffmpeg }) }),
    sheet(bytes, seconds) {
      const times = [...seconds, ...usualTimes].slice(0, sheetStills);
      return sheetOfVideo(bytes, times, { limits: videoCost, ...(ffmpeg !== undefined && { ffmpeg }) });
    },
    close() {
      closed = true;
      pool?.close();
      for (const hasher of others) hasher.close();
    },
  };
}
