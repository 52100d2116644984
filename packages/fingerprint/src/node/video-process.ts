import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VideoContainer } from '../video-kind.ts';
import type { FramePrint } from './video-decode.ts';
import { Tail } from './video-failure.ts';
import type { VideoLimits } from './video-limits.ts';
import type { VideoPrograms } from './video-programs.ts';
import type { VideoRefusalCode } from './video-result.ts';

/** What a process is told of a video. */
export interface VideoJob {
  readonly container: VideoContainer;
  readonly programs: VideoPrograms;
  readonly limits: VideoLimits;
  readonly dihedral: boolean;
  readonly every: number;
}

export type VideoAnswer =
  | {
      readonly ok: true;
      readonly prints: readonly (FramePrint & { readonly track: number })[];
      readonly duration: number | null;
      readonly codec: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly ok: false; readonly code: VideoRefusalCode; readonly detail: string };

/** Eight hashes of every frame of four tracks of an hour are some 12 MiB. */
const answerBytes = 64 * 2 ** 20;
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const childFile = fileURLToPath(new URL(`./video-child${extension}`, import.meta.url));

/** Runs one video in a process group of its own, which is gone when this returns. Never rejects. */
export function runVideoJob(job: VideoJob, descriptor: number): Promise<VideoAnswer> {
  const child = spawn(process.execPath, ['--max-old-space-size=256', '--no-warnings', childFile, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'pipe', descriptor],
    env: {},
    detached: true,
  });
  const complaint = new Tail(child.stderr);
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {} // it has ended
  };
  return new Promise<VideoAnswer>((resolve) => {
    const refuse = (code: VideoRefusalCode, detail: string) => resolve({ ok: false, code, detail });
    const { seconds } = job.limits;
    const timer = setTimeout(() => {
      refuse('timeout', `decoding took longer than ${seconds} s`);
      end();
    }, seconds * 1000);
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > answerBytes) end();
    });
    child.stdin?.on('error', () => {});
    child.once('error', (error) => refuse('decoder-died', error.message));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      // ffmpeg may live on when the process that started it does not
      end();
      const text = length > answerBytes ? '' : Buffer.concat(chunks).toString('utf8');
      const answer = parse(text);
      if (answer) resolve(answer);
      else refuse('decoder-died', `ended with ${signal ?? `code ${code}`} ${complaint.text.slice(-500)}`.trim());
    });
  });
}

/** The process runs our own code on pixels and on checked fields; strangers' bytes are decoded in ffmpeg, one process further. */
function parse(text: string): VideoAnswer | null {
  try {
    return text.endsWith('\n') ? (JSON.parse(text) as VideoAnswer) : null;
  } catch {
    return null;
  }
}
