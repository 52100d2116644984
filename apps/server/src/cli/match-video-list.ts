import { open } from 'node:fs/promises';
import { FingerprintError, parseVideoFrame, type VideoFrame } from '@wellhouse/fingerprint';
import { CommandError, exitCodes } from './context.ts';
import { brokenLine, linesOf } from './match-list.ts';

/** The frames of one video out of a file of such lines. */
export interface ListedVideo {
  /** What stands behind the fourth comma; the path of the list when nothing does. */
  readonly name: string;
  /** Where its first frame stands, counted from 1. */
  readonly line: number;
  readonly frames: VideoFrame[];
}

const FRAMES_MOST = 10_000_000;

/** Whether the first line of the file that is not empty is a frame of a video. What cannot be read holds none. */
export async function holdsVideoFrames(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0);
    const lines = buffer.toString('latin1', 0, bytesRead).split('\n');
    parseVideoFrame(lines.find((line) => line.trim() !== '') ?? '');
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/**
 * Videos in the order of their first lines. One broken line, and nothing is read.
 * @throws {CommandError} `list-unreadable`, `list-invalid` with the number of the line, `list-too-long`
 */
export async function readVideoList(
  path: string,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<ListedVideo[]> {
  const videos = new Map<string, ListedVideo>();
  let number = 0;
  for await (const line of linesOf(path, onProgress)) {
    number++;
    const text = line.trim();
    if (text === '') continue;
    if (number > FRAMES_MOST) {
      throw new CommandError('list-too-long', exitCodes.badInput, `read ${path}: more than ${FRAMES_MOST} frames`);
    }
    const name = Buffer.from(text.split(',').slice(4).join(','), 'latin1').toString('utf8') || path;
    const video = videos.get(name) ?? { name, line: number, frames: [] };
    videos.set(name, video);
    video.frames.push(readFrame(path, number, text));
  }
  return [...videos.values()];
}

function readFrame(path: string, number: number, text: string): VideoFrame {
  try {
    return parseVideoFrame(text);
  } catch (error) {
    if (error instanceof FingerprintError) throw brokenLine(path, number, text, 'frame,quality,hash,timestamp');
    throw error;
  }
}
