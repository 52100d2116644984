import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { recordAudit } from '../../src/staff/record-audit.ts';
import { captureCommand } from '../support/capture-command.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let folder = '';
let environment: Record<string, string> = {};

before(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-audit-cli-'));
  environment = {
    WELLHOUSE_STATE: folder,
    DATABASE_URL: database.connectionString,
    WELLHOUSE_LOG_LEVEL: 'silent',
    WELLHOUSE_PUBLIC_URL: 'https://safety.example',
  };
});
after(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const audit = (...args: string[]) => captureCommand(['audit', ...args], environment);
const query = (text: string, values: unknown[] = []) => database.database.pool.query(text, values);

/** As an administrator of the database can: without the triggers. */
async function tamper(text: string, values: unknown[] = []): Promise<void> {
  await query('alter table audit_entry disable trigger user');
  await query(text, values);
  await query('alter table audit_entry enable trigger user');
}

async function write(count: number, on = database.database): Promise<void> {
  for (let n = 0; n < count; n++) {
    const entry = { staffId: null, action: 'test.act', object: `test:${n}`, details: { n } };
    await on.transaction((tx) => recordAudit(tx, entry));
  }
}

async function head(name: string): Promise<string> {
  const { code, output, errors } = await audit('head');
  assert.equal(code, 0, errors);
  const path = join(folder, name);
  await writeFile(path, output);
  return path;
}

beforeEach(async () => {
  await tamper('truncate audit_entry');
  await write(8);
});

test('a log that nobody has touched holds, as text and as JSON', async () => {
  const { code, output } = await audit('verify');
  assert.equal(code, 0);
  assert.match(output, /8 entries; every link holds/);
  const json = JSON.parse((await audit('verify', '--json')).output);
  assert.deepEqual([json.intact, json.entries, json.broken], [true, 8, null]);
});

for (const [what, text, kind, entryId] of [
  [
    'an entry whose details were edited',
    `update audit_entry set details = '{"n":99}' where entry_id = 4`,
    'changed',
    4,
  ],
  ['an entry whose person was edited', "update audit_entry set action = 'test.other' where entry_id = 1", 'changed', 1],
  ['an entry taken out of the middle', 'delete from audit_entry where entry_id = 5', 'missing', 5],
  [
    'an entry taken out and the rest numbered anew',
    'delete from audit_entry where entry_id = 5; update audit_entry set entry_id = entry_id - 1 where entry_id > 5',
    'unlinked',
    5,
  ],
  [
    'two entries in another order',
    `update audit_entry set entry_id = 99 where entry_id = 3; update audit_entry set entry_id = 3 where entry_id = 4;
     update audit_entry set entry_id = 4 where entry_id = 99`,
    'unlinked',
    3,
  ],
  [
    'an entry that was changed and given a hash of its own',
    `update audit_entry set details = '{}', hash = sha256('made up') where entry_id = 6`,
    'changed',
    6,
  ],
  ['a log that begins later', 'delete from audit_entry where entry_id < 3', 'missing', 1],
] as const) {
  test(`${what} is found, and it says what that means`, async () => {
    await tamper(text);
    const { code, output } = await audit('verify');
    assert.equal(code, 1);
    assert.match(output, new RegExp(`does not hold at entry ${entryId}\\.`));
    const { broken, intact } = JSON.parse((await audit('verify', '--json')).output);
    assert.deepEqual([intact, broken.kind, broken.entryId], [false, kind, entryId]);
    const signed = await audit('head');
    assert.equal(signed.code, 1, 'and what does not hold is not signed');
    assert.doesNotMatch(signed.output, /\u2014/);
  });
}

test('an end that was cut off is found by a head that was kept, and by nothing else', async () => {
  const kept = await head('before.txt');
  await tamper('delete from audit_entry where entry_id > 6');
  assert.equal((await audit('verify')).code, 0);
  const { code, output } = await audit('verify', '--head', kept);
  assert.equal(code, 1);
  assert.match(output, /tells of 8 entries, and the log ends at 6: its end was cut off/);
});

test('a log that was written anew from the middle is found by a head from before', async () => {
  const kept = await head('anew.txt');
  await tamper('delete from audit_entry where entry_id > 5');
  await write(6);
  assert.equal((await audit('verify')).code, 0);
  const { broken } = JSON.parse((await audit('verify', '--head', kept, '--json')).output);
  assert.deepEqual([broken.kind, broken.entryId], ['rewritten', 8]);
});

test('a head that was signed after the log was written anew, as long as before, hides no head from before', async () => {
  const before = await head('same-before.txt');
  await tamper('delete from audit_entry where entry_id > 5');
  await write(3);
  const after = await head('same-after.txt');
  for (const order of [
    [before, after],
    [after, before],
  ]) {
    const { broken } = JSON.parse(
      (await audit('verify', ...order.flatMap((file) => ['--head', file]), '--json')).output,
    );
    assert.deepEqual([broken?.kind, broken?.entryId], ['rewritten', 8]);
  }
});

test('heads from different days are all part of a log that only grew', async () => {
  const monday = await head('monday.txt');
  await write(3);
  const tuesday = await head('tuesday.txt');
  const { code, output } = await audit('verify', '--head', monday, '--head', tuesday);
  assert.equal(code, 0);
  assert.match(output, /11 entries; every link holds\. All 2 heads/);
});

test('a head of somebody else, a head that was edited and a file that is none are refused', async () => {
  const { output, errors } = await audit('head');
  const key = /verifier key: (\S+)/.exec(errors)?.[1] ?? '';
  assert.match(key, /^safety\.example\/audit\+[0-9a-f]{8}\+/);
  const edited = join(folder, 'edited.txt');
  await writeFile(edited, output.replace('\n8\n', '\n6\n'));
  const none = join(folder, 'none.txt');
  await writeFile(none, 'hello\n');
  for (const file of [edited, none]) assert.equal((await audit('verify', '--head', file)).code, 2, file);
  await writeFile(edited, output);
  assert.equal((await audit('verify', '--head', edited, '--key', key)).code, 0);
  const other = key.replace(
    /\+([A-Za-z0-9+/=]+)$/,
    `+${Buffer.concat([Buffer.of(1), Buffer.alloc(32, 7)]).toString('base64')}`,
  );
  assert.equal((await audit('verify', '--head', edited, '--key', other)).code, 2);
});

test('two servers that write at the same moment make one chain', async () => {
  const options = { connectionString: database.connectionString, poolSize: 4 };
  const servers = [openDatabase(options), openDatabase(options)];
  await Promise.all(servers.flatMap((server) => [write(10, server), write(10, server)]));
  for (const server of servers) await server.close();
  const { code, output } = await audit('verify');
  assert.equal(code, 0);
  assert.match(output, /48 entries; every link holds/);
});
