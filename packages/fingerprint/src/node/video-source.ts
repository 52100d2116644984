import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digests } from './digests.ts';
import { VideoRefusal } from './video-result.ts';

/** An open file: what is digested is what is decoded, whatever happens to its name meanwhile. */
export interface VideoSource extends AsyncDisposable {
  readonly handle: FileHandle;
  readonly size: number;
}

const slice = 1 << 20;

/**
 * Opens a video. Bytes go into a file that has no name any more when this returns, so that nothing is left of it, whatever ends
 * this process; a decoder needs a file that it can seek in.
 * @throws VideoRefusal `unreadable`, `empty`, `too-many-bytes`
 */
export async function openVideo(
  source: string | Uint8Array,
  { most, folder = tmpdir() }: { most: number; folder?: string | undefined },
): Promise<VideoSource> {
  if (typeof source !== 'string') checkSize(source.length, most);
  const handle = await (typeof source === 'string' ? openFile(source) : writeNameless(source, folder));
  try {
    const about = await handle.stat();
    if (!about.isFile()) throw new VideoRefusal('unreadable', 'it is not a regular file');
    checkSize(about.size, most);
    return { handle, size: about.size, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Digests in slices: a video is never in memory as a whole. Reads to `size`, even when the file grows meanwhile. */
export async function digestVideo({ handle, size }: VideoSource): Promise<Digests> {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  const buffer = Buffer.allocUnsafe(Math.min(slice, size));
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(slice, size - at), at);
    if (bytesRead === 0) throw new VideoRefusal('unreadable', 'it became shorter while it was read');
    for (const hash of [md5, sha1, sha256]) hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}

/** The first bytes, to know the container by. */
export async function readHead({ handle }: VideoSource, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
  return buffer.subarray(0, bytesRead);
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // without O_NONBLOCK, opening a pipe waits for somebody to write
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new VideoRefusal('unreadable', error instanceof Error ? error.message : String(error));
  }
}

async function writeNameless(bytes: Uint8Array, folder: string): Promise<FileHandle> {
  const path = join(folder, `wellhouse-video-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  try {
    await rm(path);
    await handle.writeFile(bytes);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function checkSize(size: number, most: number): void {
  if (size === 0) throw new VideoRefusal('empty', 'the file has no bytes');
  if (size > most) throw new VideoRefusal('too-many-bytes', `${size} bytes; ${most} are allowed`);
}
