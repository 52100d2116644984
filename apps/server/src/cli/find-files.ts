import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, exitCodes } from './context.ts';

export interface FoundFile {
  readonly path: string;
  /** Named by its folder only. */
  readonly inFolder: boolean;
}

/**
 * The files that are named, and those in the folders that are named, however deep, by name. Files whose name begins with a dot
 * and links inside folders are left out.
 * @throws {CommandError} `file-missing`
 */
export async function findFiles(named: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const path of named) {
    if (await isFolder(path)) found.push(...(await filesIn(path)));
    else found.push({ path, inFolder: false });
  }
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('file-missing', exitCodes.badInput, `read ${path}: ${why}`);
  }
}

async function filesIn(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesIn(path)));
    else if (entry.isFile()) found.push({ path, inFolder: true });
  }
  return found;
}
