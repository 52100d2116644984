import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureDebianPackage } from './debian.ts';
import { run } from './run.ts';
import { unsafeButFast } from './unsafe-but-fast.ts';

const bin = '/usr/lib/postgresql/15/bin';

export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/** Starts Debian's PostgreSQL 15 on a free loopback port with an empty cluster of its own, or says why it cannot. */
export async function startDebianPostgres(): Promise<TestPostgres | string> {
  const missing = await ensureDebianPackage('postgresql-15', `${bin}/postgres`);
  if (missing) return missing;
  const folder = await mkdtemp(join(tmpdir(), 'wellhouse-pg15-'));
  const password = randomBytes(16).toString('hex');
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  const asRoot = process.getuid?.() === 0;
  // replaces itself by the program, so that signals reach PostgreSQL
  const prefix = asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
  if (asRoot) {
    const id = Number((await run('id', ['-u', 'postgres'])).output.trim());
    await chown(folder, id, id);
    await chown(passwordFile, id, id);
  }
  await chmod(folder, 0o700);
  const [initialise = '', ...initialiseArgs] = [...prefix, `${bin}/initdb`];
  const initialised = await run(initialise, [
    ...initialiseArgs,
    ...['-D', data, '-U', 'wellhouse', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--no-locale', '-E', 'UTF8'],
  ]);
  if (initialised.code !== 0) return `initdb failed: ${initialised.output.trim().split('\n').at(-1)}`;
  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`];
  for (const [name, value] of unsafeButFast) settings.push('-c', `${name}=${value}`);
  const [start = '', ...startArgs] = [...prefix, `${bin}/postgres`, '-D', data, '-p', String(port), ...settings];
  const server = spawn(start, [...startArgs, '-c', 'max_connections=200'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  for (let tries = 0; !log.includes('ready to accept connections'); tries++) {
    if (server.exitCode !== null || tries > 600) return `PostgreSQL 15 did not start: ${log.trim().split('\n').at(-1)}`;
    await sleep(50);
  }
  return {
    url: `postgres://wellhouse:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await end(server);
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
