import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { bin, finished, nextLine, runWellhouse, startWellhouse } from '../support/run-wellhouse.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-serve-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const Ready = z.object({ event: z.literal('ready'), url: z.url(), firstLogin: z.url().nullable() });

async function serve(state: string, environment: Record<string, string> = {}, ...flags: string[]) {
  const settings = { WELLHOUSE_STATE: join(folder, state), WELLHOUSE_PORT: '0', ...environment };
  const child = startWellhouse(['serve', '--json', ...flags], settings);
  return { child, settings, ...Ready.parse(await nextLine(child)) };
}

test('serve starts from nothing, answers, and ends cleanly on SIGTERM', async () => {
  const { child, url, firstLogin } = await serve('fresh');
  assert.match(firstLogin ?? '', new RegExp(`^${url}/first-login#token=[A-Za-z0-9_-]{43}$`));
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  const end = finished(child);
  child.kill('SIGTERM');
  assert.equal((await end).code, 0);
  await assert.rejects(fetch(`${url}/healthz`));
});

test('a second serve on the same state folder says who uses it', async () => {
  const { child, settings } = await serve('twice');
  const second = await runWellhouse(['serve', '--json'], { ...settings, WELLHOUSE_PORT: '0' });
  assert.equal(second.code, 1);
  const { error } = JSON.parse(second.output);
  assert.equal(error.code, 'embedded-in-use');
  assert.match(error.message, /process \d+ uses it/);
  const end = finished(child);
  child.kill('SIGINT');
  assert.equal((await end).code, 0);
});

test('a taken port is named, and the database is shut down again', async () => {
  const first = await serve('port-one');
  const { port } = new URL(first.url);
  const second = await runWellhouse(['serve'], { WELLHOUSE_STATE: join(folder, 'port-two'), WELLHOUSE_PORT: port });
  assert.equal(second.code, 1);
  assert.match(second.errors, new RegExp(`127\\.0\\.0\\.1:${port}.*WELLHOUSE_PORT`));
  const third = await serve('port-two');
  for (const { child } of [first, third]) {
    const end = finished(child);
    child.kill('SIGTERM');
    await end;
  }
});

test('when its starter is killed the server ends too, and the next start finds everything', async () => {
  const first = await serve('orphan');
  const answer = await fetch(`${first.url}/v1/staff/first-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: new URL(first.firstLogin ?? '').hash.slice('#token='.length),
      name: 'Kim',
      email: 'kim@example.org',
      password: 'correct horse battery',
    }),
  });
  assert.equal(answer.status, 200);
  first.child.kill('SIGKILL');
  while (
    await fetch(`${first.url}/healthz`).then(
      () => true,
      () => false,
    )
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const second = await startAgain('orphan');
  assert.equal(second.firstLogin, null, 'the admin is still there');
  const login = await fetch(`${second.url}/v1/staff/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'kim@example.org', password: 'correct horse battery' }),
  });
  assert.equal(login.status, 200);
  const end = finished(second.child);
  second.child.kill('SIGTERM');
  assert.equal((await end).code, 0);
});

/** The old process may still be closing its database. */
async function startAgain(state: string) {
  for (;;) {
    try {
      return await serve(state);
    } catch (error) {
      if (!/uses it/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('migrate, keys rotate and drill join the embedded database of a running server', async () => {
  const { child, settings } = await serve('joined', {}, '--no-work');
  const status = await runWellhouse(['migrate', '--status', '--json'], settings);
  assert.equal(status.code, 0, status.errors);
  assert(JSON.parse(status.output).steps.length >= 1);
  const rotated = await runWellhouse(['keys', 'rotate', '--sealing', '--master', '--json'], settings);
  assert.equal(rotated.code, 0, rotated.errors);
  assert.match(JSON.parse(rotated.output).sealing, /^sealing-\d{8}-/);
  const end = finished(child);
  child.kill('SIGTERM');
  assert.equal((await end).code, 0);
});

test('migrate --status on a new database lists what is missing, exit code 1; migrate applies it', async () => {
  const settings = { WELLHOUSE_STATE: join(folder, 'migrate') };
  assert.equal((await runWellhouse(['migrate', '--status'], settings)).code, 1);
  const applied = await runWellhouse(['migrate', '--json'], settings);
  assert.equal(applied.code, 0, applied.errors);
  assert(JSON.parse(applied.output).applied.includes('0001-platform'));
  assert.equal((await runWellhouse(['migrate', '--status'], settings)).code, 0);
});

test('the command also starts under a Node that is too old for it', (context) => {
  const old = spawnSync('/usr/bin/env', ['-i', 'PATH=/usr/local/bin:/usr/bin:/bin', 'node', '--version'], {
    encoding: 'utf8',
  });
  if (old.status !== 0 || !old.stdout.startsWith('v2') || old.stdout.startsWith('v24')) {
    context.skip('no other Node on this machine');
    return;
  }
  const run = spawnSync('/usr/bin/env', ['-i', 'PATH=/usr/local/bin:/usr/bin:/bin', 'node', bin, '--version'], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /^\d+\.\d+\.\d+\n$/);
});
