import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { EmbeddedPostgresError } from '../../src/platform/database/embedded-error.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-embedded-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function query(connectionString: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A process that starts the database, inserts numbers and prints each one once it is committed. */
function startWriter(dataDirectory: string): { child: ChildProcess; acknowledged: number[]; enough: Promise<void> } {
  const script = join(import.meta.dirname, '../support/embedded-writer.ts');
  const child = spawn(process.execPath, ['--conditions=wellhouse-src', script, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  const enough = new Promise<void>((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      acknowledged.push(Number(line));
      if (acknowledged.length === 200) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the writer ended early: ${code}`)));
  });
  return { child, acknowledged, enough };
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

test('after kill -9 of its process, three times over, the database restarts with every acknowledged row', async () => {
  const dataDirectory = join(folder, 'killed');
  const acknowledged: number[] = [];
  for (let round = 0; round < 3; round++) {
    const writer = startWriter(dataDirectory);
    await writer.enough;
    const gone = exited(writer.child);
    writer.child.kill('SIGKILL');
    await gone;
    acknowledged.push(...writer.acknowledged);
  }
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  try {
    const rows = await query(postgres.connectionString, 'select n::float8 as n from written');
    const stored = new Set(rows.map((row: { n: number }) => row.n));
    assert.equal(rows.length, stored.size);
    assert.deepEqual(
      acknowledged.filter((n) => !stored.has(n)),
      [],
    );
  } finally {
    await postgres.stop();
  }
});

test('it flushes to disk, checks its pages, speaks UTF-8, sorts by bytes and listens on no port', async () => {
  const postgres = await startEmbeddedPostgres({ dataDirectory: join(folder, 'settings') });
  try {
    const rows = await query(
      postgres.connectionString,
      `select name, setting from pg_settings where name = any($1) order by name`,
      [['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses', 'server_encoding']],
    );
    assert.deepEqual(
      rows.map((row: { name: string; setting: string }) => `${row.name}=${row.setting}`),
      [
        'data_checksums=on',
        'fsync=on',
        'full_page_writes=on',
        'listen_addresses=',
        'server_encoding=UTF8',
        'synchronous_commit=on',
      ],
    );
    const [database] = await query(
      postgres.connectionString,
      'select datcollate from pg_database where datname = current_database()',
    );
    assert.equal(database.datcollate, 'C');
    assert.equal((await stat(join(folder, 'settings'))).mode & 0o077, 0);
  } finally {
    await postgres.stop();
  }
});

test('a second process on the same folder gets a sentence that says what to do', async () => {
  const dataDirectory = join(folder, 'shared');
  const writer = startWriter(dataDirectory);
  await writer.enough;
  try {
    await assert.rejects(startEmbeddedPostgres({ dataDirectory }), (error) => {
      assert(error instanceof EmbeddedPostgresError);
      assert.equal(error.code, 'embedded-in-use');
      assert.match(error.message, new RegExp(`process ${writer.child.pid} uses it.*DATABASE_URL`));
      return true;
    });
    const running = await findEmbeddedPostgres(dataDirectory);
    assert(running !== null, 'a command can join the running one');
    assert((await query(running, 'select count(*)::integer as count from written'))[0].count >= 200);
  } finally {
    const gone = exited(writer.child);
    writer.child.kill('SIGKILL');
    await gone;
  }
});

test('a folder too deep for a socket path gets its socket elsewhere, out of reach of others', async () => {
  const dataDirectory = join(folder, 'deep'.repeat(30));
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  const socketFolder = new URL(postgres.connectionString).searchParams.get('host') ?? '';
  assert(Buffer.byteLength(join(socketFolder, '.s.PGSQL.5432')) <= 107);
  assert.equal((await stat(socketFolder)).mode & 0o077, 0);
  assert.equal((await query(postgres.connectionString, 'select 1 as one'))[0].one, 1);
  await postgres.stop();
  assert(!existsSync(socketFolder));
});

test('a stop and a start keep what was written', async () => {
  const dataDirectory = join(folder, 'again');
  const first = await startEmbeddedPostgres({ dataDirectory });
  await query(first.connectionString, 'create table kept as select 42 as n');
  await first.stop();
  assert.equal(await findEmbeddedPostgres(dataDirectory), null);
  const second = await startEmbeddedPostgres({ dataDirectory });
  assert.equal((await query(second.connectionString, 'select n from kept'))[0].n, 42);
  await second.stop();
});

test('a cluster whose making was interrupted is made anew', async () => {
  const dataDirectory = join(folder, 'interrupted');
  await mkdir(join(dataDirectory, 'new/base'), { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  assert.equal((await query(postgres.connectionString, 'select 1 as one'))[0].one, 1);
  await postgres.stop();
});

test('a PostgreSQL that dies alone is started again', async () => {
  const dataDirectory = join(folder, 'dies');
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  try {
    const pid = Number((await readFile(join(dataDirectory, '18/postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    for (let answer = 0; answer !== 1; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await query(postgres.connectionString, 'select 1 as one').then(
        (rows) => rows[0].one,
        () => 0,
      );
    }
    const now = Number((await readFile(join(dataDirectory, '18/postmaster.pid'), 'utf8')).split('\n')[0]);
    assert.notEqual(now, pid);
  } finally {
    await postgres.stop();
  }
});
