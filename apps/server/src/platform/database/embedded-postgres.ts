import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { isUnavailable } from './database-error.ts';
import { type EmbeddedBinaries, findEmbeddedBinaries } from './embedded-binaries.ts';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { takeOwnership } from './embedded-owner.ts';
import { type PostgresProcess, runPostgres } from './embedded-process.ts';
import { chooseEmbeddedUser, type EmbeddedUser } from './embedded-user.ts';

export interface EmbeddedPostgres {
  readonly connectionString: string;
  /** Shuts down cleanly; connections still open are ended. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds the cluster (`18/`) and the owner mark; created with mode 0700. */
  readonly dataDirectory: string;
  readonly onLog?: (line: string) => void;
  readonly maxConnections?: number;
}

const major = '18';
/** `struct sockaddr_un` holds 108 bytes, the last one zero. */
const longestSocketPath = 107;
const socketName = '.s.PGSQL.5432';

/**
 * Starts the PostgreSQL that npm installed, with fsync on, reachable only through a socket in a 0700 folder. Creates
 * the cluster on first use. It ends with this process, however that ends, and restarts by itself should it crash.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = await findEmbeddedBinaries();
  const user = chooseEmbeddedUser();
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
  await user.own(options.dataDirectory);
  const release = await takeOwnership(options.dataDirectory);
  let sockets: SocketDirectory | null = null;
  try {
    const data = join(options.dataDirectory, major);
    await createCluster(binaries, user, options.dataDirectory, data);
    await outlastOrphan(data);
    sockets = await socketDirectoryFor(data, user);
    const directory = sockets.path;
    const supervisor = await supervise(
      () => runPostgres(user, commandLine(binaries, data, directory, options), options.onLog ?? (() => {})),
      data,
    );
    const connectionString = connectionStringFor(directory);
    await createDatabase(directory);
    return {
      connectionString,
      async stop() {
        await supervisor.stop();
        await sockets?.remove();
        await release();
      },
    };
  } catch (error) {
    await sockets?.remove();
    await release();
    throw error;
  }
}

/** Where a running embedded PostgreSQL of another process listens, or null when none runs on this folder. */
export async function findEmbeddedPostgres(dataDirectory: string): Promise<string | null> {
  const postmaster = await readPostmaster(join(dataDirectory, major));
  return postmaster === null || postmaster.socketDirectory === ''
    ? null
    : connectionStringFor(postmaster.socketDirectory);
}

function connectionStringFor(socketDirectory: string, database = 'wellhouse'): string {
  return `postgresql://wellhouse@localhost/${database}?host=${encodeURIComponent(socketDirectory)}`;
}

/** A cluster appears whole or not at all: made aside, then renamed. */
async function createCluster(binaries: EmbeddedBinaries, user: EmbeddedUser, parent: string, data: string) {
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    if (version.trim() === major) return;
    throw new EmbeddedPostgresError('embedded-version-mismatch', `open ${data}: it is of PostgreSQL ${version.trim()}`);
  }
  const aside = join(parent, 'new');
  await rm(aside, { recursive: true, force: true });
  const args = ['-D', aside, '-U', 'wellhouse', '--auth-local=trust', '--auth-host=reject'];
  args.push('--no-locale', '-E', 'UTF8', '--data-checksums', '--no-instructions');
  const [program = '', ...rest] = [...user.prefix, binaries.initdb, ...args];
  try {
    await promisify(execFile)(program, rest, { ...user.spawn, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new EmbeddedPostgresError('embedded-start-failed', `create a PostgreSQL cluster in ${parent}: ${output}`);
  }
  await rename(aside, data);
}

function commandLine(binaries: EmbeddedBinaries, data: string, sockets: string, options: EmbeddedOptions): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: String(options.maxConnections ?? 100),
    log_destination: 'stderr',
    // The log must not repeat what statements carry.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return [
    binaries.postgres,
    '-D',
    data,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

interface SocketDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

async function socketDirectoryFor(data: string, user: EmbeddedUser): Promise<SocketDirectory> {
  const fits = Buffer.byteLength(join(data, socketName)) <= longestSocketPath && !data.includes(',');
  if (fits) return { path: data, remove: async () => {} };
  const path = await mkdtemp(join(tmpdir(), 'wellhouse-'));
  await chmod(path, 0o700);
  await user.own(path);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** After kill -9 of its owner PostgreSQL needs a moment to shut down. The owner mark is ours, so nobody else runs it. */
async function outlastOrphan(data: string): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if ((await readPostmaster(data)) === null) return;
    await sleep(25);
  }
  throw new EmbeddedPostgresError('embedded-in-use', `open ${data}: a PostgreSQL still runs on it after 30 seconds`);
}

/** postmaster.pid of a process that lives: line 1 is its id, line 5 its socket folder. */
async function readPostmaster(data: string): Promise<{ pid: number; socketDirectory: string } | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid < 1) return null;
  // The id may belong to another program since a crash of the machine; a PostgreSQL has its data folder as cwd.
  if (existsSync('/proc/self') && !existsSync(`/proc/${pid}`)) return null;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (command !== null && !command.includes(data)) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return null;
  }
  return { pid, socketDirectory: lines[4] ?? '' };
}

async function supervise(start: () => PostgresProcess, data: string): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let current = start();
  try {
    await current.ready;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError('embedded-start-failed', `start PostgreSQL on ${data}: ${reason}`);
  }
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await current.exited;
      if (stopping) return;
      await sleep(500);
      if (stopping) return;
      current = start();
      await current.ready.catch(() => {});
    }
  };
  const watching = watch();
  return {
    async stop() {
      stopping = true;
      await current.stop();
      await watching;
    },
  };
}

/** Tries again while the postmaster, just started, is restarting after a crash. */
async function createDatabase(sockets: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await createMissingDatabase(sockets);
    } catch (error) {
      if (!isUnavailable(error) || tries >= 30) throw error;
      await sleep(200);
    }
  }
}

async function createMissingDatabase(sockets: string): Promise<void> {
  const client = new pg.Client({ connectionString: connectionStringFor(sockets, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'wellhouse'");
    if (rowCount === 0) await client.query('create database wellhouse');
  } finally {
    await client.end();
  }
}
