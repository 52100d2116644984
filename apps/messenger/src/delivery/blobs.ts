import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeliveryProblem } from './problems.ts';

export interface Blobs {
  /** @throws {DeliveryProblem} `digest-mismatch` */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** @throws {DeliveryProblem} `not-found` */
  get(sha256: string): Promise<Buffer>;
}

/** Encrypted pictures as files named by their SHA-256, each complete or absent whatever dies when. */
export async function createBlobs(directory: string): Promise<Blobs> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string) => join(directory, sha256);
  return {
    async put(sha256, bytes) {
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
        throw new DeliveryProblem('digest-mismatch', 'the bytes do not have the digest in the path');
      }
      if ((await stat(pathOf(sha256)).catch(() => undefined)) !== undefined) return;
      const temporary = join(directory, `.${randomUUID()}`);
      try {
        const file = await open(temporary, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, pathOf(sha256));
        const folder = await open(directory);
        await folder.sync().finally(() => folder.close());
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    async get(sha256) {
      try {
        return await readFile(pathOf(sha256));
      } catch {
        throw new DeliveryProblem('not-found', 'there is no such picture, or it has expired');
      }
    },
  };
}
