import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { madeUp, settings } from '../lists/fakes/list-server.ts';
import { captureCommand } from '../support/capture-command.ts';
import { finished } from '../support/run-wellhouse.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let folder = '';
let environment: Record<string, string> = {};

before(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-lists-cli-'));
  environment = { WELLHOUSE_STATE: folder, DATABASE_URL: database.connectionString, WELLHOUSE_LOG_LEVEL: 'silent' };
});
after(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
const lists = (...args: string[]) => captureCommand(['lists', ...args], environment);
const lines = (count: number) => Array.from({ length: count }, (_, i) => `pdq ${madeUp(`line ${i}`, 32)}\n`).join('');

test('from nothing to a list: add, import, list, show', async () => {
  const none = await lists('list');
  assert.equal(none.code, 0, none.errors);
  assert.match(none.output, /No list yet/);
  const definition = { listId: 'own', kind: 'known', source: 'file', connectionId: null, settings };
  const added = await lists('add', await file('own.json', JSON.stringify(definition)));
  assert.equal(added.code, 0, added.errors);
  assert.match(added.output, /in shadow/);
  const imported = await lists('import', await file('own.txt', lines(50)), '--list', 'own');
  assert.equal(imported.code, 0, imported.errors);
  assert.match(imported.output, /own: 50 lines; 50 entries added, 0 changed, 0 withdrawn/);
  assert.match(
    (await lists('list')).output,
    /own {2}shadow {2}known {2}file {2}other {2}GB {2}version 2 {2}50 live entries/,
  );
  const shown = await lists('show', 'own');
  assert.match(shown.output, /agreement {5}none needed/);
  assert.match(shown.output, /category {6}other\n[\s\S]*legal basis {3}GB: for tests/);
  assert.match(shown.output, /version 2 .* imported\n/);
  const page = JSON.parse((await lists('show', 'own', '--json')).output);
  assert.equal(page.list.counts.live, 50);
});

test('where pictures are matched and why: the EU is off, and a list in shadow switches nothing on', async () => {
  const { code, output } = await lists('regions');
  assert.equal(code, 0);
  assert.match(output, /^EU {2}not checked {2}EU is switched off: Regulation \(EU\) 2021\/1232/);
  assert.match(output, /GB {2}not checked {2}No active list[\s\S]*list {10}own, shadow: for tests/);
  const json = JSON.parse((await lists('regions', '--json')).output);
  assert.deepEqual(
    json.regions.map(({ region }: { region: string }) => region),
    ['EU', 'GB'],
  );
});

test('a broken line: exit code 2, its number, and nothing imported', async () => {
  const broken = await file('broken.txt', `${lines(10)}pdq nonsense\n`);
  const plain = await lists('import', broken, '--list', 'own');
  assert.equal(plain.code, 2);
  assert.match(plain.errors, /^wellhouse: line 11: its value is no pdq; nothing was imported/);
  const json = await lists('import', broken, '--list', 'own', '--json');
  assert.equal(JSON.parse(json.output).error.code, 'list-file-invalid');
  assert.equal(JSON.parse((await lists('list', '--json')).output).lists[0].counts.live, 50);
});

test('a file that would take more than half of the list: exit code 1, and what to do', async () => {
  const short = await lists('import', await file('short.txt', lines(5)), '--list', 'own');
  assert.equal(short.code, 1);
  assert.match(short.errors, /from 50 to 5 entries; two people have to agree/);
  assert.match((await lists('show', 'own')).output, /waits {9}shrink, for two people/);
});

test('an import that is killed in the middle leaves the list as it was, and the next one comes through', async () => {
  // Without the launcher: the process that is killed is the one that imports.
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const args = ['--conditions=wellhouse-src', main, 'lists', 'import', '-', '--list', 'own'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment } });
  const done = finished(child);
  // What it has not read by then is lost with it.
  child.stdin.on('error', () => {});
  // More than one batch; the end never comes.
  child.stdin.write(lines(12_000));
  const staged = () => database.database.kysely.selectFrom('list_staged').select('n').limit(1).execute();
  while ((await staged()).length === 0) await setTimeout(50);
  child.kill('SIGKILL');
  assert.equal((await done).code, null);
  assert.equal(JSON.parse((await lists('list', '--json')).output).lists[0].counts.live, 50);
  const next = await lists('import', await file('next.txt', lines(60)), '--list', 'own');
  assert.match(next.output, /10 entries added, 0 changed, 0 withdrawn/);
});

for (const [what, args, code] of [
  ['a list that is not there', ['show', 'nowhere'], 'not-found'],
  ['a file that is not there', ['import', '/nonexistent', '--list', 'own'], 'file-unreadable'],
  ['a definition that is not there', ['add', '/nonexistent'], 'file-unreadable'],
  ['a list of files to be fetched', ['sync', 'own'], 'list-source-mismatch'],
] as const) {
  test(`${what}: exit code 2`, async () => {
    const { code: exit, output } = await lists(...args, '--json');
    assert.equal(exit, 2);
    assert.equal(JSON.parse(output).error.code, code);
  });
}

test('a definition that lacks its ground names the field', async () => {
  const { agreement: _, ...lacking } = settings;
  const definition = { listId: 'x', kind: 'known', source: 'file', connectionId: null, settings: lacking };
  const { code, errors } = await lists('add', await file('lacking.json', JSON.stringify(definition)));
  assert.equal(code, 2);
  assert.match(errors, /settings\.agreement: /);
});

for (const command of ['list', 'add', 'import', 'sync', 'show', 'regions']) {
  test(`wellhouse lists ${command} --help explains it and gives an example`, async () => {
    const { code, output } = await captureCommand(['lists', command, '--help']);
    assert.equal(code, 0);
    assert.match(output, new RegExp(`^Usage: wellhouse lists ${command}`));
    assert.match(output, /Example|The definition/);
  });
}

test('wellhouse lists --help says where credentials stand and that nothing is held at first', async () => {
  const { code, output } = await captureCommand(['lists', '--help']);
  assert.equal(code, 0);
  assert.match(output, /WELLHOUSE_LIST_SOURCES/);
  assert.match(output, /in shadow/);
});
