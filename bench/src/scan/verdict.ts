import type { HashedPicture, Hasher, HashOptions } from '@wellhouse/fingerprint/node';
import type { HammingIndex } from '@wellhouse/matching';

export const radius = 31;
/** A fast hash may be off by so many bits: within so many of the radius the picture is hashed exactly. */
export const margin = 12;

/** Whether a picture is on the list: from its file, with all eight hashes of the whole and of what is inside a border. */
export async function judge(
  hasher: Hasher,
  index: HammingIndex,
  file: string,
  mode: NonNullable<HashOptions['mode']>,
): Promise<boolean> {
  const first = await hashed(hasher, file, mode);
  if (first.mode === 'exact') return index.search(queriesOf(first), radius).query.length > 0;
  if (index.search(queriesOf(first), radius + margin).query.length === 0) return false;
  return index.search(queriesOf(await hashed(hasher, file, 'exact')), radius).query.length > 0;
}

async function hashed(hasher: Hasher, file: string, mode: NonNullable<HashOptions['mode']>): Promise<HashedPicture> {
  const result = await hasher.hash(file, { mode, dihedral: true, trim: true, digests: true });
  if (!result.ok) throw new Error(`${file}: ${result.code}, ${result.detail}`);
  return result;
}

function queriesOf({ dihedral = [], trimmed }: HashedPicture): Uint8Array {
  const hashes = [...dihedral, ...(trimmed?.dihedral ?? [])];
  const queries = new Uint8Array(hashes.length * 32);
  for (const [n, hash] of hashes.entries()) queries.set(hash, n * 32);
  return queries;
}
