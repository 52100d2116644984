import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { migrate, migrationStatus } from '../../src/platform/database/migrate.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { migrations } from '../../src/schema/migrations/index.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let test_: TestDatabase;
before(async () => {
  test_ = await startTestDatabase({ migrated: false });
});
after(() => test_.close());

test('before the first run every step is listed as not applied', async () => {
  const status = await migrationStatus(test_.database);
  assert.deepEqual(
    status.map((step) => step.name),
    Object.keys(migrations).sort(),
  );
  assert(status.every((step) => step.appliedAt === null));
});

test('servers that start together apply each step once', async () => {
  const servers = Array.from({ length: 4 }, () => {
    return openDatabase({ connectionString: test_.connectionString, poolSize: 2 });
  });
  const applied = await Promise.all(servers.map(migrate));
  assert.deepEqual(applied.flat().sort(), Object.keys(migrations).sort());
  await Promise.all(servers.map((server) => server.close()));
  assert((await migrationStatus(test_.database)).every((step) => step.appliedAt !== null));
});

test('running again changes nothing', async () => {
  assert.deepEqual(await migrate(test_.database), []);
});
