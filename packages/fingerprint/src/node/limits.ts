import { availableParallelism } from 'node:os';
import { FingerprintError } from '../errors.ts';

/** What one picture may cost. */
export interface HasherLimits {
  /** Width times height; also what is decoded of an animation, frame by frame. */
  readonly pixels: number;
  /** Of the file. */
  readonly bytes: number;
  /** From handing the picture to a process to its answer. */
  readonly seconds: number;
  /** Resident memory of that process. Needs /proc; elsewhere the limit on pixels has to do. */
  readonly memoryMiB: number;
}

export interface HasherOptions {
  /** Processes; as many as there are processors unless told. They start when they are needed. */
  readonly workers?: number;
  readonly limits?: Partial<HasherLimits>;
}

const defaults: HasherLimits = { pixels: 100_000_000, bytes: 64 * 2 ** 20, seconds: 20, memoryMiB: 1024 };

/** @throws FingerprintError `option-invalid` */
export function readHasherOptions({ workers = availableParallelism(), limits = {} }: HasherOptions) {
  const all: HasherLimits = { ...defaults, ...limits };
  for (const [name, value] of Object.entries({ workers, ...all })) {
    if (!Number.isFinite(value) || value <= 0) {
      throw new FingerprintError('option-invalid', `"${name}" expected a number above 0, got ${value}`);
    }
  }
  return { workers: Math.ceil(workers), limits: all };
}
