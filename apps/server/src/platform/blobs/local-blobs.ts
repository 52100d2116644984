import { randomBytes } from 'node:crypto';
import { access, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BlobStore, checkBlobKey } from './blob-store.ts';

/** Blobs as files. A file appears whole and durable or not at all: write aside, fsync, rename, fsync the folder. */
export async function openLocalBlobs(directory: string): Promise<BlobStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pathOf = (key: string) => join(directory, ...checkBlobKey(key));
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const created = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await withFile(aside, 'wx', async (file) => {
          await file.writeFile(bytes);
          await file.sync();
        });
        await rename(aside, path);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
      // A new folder's entry lives in its parent, so each level up to the first one that was there is synced too.
      const last = created === undefined ? dirname(path) : dirname(created);
      for (let folder = dirname(path); ; folder = dirname(folder)) {
        await syncDirectory(folder);
        if (folder === last || folder === dirname(folder)) break;
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async has(key) {
      return access(pathOf(key)).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      );
    },
    async delete(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await syncDirectory(dirname(path)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    async list(prefix) {
      const path = pathOf(prefix);
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      try {
        const names = await readdir(dirname(path));
        return names.filter((name) => name.startsWith(basename(path))).map((name) => folder + name);
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}

async function syncDirectory(path: string): Promise<void> {
  await withFile(path, 'r', (file) => file.sync());
}

async function withFile(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
