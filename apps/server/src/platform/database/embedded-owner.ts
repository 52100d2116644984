import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';

const Owner = z.object({ pid: z.int(), startedAt: z.string() });

/**
 * Marks a folder as this process's, so that a second server gets a sentence instead of PostgreSQL's lock file error,
 * and so that a restart after kill -9 knows to wait for the orphaned PostgreSQL to finish.
 * @throws EmbeddedPostgresError `embedded-in-use` while the owner is alive
 */
export async function takeOwnership(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, 'owner.json');
  const own = { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
  for (let tries = 0; tries < 5; tries++) {
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = await readOwner(path);
    if (owner !== null && isAlive(owner)) {
      throw new EmbeddedPostgresError(
        'embedded-in-use',
        `open ${directory}: process ${owner.pid} uses it; stop that one, or give this one another WELLHOUSE_STATE ` +
          'or a DATABASE_URL that both can use',
      );
    }
    await rm(path, { force: true });
  }
  throw new EmbeddedPostgresError('embedded-in-use', `open ${directory}: other processes keep taking it`);
}

async function readOwner(path: string): Promise<z.infer<typeof Owner> | null> {
  try {
    return Owner.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Half written when its writer was killed, or gone by now: nobody's.
    return null;
  }
}

function isAlive(owner: z.infer<typeof Owner>): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  // The number may have been given to another process since.
  const start = startOf(owner.pid);
  return start === null || owner.startedAt === '' || start === owner.startedAt;
}

/** Start of a process in clock ticks since boot (proc(5), field 22); null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
