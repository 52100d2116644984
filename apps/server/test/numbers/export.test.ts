import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ExportTable } from '@wellhouse/protocol';
import { exportedTables } from '../../src/numbers/exports/tables.ts';
import { writeRows } from '../../src/numbers/exports/write-rows.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';
import { look, makeCase } from './support.ts';

let server: TestServer;
let lead: TestSession;

before(async () => {
  server = await startTestServer();
  lead = await server.logIn('lead');
});
after(() => server.close());

async function take(table: ExportTable, query = ''): Promise<string> {
  const response = await server.app.inject({ url: `/v1/exports/${table}?${query}`, headers: lead.headers });
  assert.equal(response.statusCode, 200, response.body);
  return response.body;
}

const lines = (text: string) => text.trimEnd().split(/\r?\n/);

test('every row comes out once, in order, whatever the size of a page', async () => {
  const at = Date.parse('2026-01-01T00:00:00Z');
  // Many at one moment, so that a page ends among them.
  await server.deps.database.pool.query(
    `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, state, level, score, rank, why, priority,
      due_at, review_due_at, report_count, reporter_count, danger, child, drill, opened_at)
    select gen_random_uuid(), 'bulk.example', 'account', 'account-' || n, 'spam.bulk', 'open', 'ASSERTED', 1, 1, '[]', 'P3',
      $1::timestamptz + interval '15 days', $1::timestamptz + interval '5 days', 1, 1, false, false, false, $1::timestamptz + (n / 3000) * interval '0.000001 s'
    from generate_series(1, 7001) n`,
    [new Date(at)],
  );
  const rows = lines(await take('cases', 'format=jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
  const bulk = rows.filter((row) => row.hub === 'bulk.example');
  assert.equal(bulk.length, 7_001);
  assert.equal(new Set(bulk.map((row) => row.case_number)).size, 7_001);
  assert.equal(lines(await take('cases')).length, rows.length + 1);
});

test('a range takes what began in it, its first moment included and its last not', async () => {
  const openedAt = new Date('2026-02-02T10:00:00.000Z');
  await makeCase(server, { openedAt, hubId: 'range.example' });
  const count = async (from: string, to: string) =>
    lines(await take('cases', `from=${from}&to=${to}`)).filter((line) => line.includes('range.example')).length;
  assert.equal(await count('2026-02-02T10:00:00Z', '2026-02-02T10:00:00.001Z'), 1);
  assert.equal(await count('2026-02-02T09:00:00Z', '2026-02-02T10:00:00Z'), 0);
});

test('numbers and yes or no keep their types, and a moment is written as ISO 8601', async () => {
  await makeCase(server, { openedAt: new Date('2026-02-03T10:00:00.000Z'), hubId: 'types.example' });
  const row = lines(await take('cases', 'format=jsonl'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ hub }) => hub === 'types.example');
  assert.deepEqual(
    Object.keys(row ?? {}),
    exportedTables.cases.columns.map(({ name }) => name),
  );
  assert.equal(row?.reports, 1);
  assert.equal(row?.drill, false);
  assert.equal(row?.opened_at, '2026-02-03T10:00:00.000Z');
  assert.equal(row?.decided_at, null);
});

test('no table holds an account, or a member of the team by name, id or address', async () => {
  const openedAt = new Date('2026-02-04T10:00:00.000Z');
  const caseId = await makeCase(server, { openedAt, hubId: 'names.example' });
  await server.deps.database.pool.query(`update case_file set subject_id = 'victor@names.example' where case_id = $1`, [
    caseId,
  ]);
  await look(server, { caseId, staffId: lead.staffId, at: openedAt, visibleMs: 1, reason: 'to test' });
  for (const table of ExportTable.options) {
    for (const format of ['csv', 'jsonl']) {
      const text = await take(table, `format=${format}`);
      for (const secret of ['victor', lead.staffId, lead.email, 'Member '])
        assert(!text.includes(secret), `${table}: ${secret}`);
    }
  }
  assert.match(await take('looks'), /to test/);
});

test('reads of evidence come out one row a look, without a cap: who by pseudonym, why, how deep, how long', async () => {
  const openedAt = new Date('2026-02-05T10:00:00.000Z');
  const caseId = await makeCase(server, { openedAt, hubId: 'reads.example' });
  for (let minute = 0; minute < 3; minute++) {
    const at = new Date(openedAt.getTime() + minute * 60_000);
    await look(server, { caseId, staffId: lead.staffId, at, visibleMs: 1_000 * minute, reason: `depth ${minute}` });
  }
  const { pool } = server.deps.database;
  await pool.query(`update evidence_view set items = 7 where reason = 'depth 2'`);
  // More looks than a page of the reader holds.
  await pool.query(
    `insert into evidence_view (view_id, case_id, staff_id, purpose, reason, started_at, visible_ms, ended_at, items)
     select gen_random_uuid(), $1, $2, 'review', 'many', '2026-02-05T12:00:00Z', 0, null, 1 from generate_series(1, 6000)`,
    [caseId, lead.staffId],
  );
  const rows = lines(await take('looks', 'format=jsonl&from=2026-02-05T00:00:00Z&to=2026-02-06T00:00:00Z')).map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  );
  assert.equal(rows.length, 6_003);
  const deep = rows.find(({ reason }) => reason === 'depth 2');
  assert.match(String(deep?.reader), /^reviewer-/);
  const { started_at, visible_ms, messages, pictures_handed_out, pictures } = deep ?? {};
  assert.deepEqual(
    [started_at, visible_ms, messages, pictures_handed_out, pictures],
    ['2026-02-05T10:02:00.000Z', 2_000, 7, 0, 0],
  );
  const reviewer = await server.logIn('reviewer');
  assert.equal((await server.app.inject({ url: '/v1/exports/looks', headers: reviewer.headers })).statusCode, 403);
  const { rows: logged } = await pool.query(
    `select action from audit_entry where object = 'export:looks' and staff_id = $1 order by entry_id desc limit 2`,
    [lead.staffId],
  );
  assert.deepEqual(
    logged.map(({ action }) => action),
    ['export.end', 'export.run'],
  );
});

test('a text that a spreadsheet would run is no formula any more, and quotes are doubled', async () => {
  const { columns } = exportedTables.looks;
  async function* pages() {
    yield [{ ...Object.fromEntries(columns.map(({ name }) => [name, null])), reason: '=HYPERLINK("http://x","y")' }];
  }
  let text = '';
  for await (const piece of writeRows(pages(), { columns }, 'csv')) text += piece;
  assert.match(text, /"'=HYPERLINK\(""http:\/\/x"",""y""\)"/);
});

test('who took what out is logged before the first row, and how much at the end', async () => {
  await take('decisions', 'format=csv');
  const { rows } = await server.deps.database.pool.query(
    `select action, object, details from audit_entry where staff_id = $1 and object = 'export:decisions' order by entry_id`,
    [lead.staffId],
  );
  assert.deepEqual(
    rows.slice(-2).map(({ action, details }) => [action, details.rows ?? null]),
    [
      ['export.run', null],
      ['export.end', 0],
    ],
  );
});

test('a reviewer takes nothing out, and there is no other table', async () => {
  const reviewer = await server.logIn('reviewer');
  const refused = await server.app.inject({ url: '/v1/exports/cases', headers: reviewer.headers });
  assert.equal(refused.statusCode, 403);
  const unknown = await server.app.inject({ url: '/v1/exports/staff', headers: lead.headers });
  assert.equal(unknown.json().code, 'invalid-request');
});
