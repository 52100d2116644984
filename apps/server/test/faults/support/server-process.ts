import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Hub } from '../../../src/platform/hubs.ts';

/** The command itself, not the launcher in bin/: what is killed must be the server. */
const command = join(import.meta.dirname, '../../../src/cli/main.ts');

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when it answers requests or jobs; rejects with its last words when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  isRunning(): boolean;
  /** SIGKILL, at once; await `exited` for the end. */
  kill(): void;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

export interface ServerSettings {
  state: string;
  hubsFile: string;
  /** Of `serve`; free ports come from `freePort`. */
  port?: number;
  /** Left out: the embedded database in the state folder. */
  databaseUrl?: string | undefined;
  environment?: Record<string, string>;
  /** Lines of its log. */
  onLog?: (line: string) => void;
}

export function startServerProcess(args: readonly string[], settings: ServerSettings): ServerProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=wellhouse-src', '--disable-warning=ExperimentalWarning', command, ...args, '--json'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        WELLHOUSE_STATE: settings.state,
        WELLHOUSE_UNDO_GRACE: '0',
        WELLHOUSE_HUBS: settings.hubsFile,
        WELLHOUSE_PORT: String(settings.port ?? 0),
        WELLHOUSE_CONSOLE: join(settings.state, 'no-console'),
        WELLHOUSE_LOG_LEVEL: 'error',
        WELLHOUSE_REPORTS_PER_MINUTE: '100000000',
        WELLHOUSE_LOGINS_PER_MINUTE: '100000',
        ...(settings.databaseUrl === undefined ? {} : { DATABASE_URL: settings.databaseUrl }),
        ...settings.environment,
      },
    },
  );
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = readyOf(child, settings.onLog ?? (() => {}));
  ready.catch(() => {});
  return {
    pid: child.pid ?? 0,
    ready,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function readyOf(child: ChildProcess, onLog: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const { stdout, stderr } = child;
    let last = '';
    child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${last}`)));
    if (stdout === null || stderr === null) return;
    createInterface({ input: stderr }).on('line', (line) => {
      last = line;
      onLog(line);
    });
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes('"event":"ready"')) resolve();
      else onLog(line);
    });
  });
}

export async function writeHubsFile(path: string, hubs: readonly Hub[]): Promise<void> {
  await writeFile(path, JSON.stringify(hubs), { mode: 0o600 });
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
