import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Lower-case hexadecimal, over the whole file. */
export interface PictureDigests {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
}

const slice = 1 << 20;

/** In slices, so that a large file does not stop everything else in this process. */
export async function digestPicture(bytes: Uint8Array): Promise<PictureDigests> {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  for (let at = 0; at < bytes.length; at += slice) {
    if (at > 0) await setImmediate();
    for (const hash of [md5, sha1, sha256]) hash.update(bytes.subarray(at, at + slice));
  }
  return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}
