import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { GroupMembership } from '@wellhouse/protocol';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { z } from 'zod';
import { migrations } from '../../src/schema/migrations/index.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
before(async () => {
  database = await startTestDatabase({ migrated: false });
});
after(() => database.close());

test('a report that waits while the server is upgraded is verified by what its token said: "is or was a member"', async () => {
  const { kysely, pool } = database.database;
  const plain = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  for (const name of ['0001-platform', '0002-domain']) await migrations[name]?.up(plain);
  const waiting = async (groups: string) => {
    const reportId = randomUUID();
    await sql`insert into report (report_id, hub_id, reporter, reporter_groups, reference, body_digest, sealed, locale,
        announced, accepted_at)
      values (${reportId}, 'hub.test', 'ana', ${groups}, ${reportId}, ${Buffer.alloc(32)}, 'sealed', 'en', '[]', now())`.execute(
      kysely,
    );
    return reportId;
  };
  const [two, none] = [await waiting('["Zw", "Zg"]'), await waiting('[]')];
  await migrations['0004-stamp-index']?.up(plain);
  const groupsOf = async (reportId: string) => {
    const row = await kysely
      .selectFrom('report')
      .select('reporter_groups')
      .where('report_id', '=', reportId)
      .executeTakeFirstOrThrow();
    return z.array(GroupMembership).parse(row.reporter_groups);
  };
  const spans = [{ from: 0, to: null }];
  assert.deepEqual(await groupsOf(two), [
    { groupId: 'Zw', spans },
    { groupId: 'Zg', spans },
  ]);
  assert.deepEqual(await groupsOf(none), []);
});
