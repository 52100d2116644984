import { FingerprintError } from '../errors.ts';

/** What one video may cost. */
export interface VideoLimits {
  /** Of the file. */
  readonly bytes: number;
  /** Width times height of a frame, by what the file says and by what its decoder meets. */
  readonly pixels: number;
  /** How long the video plays. */
  readonly duration: number;
  /** From starting its process to the answer. */
  readonly seconds: number;
  /** Address space of the decoder, shared libraries included (some 300 MiB). Where the system cannot limit that, the others have to do. */
  readonly memoryMiB: number;
}

const defaults: VideoLimits = {
  bytes: 512 * 2 ** 20,
  pixels: 4096 * 4096,
  duration: 3600,
  seconds: 300,
  memoryMiB: 2048,
};

/** @throws FingerprintError `option-invalid` */
export function readVideoLimits(limits: Partial<VideoLimits> = {}): VideoLimits {
  const all: VideoLimits = { ...defaults, ...limits };
  for (const [name, value] of Object.entries(all)) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new FingerprintError('option-invalid', `"${name}" expected a number above 0, got ${value}`);
  }
  return all;
}
