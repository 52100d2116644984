import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { RefusedPicture } from './result.ts';

/** The bytes of a file, or why there are none to hash. */
export async function readSource(source: string | Uint8Array, most: number): Promise<Uint8Array | RefusedPicture> {
  const file = typeof source === 'string' ? await readRegularFile(source, most) : source;
  if (!(file instanceof Uint8Array)) return file;
  if (file.length > most) return tooLarge(file.length, most);
  return file.length > 0 ? file : { ok: false, code: 'empty', detail: 'the file has no bytes' };
}

/** Not a pipe or a device, which may never end. */
async function readRegularFile(path: string, most: number): Promise<Uint8Array | RefusedPicture> {
  try {
    // without O_NONBLOCK, opening a pipe waits for somebody to write
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const about = await file.stat();
    if (!about.isFile()) return { ok: false, code: 'unreadable', detail: 'it is not a regular file' };
    if (about.size > most) return tooLarge(about.size, most);
    return await file.readFile();
  } catch (error) {
    return { ok: false, code: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

function tooLarge(size: number, most: number): RefusedPicture {
  return { ok: false, code: 'too-many-bytes', detail: `${size} bytes; ${most} are allowed` };
}
