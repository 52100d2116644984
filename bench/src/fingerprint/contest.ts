import { formatHash } from '@wellhouse/fingerprint';
import type { Hasher, HashOptions } from '@wellhouse/fingerprint/node';
import { type LineProcess, startLineProcess } from '../peers/line-process.ts';
import { ourCpuSeconds } from '../peers/processor.ts';

/** What hashed a set of pictures, and what that took. */
export interface Pass {
  readonly hashes: readonly { readonly hash: string; readonly quality: number }[];
  /** CPU, user and system, of every process involved. */
  readonly seconds: number;
}

/** The hasher of the variable, or null when it names none. */
export function startPeer(variable: string): LineProcess | null {
  const command = process.env[variable];
  return command ? startLineProcess(command) : null;
}

/** File to hash by our hasher, with all that it costs us: reading, handing over to the process that decodes, answering. */
export async function hashWithOurs(
  hasher: Hasher,
  files: readonly string[],
  mode: HashOptions['mode'],
  peers: readonly LineProcess[],
): Promise<Pass> {
  const hashes: { hash: string; quality: number }[] = [];
  const before = ourCpuSeconds(peers);
  for (const file of files) {
    const result = await hasher.hash(file, { mode: mode ?? 'exact', digests: false });
    if (!result.ok) throw new Error(`${file}: ${result.code}, ${result.detail}`);
    hashes.push({ hash: formatHash(result.pdq), quality: result.quality });
  }
  return { hashes, seconds: ourCpuSeconds(peers) - before };
}

/** The same files by a peer, which takes its own CPU time around its own function, from file to hash. */
export async function hashWithPeer(peer: LineProcess, files: readonly string[]): Promise<Pass> {
  const hashes: { hash: string; quality: number }[] = [];
  let micros = 0;
  for (const file of files) {
    const [hash = '', quality, spent] = (await peer.ask(`1\t${file}`)).split(',');
    hashes.push({ hash, quality: Number(quality) });
    micros += Number(spent);
  }
  return { hashes, seconds: micros / 1e6 };
}
