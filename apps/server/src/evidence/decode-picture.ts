import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type PictureLimits, pictureLimits } from './picture-limits.ts';

export type DecodedPicture =
  | {
      readonly ok: true;
      readonly webp: Buffer;
      readonly width: number;
      readonly height: number;
      /** The same small, one byte of grey a pixel; to be compared, not shown. */
      readonly look: { readonly data: Buffer; readonly width: number; readonly height: number };
    }
  | {
      readonly ok: false;
      readonly code: 'picture-unsupported' | 'picture-too-large' | 'picture-timeout' | 'picture-memory';
      readonly detail: string;
    };

const child = join(import.meta.dirname, 'picture-child.ts');
const Look = z.object({ width: z.int().min(1).max(256), height: z.int().min(1).max(256) });
const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), width: z.int(), height: z.int(), bytes: z.int(), look: Look }),
  z.object({ ok: z.literal(false), tooLarge: z.boolean() }),
]);

/**
 * Decodes a picture of unknown origin and encodes it anew, in a process of its own that may write and start
 * nothing, with limits on bytes, pixels, seconds and memory. Metadata and everything that is not pixels is dropped.
 * @param views first: the picture, if it is whole. all: every view that somebody may see in it, side by side, as far as it goes
 */
export async function decodePicture(
  bytes: Uint8Array,
  limits: PictureLimits = pictureLimits,
  views: 'first' | 'all' = 'first',
): Promise<DecodedPicture> {
  if (bytes.length > limits.inputBytes) {
    return refused('picture-too-large', `The file has ${bytes.length} bytes; ${limits.inputBytes} are allowed.`);
  }
  const decoder = spawn(process.execPath, [...decoderArguments, child, JSON.stringify({ ...limits, views })], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Nothing of our environment: it may hold passwords. One thread, so that memory stays predictable.
    env: { VIPS_CONCURRENCY: '1', MALLOC_ARENA_MAX: '2' },
  });
  let stopped: 'picture-timeout' | 'picture-memory' | null = null;
  const stop = (code: typeof stopped) => {
    stopped ??= code;
    decoder.kill('SIGKILL');
  };
  const timer = setTimeout(() => stop('picture-timeout'), limits.seconds * 1_000);
  const watch = setInterval(async () => {
    if ((await residentBytes(decoder)) > limits.memoryBytes) stop('picture-memory');
  }, 50);
  try {
    const output = await exchange(decoder, bytes, limits.outputBytes + 1024 + 65_536);
    if (stopped === 'picture-timeout') return refused(stopped, `Decoding took longer than ${limits.seconds} seconds.`);
    if (stopped === 'picture-memory') return refused(stopped, 'Decoding took more memory than one picture may use.');
    return readAnswer(output, limits);
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    decoder.kill('SIGKILL');
  }
}

const decoderArguments = [
  '--permission',
  '--allow-addons',
  '--allow-fs-read=*',
  '--max-old-space-size=128',
  '--no-warnings',
];

/** Feeds the child and collects what it says until it ends; null when it broke off or said too much. */
function exchange(decoder: ChildProcess, bytes: Uint8Array, mostBytes: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const { stdin, stdout } = decoder;
    if (stdin === null || stdout === null) return resolve(null);
    const chunks: Buffer[] = [];
    let length = 0;
    stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostBytes) decoder.kill('SIGKILL');
      else chunks.push(chunk);
    });
    decoder.once('error', () => resolve(null));
    decoder.once('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : null));
    // A child that dies while it is fed closes the pipe; the verdict comes from `close`.
    stdin.on('error', () => {});
    stdin.end(bytes);
  });
}

function readAnswer(output: Buffer | null, limits: PictureLimits): DecodedPicture {
  const unsupported = refused('picture-unsupported', 'The file is no picture that this server can decode.');
  const end = output?.indexOf('\n') ?? -1;
  if (output === null || end < 0) return unsupported;
  const answer = Answer.safeParse(JSON.parse(output.subarray(0, end).toString('utf8')));
  if (!answer.success) return unsupported;
  if (!answer.data.ok) {
    if (!answer.data.tooLarge) return unsupported;
    return refused('picture-too-large', `The picture has more than ${limits.pixels} pixels.`);
  }
  const { width, height, bytes, look } = answer.data;
  const webp = output.subarray(end + 1, end + 1 + bytes);
  const data = output.subarray(end + 1 + bytes);
  if (webp.length !== bytes || data.length !== look.width * look.height) return unsupported;
  return { ok: true, webp, width, height, look: { data, ...look } };
}

/** Linux only; elsewhere the limit on pixels has to do. */
async function residentBytes(decoder: ChildProcess): Promise<number> {
  try {
    const [, pages] = (await readFile(`/proc/${decoder.pid}/statm`, 'utf8')).split(' ');
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}

type RefusalCode = Extract<DecodedPicture, { ok: false }>['code'];

function refused(code: RefusalCode, detail: string): DecodedPicture {
  return { ok: false, code, detail };
}
