import { type ChildProcess, spawn } from 'node:child_process';
import type { EmbeddedUser } from './embedded-user.ts';

/**
 * Runs PostgreSQL below a shell that reads from a pipe held by this process. When this process ends in any way, even
 * by kill -9, the pipe closes and the shell shuts PostgreSQL down (SIGINT: fast shutdown). Descriptor 3 carries the
 * pipe because a shell gives its background jobs an empty standard input.
 */
const watchdog = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- & server=$!',
  '{ read -r _ <&3; kill -INT $server; } 2>/dev/null & watch=$!',
  'exec 3<&- 0</dev/null',
  'wait $server; status=$?',
  'kill $watch 2>/dev/null',
  'exit $status',
].join('\n');

export interface PostgresProcess {
  /** Resolves at "ready to accept connections", rejects with the last log lines if the process ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

export function runPostgres(
  user: EmbeddedUser,
  command: readonly string[],
  onLog: (line: string) => void,
): PostgresProcess {
  const [program = '', ...args] = [...user.prefix, 'sh', '-c', watchdog, 'sh', ...command];
  // Detached: Ctrl-C in a terminal reaches Node alone, which then stops PostgreSQL last.
  const child = spawn(program, args, {
    ...user.spawn,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  });
  child.stdin?.on('error', () => {});
  const exited = exitOf(child);
  const ready = new Promise<void>((resolve, reject) => {
    const last: string[] = [];
    eachLine(child, (line) => {
      onLog(line);
      last.push(line);
      if (last.length > 5) last.shift();
      if (line.includes('ready to accept connections')) resolve();
    });
    exited.then((code) => reject(new Error(`exit ${code}: ${last.join(' | ') || 'no output'}`)), reject);
  });
  ready.catch(() => {});
  return {
    ready,
    exited,
    async stop() {
      child.stdin?.end();
      await exited;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}

function eachLine(child: ChildProcess, use: (line: string) => void): void {
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') use(line);
  });
}
