import { FingerprintError } from '../errors.ts';
import { DecoderProcess } from './decoder-process.ts';
import { digest } from './digests.ts';
import { type HasherOptions, readHasherOptions } from './limits.ts';
import { readSource } from './read-source.ts';
import { type HashResult, toResult } from './result.ts';

export interface HashOptions {
  /**
   * `exact`: every bit as the reference has it. `fast`: a JPEG is decoded small, a bit or two differ.
   * `auto` (unless told): fast above 4 megapixels. What is not JPEG is always exact.
   */
  readonly mode?: 'exact' | 'fast' | 'auto';
  /** All eight hashes, which find turned and mirrored copies. */
  readonly dihedral?: boolean;
  /** A second hash without the border, if there is one. */
  readonly trim?: boolean;
  /** MD5, SHA-1 and SHA-256 of the file; true unless told. */
  readonly digests?: boolean;
  /** Further frames of an animation, spread over it and with the last; 4 unless told, at most 64. */
  readonly frames?: number;
}

export interface Hasher {
  /**
   * Hashes a file, by its path or its bytes. What a file does to its decoder is an answer with `ok: false` and harms no
   * other picture. @throws FingerprintError `option-invalid`, `closed`
   */
  hash(source: string | Uint8Array, options?: HashOptions): Promise<HashResult>;
  /** Ends the processes; pictures that are not done are answered with `decoder-died`. */
  close(): void;
}

/**
 * A pool of processes that decode and hash pictures of unknown origin, one picture at a time each. It never holds a
 * program open; files given by path are read when their turn comes.
 */
export function createHasher(options: HasherOptions & { readonly childFile?: string } = {}): Hasher {
  const { workers, limits } = readHasherOptions(options);
  const idle: DecoderProcess[] = [];
  const all = new Set<DecoderProcess>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  async function withProcess<T>(use: (decoder: DecoderProcess) => Promise<T>): Promise<T> {
    if (busy >= workers) await new Promise<void>((turn) => waiting.push(turn));
    else busy++;
    const decoder = takeProcess();
    try {
      return await use(decoder);
    } finally {
      if (decoder.dead || closed) all.delete(decoder);
      else idle.push(decoder);
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  }

  function takeProcess(): DecoderProcess {
    for (let decoder = idle.pop(); decoder; decoder = idle.pop()) {
      if (!decoder.dead) return decoder;
      all.delete(decoder);
    }
    const started = new DecoderProcess(limits, options.childFile);
    all.add(started);
    if (closed) started.end();
    return started;
  }

  return {
    async hash(source, { mode = 'auto', dihedral = false, trim = false, digests = true, frames = 4 } = {}) {
      if (closed) throw new FingerprintError('closed', 'hash a picture: the hasher is closed');
      if (!['exact', 'fast', 'auto'].includes(mode)) {
        throw new FingerprintError('option-invalid', `"mode" expected exact, fast or auto, got ${mode}`);
      }
      if (!Number.isInteger(frames) || frames < 0 || frames > 64) {
        throw new FingerprintError('option-invalid', `"frames" expected 0 to 64, got ${frames}`);
      }
      return withProcess(async (decoder) => {
        const file = await readSource(source, limits.bytes);
        if (!(file instanceof Uint8Array)) return file;
        const job = { mode, dihedral, trim, frames, pixels: limits.pixels };
        const [answer, sums] = await Promise.all([decoder.run(job, file), digests ? digest(file) : {}]);
        return toResult(answer, sums);
      });
    },
    close() {
      closed = true;
      for (const decoder of all) decoder.end();
      all.clear();
    },
  };
}
