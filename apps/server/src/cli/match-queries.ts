import { open } from 'node:fs/promises';
import { FingerprintError, parseHash } from '@wellhouse/fingerprint';
import type { HashedPicture, Hasher } from '@wellhouse/fingerprint/node';
import { CommandError, exitCodes } from './context.ts';
import { isHashLine, readHashList } from './match-list.ts';

/** One hash to look for, and where it comes from. */
export interface MatchQuery {
  /** `--hash`, a file of hashes with the line, or a picture's file. */
  readonly from: string;
  /** What of a picture was hashed; null when the hash was given. */
  readonly view: 'whole' | 'turned' | 'trimmed' | 'flattened' | 'frame' | null;
  readonly quality: number | null;
  readonly hash: Uint8Array;
}

/** A file that could not be hashed. */
export interface UnusableFile {
  readonly from: string;
  readonly code: string;
  readonly detail: string;
}

/** @throws {CommandError} `hash-invalid` */
export function queryFromHash(text: string): MatchQuery {
  try {
    return { from: text, view: null, quality: null, hash: parseHash(text) };
  } catch (error) {
    if (!(error instanceof FingerprintError)) throw error;
    throw new CommandError('hash-invalid', exitCodes.badInput, `use --hash ${text}: ${error.message}`);
  }
}

/** A file of hashes gives one query a line; a picture one for each view: as it is, turned, mirrored, without its border. */
export async function queriesFromFile(path: string, hasher: Hasher): Promise<MatchQuery[] | UnusableFile> {
  if (await holdsHashes(path)) {
    const { codes, lines } = await readHashList(path);
    return Array.from(lines, (line, n) => {
      return { from: `${path}:${line}`, view: null, quality: null, hash: codes.slice(n * 32, n * 32 + 32) };
    });
  }
  const result = await hasher.hash(path, { dihedral: true, trim: true, digests: false });
  return result.ok ? queriesOfPicture(path, result) : { from: path, code: result.code, detail: result.detail };
}

function queriesOfPicture(from: string, picture: HashedPicture): MatchQuery[] {
  const { pdq, quality, dihedral = [], trimmed, flattened, frames = [] } = picture;
  const queries: MatchQuery[] = [{ from, view: 'whole', quality, hash: pdq }];
  for (const hash of dihedral.slice(1)) queries.push({ from, view: 'turned', quality, hash });
  const others = [
    ...(trimmed ? [{ view: 'trimmed', of: trimmed } as const] : []),
    ...(flattened ? [{ view: 'flattened', of: flattened } as const] : []),
    ...frames.map((of) => ({ view: 'frame', of }) as const),
  ];
  for (const { view, of } of others) {
    for (const hash of of.dihedral ?? [of.pdq]) queries.push({ from, view, quality: of.quality, hash });
  }
  return queries;
}

/** Whether its first line that is not empty is a hash. What cannot be read is left to the hasher, which says why. */
async function holdsHashes(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0);
    const lines = buffer.toString('latin1', 0, bytesRead).split('\n');
    return isHashLine(lines.find((line) => line.trim() !== '') ?? '');
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
