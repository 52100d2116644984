import { availableParallelism } from 'node:os';
import { formatHash } from '@wellhouse/fingerprint';
import { createHasher, type HashResult, type ViewHash } from '@wellhouse/fingerprint/node';
import { type CommandContext, type ExitCode, exitCodes, printable } from './context.ts';
import { findFiles } from './find-files.ts';
import { progressBar } from './progress-bar.ts';

export interface HashCommandOptions {
  readonly json: boolean;
  readonly dihedral: boolean;
  readonly trim: boolean;
  readonly mode: 'exact' | 'fast' | 'auto';
  readonly workers?: number;
}

/** `wellhouse hash`: needs no server, no database and no network. */
export async function hash(
  context: CommandContext,
  named: readonly string[],
  { json, dihedral, trim, mode, workers = availableParallelism() }: HashCommandOptions,
): Promise<ExitCode> {
  const files = await findFiles(named);
  const hasher = createHasher({ workers });
  // Lines that scroll by are progress enough.
  const bar = progressBar('hashing', files.length > 1 && !process.stdout.isTTY);
  let code: ExitCode = exitCodes.ok;
  const report = ({ path, inFolder }: { path: string; inFolder: boolean }, result: HashResult) => {
    const harmless = inFolder && !result.ok && (result.code === 'unsupported' || result.code === 'empty');
    if (!result.ok && !harmless) code = exitCodes.failed;
    if (json) return context.write(`${JSON.stringify({ file: path, ...toJson(result) })}\n`);
    if (result.ok) return context.write(toLines(path, result));
    context.writeError(`wellhouse: ${printable(path)}: ${printable(`${words[result.code]} (${result.detail})`)}\n`);
  };
  try {
    // In the order of the command line, with enough under way to keep every process busy.
    const underWay: Promise<HashResult>[] = [];
    for (const [done, file] of files.entries()) {
      for (let next = done + underWay.length; underWay.length < workers * 2 && next < files.length; next++) {
        underWay.push(
          hasher.hash(files[next]?.path ?? '', { mode, dihedral, trim, digests: json, frames: json ? 4 : 0 }),
        );
      }
      const result = await underWay.shift();
      if (result) report(file, result);
      bar.at(done + 1, files.length);
    }
  } finally {
    bar.end();
    hasher.close();
  }
  return code;
}

const words: Record<Extract<HashResult, { ok: false }>['code'], string> = {
  unreadable: 'cannot be read',
  empty: 'has no bytes',
  'too-many-bytes': 'is too large',
  'too-many-pixels': 'has too many pixels',
  unsupported: 'is no picture that can be decoded',
  timeout: 'took too long to decode',
  memory: 'took too much memory to decode',
  'decoder-died': 'ended its decoder',
};

function toLines(path: string, result: Extract<HashResult, { ok: true }>): string {
  const views: ViewHash[] = result.trimmed ? [result, result.trimmed] : [result];
  const line = (hash: Uint8Array, quality: number) => `${formatHash(hash)},${quality},${printable(path)}\n`;
  return views.flatMap(({ pdq, dihedral = [pdq], quality }) => dihedral.map((hash) => line(hash, quality))).join('');
}

function toJson(result: HashResult): object {
  if (!result.ok) {
    const { ok: _, code, detail, ...digests } = result;
    return { error: { code, message: detail }, ...digests };
  }
  const { ok: _, pdq, quality, dihedral, trimmed, flattened, frames, ...rest } = result;
  return {
    ...viewToJson({ pdq, quality, ...(dihedral ? { dihedral } : {}) }),
    ...(trimmed ? { trimmed: viewToJson(trimmed) } : {}),
    ...(flattened ? { flattened: viewToJson(flattened) } : {}),
    ...(frames ? { frames: frames.map(viewToJson) } : {}),
    ...rest,
  };
}

function viewToJson({ pdq, quality, dihedral, ...rest }: ViewHash): object {
  return { pdq: formatHash(pdq), quality, ...(dihedral ? { dihedral: dihedral.map(formatHash) } : {}), ...rest };
}
