import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Lower-case hexadecimal, over the whole file. */
export interface Digests {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
}

const slice = 1 << 20;

/** Digests a file in slices, so that a large one does not stop everything else. */
export async function digest(file: Uint8Array): Promise<Digests> {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  for (let at = 0; at < file.length; at += slice) {
    if (at > 0) await setImmediate();
    const part = file.subarray(at, at + slice);
    for (const hash of [md5, sha1, sha256]) hash.update(part);
  }
  return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}
