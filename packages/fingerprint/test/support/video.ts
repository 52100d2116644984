/** Videos that ffmpeg draws at test time, in a folder that is gone afterwards. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';

const folders = (process.env.PATH ?? '').split(delimiter);
/** Why tests that need ffmpeg do not run. */
export const noFfmpeg = folders.some((folder) => existsSync(join(folder, 'ffmpeg'))) ? false : 'skipped, no ffmpeg';

const folder = await mkdtemp(join(tmpdir(), 'wellhouse-video-test-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Where a file of this test lies. */
export function videoPath(name: string): string {
  return join(folder, name);
}

/** Moving pictures with enough in them to compare, the same in every run. */
export const scenes = {
  test: 'testsrc2=s=640x360:r=25:d=6',
  fractal: 'mandelbrot=s=640x360:r=25:end_pts=160:maxiter=300',
  cells: 'life=s=160x90:r=25:ratio=0.3:mold=9:seed=7:life_color=#ffd000:death_color=#303080,scale=640:360',
} as const;

const small = ['-c:v', 'mpeg4', '-q:v', '3', '-bf', '0', '-g', '50'];

/** Runs ffmpeg in the folder; `args` end with the name of what it makes. */
export async function ffmpeg(...args: string[]): Promise<string> {
  await promisify(execFile)('ffmpeg', ['-y', '-nostdin', '-loglevel', 'error', ...args], { cwd: folder });
  return videoPath(args.at(-1) ?? '');
}

/** Draws a scene. */
export function draw(scene: string, name: string, ...args: string[]): Promise<string> {
  return ffmpeg('-f', 'lavfi', '-i', scene, '-t', '6', '-pix_fmt', 'yuv420p', ...small, ...args, name);
}

/** A copy with some bytes changed. */
export async function patched(path: string, change: (bytes: Buffer) => void): Promise<Buffer> {
  const bytes = await readFile(path);
  change(bytes);
  return bytes;
}

/** Where the content of the nth box or element with this name begins. */
export function after4(bytes: Buffer, name: string, n = 0): number {
  let at = -1;
  for (let found = 0; found <= n; found++) at = bytes.indexOf(name, at + 1, 'latin1');
  if (at < 0) throw new Error(`there is no ${name}`);
  return at + name.length;
}
