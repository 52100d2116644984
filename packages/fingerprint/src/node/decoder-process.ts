import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FrameReader, frameHead } from './frames.ts';
import type { Job, JobAnswer } from './job.ts';
import type { HasherLimits } from './limits.ts';
import { readAnswer } from './read-answer.ts';

/** What can happen to a process in which a picture is decoded. */
export interface ProcessFailure {
  readonly ok: false;
  readonly code: 'timeout' | 'memory' | 'decoder-died';
  readonly detail: string;
}

const answerBytes = 256 * 1024;
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const childFile = fileURLToPath(new URL(`./decoder-child${extension}`, import.meta.url));

/** One process that decodes one picture at a time. What it is given last may end it; then another takes its place. */
export class DecoderProcess {
  readonly #child: ChildProcess;
  readonly #limits: HasherLimits;
  readonly #reader = new FrameReader(answerBytes);
  #settle: ((answer: JobAnswer | ProcessFailure) => void) | null = null;
  /** By chance for every job, so that a process cannot answer a picture that it has not seen. */
  #id = '';
  #complaint = '';
  #dead = false;

  /** @param file the program; another one in tests */
  constructor(limits: HasherLimits, file = childFile) {
    this.#limits = limits;
    this.#child = spawn(process.execPath, [...confinement(), '--max-old-space-size=128', '--no-warnings', file], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environment,
    });
    const { stdin, stdout, stderr, pid } = this.#child;
    // When memory is short, the system shall take this process and not its owner.
    writeFile(`/proc/${pid}/oom_score_adj`, '800').catch(() => {});
    stdout?.on('data', (chunk: Buffer) => this.#hear(chunk));
    stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString('utf8')).slice(-500);
    });
    // A process that dies while it is fed closes the pipe; `close` says so.
    stdin?.on('error', () => {});
    this.#child.once('error', (error) => this.#die('decoder-died', error.message));
    this.#child.once('close', (code, signal) => {
      this.#die('decoder-died', `ended with ${signal ?? `code ${code}`} ${this.#complaint}`.trim());
    });
    this.#hold(false);
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** One at a time. Never rejects. */
  async run(job: Job, file: Uint8Array): Promise<JobAnswer | ProcessFailure> {
    if (this.#dead) return { ok: false, code: 'decoder-died', detail: 'the process had ended before' };
    const { seconds, memoryMiB } = this.#limits;
    const timer = setTimeout(() => this.#die('timeout', `decoding took longer than ${seconds} s`), seconds * 1000);
    const watch = setInterval(() => {
      if (residentMiB(this.#child.pid) > memoryMiB) this.#die('memory', `decoding took more than ${memoryMiB} MiB`);
    }, 50);
    this.#id = randomUUID();
    this.#hold(true);
    try {
      return await new Promise((settle) => {
        this.#settle = settle;
        const head = Buffer.from(JSON.stringify({ ...job, id: this.#id }));
        this.#child.stdin?.write(Buffer.concat([frameHead(head.length), head, frameHead(file.length)]));
        this.#child.stdin?.write(file);
      });
    } finally {
      this.#settle = null;
      clearTimeout(timer);
      clearInterval(watch);
      if (!this.#dead) this.#hold(false);
    }
  }

  /** Ends the process at once. */
  end(): void {
    this.#die('decoder-died', 'the hasher was closed');
  }

  #hear(chunk: Buffer): void {
    try {
      this.#reader.push(chunk);
      const frame = this.#reader.next();
      if (!frame) return;
      const answer = readAnswer(frame, this.#id);
      // What it says beyond one answer must not become the answer to the next picture.
      if (answer && this.#settle && this.#reader.empty) this.#settle(answer);
      else this.#die('decoder-died', 'it answered what nobody asked');
    } catch (error) {
      this.#die('decoder-died', error instanceof Error ? error.message : String(error));
    }
  }

  #die(code: ProcessFailure['code'], detail: string): void {
    this.#dead = true;
    this.#child.kill('SIGKILL');
    this.#settle?.({ ok: false, code, detail });
    this.#settle = null;
  }

  /** An idle process does not keep its owner from ending. */
  #hold(busy: boolean): void {
    const pipes = [this.#child.stdin, this.#child.stdout, this.#child.stderr] as unknown[];
    for (const handle of [this.#child, ...pipes] as { ref?(): void; unref?(): void }[]) {
      if (busy) handle.ref?.();
      else handle.unref?.();
    }
  }
}

/** Nothing of our environment, which may hold passwords. Freed memory stays with the process for the next picture. */
const environment = {
  VIPS_CONCURRENCY: '1',
  UV_THREADPOOL_SIZE: '1',
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: '536870912',
  MALLOC_TOP_PAD_: '33554432',
};

/** No writing, no processes, where this Node knows how to forbid them. */
function confinement(): string[] {
  const known = process.allowedNodeEnvironmentFlags.has('--permission');
  return known ? ['--permission', '--allow-addons', '--allow-fs-read=*'] : [];
}

/** Linux only; elsewhere 0. Synchronous: no disk is asked, and a thread would cost more than the answer. */
function residentMiB(pid: number | undefined): number {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return Number(pages) / 256;
  } catch {
    return 0;
  }
}
