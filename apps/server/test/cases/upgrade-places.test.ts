import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { WhyLine } from '@wellhouse/protocol';
import { z } from 'zod';
import { listCases } from '../../src/review/list-cases.ts';
import { migrations } from '../../src/schema/migrations/index.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

let cluster: TestDatabase;
before(async () => {
  cluster = await startTestDatabase({ migrated: false });
});
after(() => cluster.close());

const now = new Date();
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

test('what waited before there were lanes stands in the list, in the new order, with reasons that the console knows', async () => {
  const { kysely, pool } = cluster.database;
  const names = Object.keys(migrations).sort();
  const step = async (name: string) => migrations[name]?.up(kysely as never);
  const last = '0019-worst-first';
  for (const name of names.filter((one) => one < last)) await step(name);
  const cases = [
    ['spam.bulk', 'P3', 'VERIFIED', false, -24 * 14, 24],
    ['threat.life', 'P0', 'VERIFIED', true, -0.2, 0.8],
    ['threat.life', 'P0', 'ASSERTED', true, -0.5, 0.5],
    ['child.grooming', 'P1', 'VERIFIED', false, -1, 3],
    ['spam.bulk', 'P3', 'ASSERTED', false, -24, 24 * 14],
  ] as const;
  const ids: string[] = [];
  for (const [category, priority, level, danger, opened, due] of cases) {
    const id = randomUUID();
    ids.push(id);
    await pool.query(
      `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, state, level, score, rank, why, priority,
        due_at, report_count, reporter_count, danger, child, drill, opened_at)
      values ($1::uuid, 'hub.example', 'account', $1::text, $2, 'open', $3, 100, 1, '["Severity 90 of 100"]', $4, $5, 1, 1, $6, false, false, $7)`,
      [id, category, level, priority, hours(due), danger, hours(opened)],
    );
  }
  await cluster.database.transaction(async (tx) => migrations[last]?.up(tx as never));
  const { cases: listed } = await listCases(
    { database: cluster.database, clock: () => now },
    { state: 'open', limit: 50 },
  );
  assert.deepEqual([...listed.map(({ caseId }) => String(caseId))].sort(), [...ids].sort(), 'none is lost');
  assert.equal(String(listed[0]?.caseId), ids[1], 'credible danger first');
  assert.equal(String(listed.at(-1)?.caseId), ids[4], 'young spam last');
  for (const { why } of listed) assert.ok(z.array(WhyLine).parse(why).length >= 3);
});
