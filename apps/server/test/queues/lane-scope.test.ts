import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Kysely, PostgresDialect } from 'kysely';
import { loadCare } from '../../src/care/load-care.ts';
import { loadWorker, scopeOf } from '../../src/queues/lane-scope.ts';
import { claimNext } from '../../src/review/claim-next.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

/** The server's database, and what was asked of it. */
function counted() {
  const asked: string[] = [];
  const { database } = server.deps;
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: (event) => {
      if (event.level === 'query') asked.push(event.query.sql);
    },
  });
  const query: typeof database.query = (statement, values) => {
    asked.push(statement.text);
    return database.query(statement, values);
  };
  return { asked, deps: { ...server.deps, database: { ...database, kysely, query } } };
}

test('role, limits, queues and care of whoever claims are one statement, and the claim another', async () => {
  const who = await server.logIn('reviewer');
  const { asked, deps } = counted();
  await loadWorker(deps.database.kysely, who.staffId, deps.clock());
  assert.equal(asked.length, 1);
  await assert.rejects(claimNext(deps, who.staffId), { code: 'queue-empty' });
  assert.equal(asked.length, 3);
});

test('it says what role, limits, skills, wishes and breaks say together', async () => {
  const who = await server.logIn('reviewer');
  const { kysely } = server.deps.database;
  const now = server.deps.clock();
  const scope = () => scopeOf(kysely, who, now);
  assert.deepEqual(await scope(), {
    ...{ queueIds: null, categories: null, regions: null, withoutCategories: [], pausedUntil: null },
  });
  await kysely
    .updateTable('staff')
    .set({ limit_categories: ['hate'], limit_regions: ['DE'] })
    .where('staff_id', '=', who.staffId)
    .execute();
  const limited = await scope();
  assert.deepEqual(limited.regions, ['DE']);
  assert.ok(limited.categories?.length && limited.categories.every((category) => category.startsWith('hate.')));

  const { pool } = server.deps.database;
  await pool.query(
    `update queue_plan set queues = queues || jsonb_build_array(queues->0 || '{"queueId": "arabic", "skills": ["arabic"]}')`,
  );
  assert.deepEqual((await scope()).queueIds, ['main']);
  await pool.query('insert into staff_skill (staff_id, skill, granted_by, granted_at) values ($1, $2, $1, $3)', [
    who.staffId,
    'arabic',
    now,
  ]);
  assert.equal((await scope()).queueIds, null);

  const until = new Date(now.getTime() + 60_000);
  const own = { ...(await ownCare(who.staffId)), withoutCategories: ['hate.speech'] };
  await kysely
    .insertInto('staff_care')
    .values({ staff_id: who.staffId, own: JSON.stringify(own), paused_until: until, last_break_at: now })
    .onConflict((row) => row.column('staff_id').doUpdateSet({ own: JSON.stringify(own), paused_until: until }))
    .execute();
  const resting = await scope();
  assert.deepEqual([resting.withoutCategories, resting.pausedUntil], [['hate.speech'], until]);
});

test('somebody who is locked, or nobody, has no lane', async () => {
  const who = await server.logIn('reviewer');
  const { kysely } = server.deps.database;
  await kysely.updateTable('staff').set({ active: false }).where('staff_id', '=', who.staffId).execute();
  for (const staffId of [who.staffId, randomUUID()]) {
    const { queueIds, categories } = await scopeOf(kysely, { staffId }, server.deps.clock());
    assert.deepEqual([queueIds, categories], [[], []]);
  }
});

async function ownCare(staffId: string): Promise<object> {
  return (await loadCare(server.deps.database.kysely, staffId, server.deps.clock())).own;
}
