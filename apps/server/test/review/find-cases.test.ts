import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type FoundCase, FoundCases } from '@wellhouse/protocol';
import type { Kysely, KyselyPlugin, RootOperationNode } from 'kysely';
import { findCases } from '../../src/review/find-cases.ts';
import { noLimits } from '../../src/staff/case-limits.ts';
import { look, makeCase } from '../numbers/support.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

let server: TestServer;
let reviewer: TestSession;
before(async () => {
  server = await startTestServer();
  reviewer = await server.logIn('reviewer');
});
after(() => server.close());

async function find(text: string, who = reviewer): Promise<FoundCase[]> {
  const url = `/v1/find?text=${encodeURIComponent(text)}`;
  const response = await server.app.inject({ method: 'GET', url, headers: who.headers });
  assert.equal(response.statusCode, 200, response.body);
  return FoundCases.parse(response.json()).cases;
}

interface Given {
  subject: string;
  kind?: 'account' | 'group';
  category?: string;
  region?: string;
  openedAt?: Date;
}

async function caseAbout({ subject, kind = 'account', category = 'fraud.scam', region, openedAt }: Given) {
  const caseId = await makeCase(server, {
    openedAt: openedAt ?? new Date('2026-11-01T00:00:00Z'),
    decidedAt: new Date(),
  });
  await server.deps.database.pool.query(
    'update case_file set subject_id = $2, subject_kind = $3, category = $4, region = $5 where case_id = $1',
    [caseId, subject, kind, category, region ?? null],
  );
  const { rows } = await server.deps.database.pool.query('select case_number from case_file where case_id = $1', [
    caseId,
  ]);
  return { caseId, number: `C-${rows[0].case_number}` };
}

const numbers = (cases: FoundCase[]): string[] => cases.map(({ number }) => number);

describe('finding cases', () => {
  it('finds one by its number, however it is written', async () => {
    const { number } = await caseAbout({ subject: 'by-number@x' });
    for (const text of [number, number.toLowerCase(), number.replace('-', ''), number.slice(2), `  ${number} `]) {
      const [first] = await find(text);
      assert.equal(first?.number, number, text);
      assert.equal(first?.by, 'number');
    }
    assert.deepEqual(await find('C-999999999999999'), []);
    assert.deepEqual(await find('9'.repeat(200)), []);
  });

  it('finds one by the reference of a report, a decision or an appeal', async () => {
    const { caseId, number } = await caseAbout({ subject: 'by-reference@x' });
    const { pool } = server.deps.database;
    await pool.query(
      `insert into report (report_id, hub_id, reporter, reporter_groups, reference, body_digest, locale, announced, accepted_at, state, case_id, verified_at)
      values ($1, 'hub.example', 'ana@x', '[]', 'WH-7K3F-9QXA', $2, 'en', '[]', now(), 'filed', $3, now())`,
      [randomUUID(), Buffer.alloc(32), caseId],
    );
    for (const text of ['WH-7K3F-9QXA', 'wh-7k3f-9qxa']) {
      const [first] = await find(text);
      assert.equal(first?.number, number);
      assert.equal(first?.by, 'reference');
    }
    for (const text of ['WH-7K3F-9QX', 'D-7K3F-9QXA', 'A-7K3F-9QXA']) assert.deepEqual(await find(text), []);
    const decisionId = randomUUID();
    await pool.query(
      `insert into decision (decision_id, reference, case_id, action, reason, state, report_count, decided_by, decided_at, in_force_at)
      values ($1, 'D-2222-BBBB', $2, 'no-action', 'Nothing against the rules.', 'in-force', 1, $3, now(), now())`,
      [decisionId, caseId, reviewer.staffId],
    );
    assert.deepEqual(numbers(await find('d-2222-bbbb')), [number]);
  });

  it('finds an account by how it begins, itself first and its newest case first, upper and lower case alike', async () => {
    const old = await caseAbout({ subject: 'Mallory@x', openedAt: new Date('2026-10-01T00:00:00Z') });
    const young = await caseAbout({ subject: 'Mallory@x', category: 'spam.bulk' });
    const longer = await caseAbout({ subject: 'mallory@x.example' });
    const group = await caseAbout({ subject: 'malls-and-more', kind: 'group' });
    await caseAbout({ subject: 'not-mallory@x' });
    assert.deepEqual(numbers(await find('MALLORY@x')), [young.number, old.number, longer.number]);
    assert.deepEqual(numbers(await find('mal')), [young.number, old.number, longer.number, group.number]);
    assert.deepEqual(
      (await find('malls')).map(({ subject, by }) => ({ subject, by })),
      [{ subject: { kind: 'group', groupId: 'malls-and-more', hubId: 'hub.example' }, by: 'subject' }],
    );
  });

  it('takes what looks like a pattern or a quote for letters, and refuses what cannot be stored', async () => {
    const { number } = await caseAbout({ subject: "100%_o'neil\\@x" });
    assert.deepEqual(numbers(await find("100%_O'Neil\\")), [number]);
    for (const text of ['%', '_', "' or 1=1 --", '100%%', '\u0001', 'a'.repeat(255)]) {
      assert.deepEqual(await find(text), [], JSON.stringify(text));
    }
    const zero = await server.app.inject({ url: '/v1/find?text=%00', headers: reviewer.headers });
    assert.deepEqual([zero.statusCode, zero.json().fields[0].field], [400, '/query/text']);
    const broken = await server.app.inject({ url: '/v1/find?text=%ED%A0%80', headers: reviewer.headers });
    assert.ok(broken.statusCode < 500, broken.body);
    const long = await server.app.inject({ url: `/v1/find?text=${'a'.repeat(256)}`, headers: reviewer.headers });
    assert.equal(long.statusCode, 400);
  });

  it('shows what a member looked at last, once each, and no second review', async () => {
    const who = await server.logIn('reviewer');
    assert.deepEqual(await find('', who), []);
    const [first, second, blind] = [
      await caseAbout({ subject: 'seen-first@x' }),
      await caseAbout({ subject: 'seen-second@x' }),
      await caseAbout({ subject: 'seen-blind@x' }),
    ];
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 0, minute));
    for (const [one, minute] of [
      [first, 1],
      [second, 2],
      [first, 3],
    ] as const) {
      await look(server, { caseId: one.caseId, staffId: who.staffId, at: at(minute), visibleMs: 1 });
    }
    await look(server, { caseId: blind.caseId, staffId: who.staffId, at: at(4), visibleMs: 1 });
    await server.deps.database.pool.query("update evidence_view set purpose = 'quality' where case_id = $1", [
      blind.caseId,
    ]);
    assert.deepEqual(numbers(await find('  ', who)), [first.number, second.number]);
    assert.deepEqual(await find('', await server.logIn('reviewer')), [], 'nobody else’s');
  });

  it('does not find what lies outside of a role’s kinds and regions, by number, reference, account or habit', async () => {
    const who = await server.logIn('reviewer');
    const inside = await caseAbout({ subject: 'limits@x', category: 'hate.slur', region: 'DE' });
    const kind = await caseAbout({ subject: 'limits@x', category: 'fraud.scam', region: 'DE' });
    const place = await caseAbout({ subject: 'limits@x', category: 'hate.slur', region: 'FR' });
    for (const { caseId } of [inside, kind, place]) {
      await look(server, { caseId, staffId: who.staffId, at: new Date(), visibleMs: 1 });
    }
    await server.deps.database.pool.query(
      "update staff set limit_categories = array['hate'], limit_regions = array['DE'] where staff_id = $1",
      [who.staffId],
    );
    for (const text of ['limits@x', 'lim', '']) assert.deepEqual(numbers(await find(text, who)), [inside.number]);
    assert.deepEqual(numbers(await find(inside.number, who)), [inside.number]);
    for (const { number } of [kind, place]) assert.deepEqual(await find(number, who), []);
  });

  it('does not find a case whose decision this member reviews blind', async () => {
    const who = await server.logIn('reviewer');
    const veiled = await caseAbout({ subject: 'veiled@x' });
    const decisionId = randomUUID();
    const { pool } = server.deps.database;
    await pool.query(
      `insert into decision (decision_id, reference, case_id, action, reason, state, report_count, decided_by, decided_at, in_force_at)
      values ($1, 'D-3333-CCCC', $2, 'no-action', 'Nothing against the rules.', 'in-force', 1, $3, now(), now())`,
      [decisionId, veiled.caseId, reviewer.staffId],
    );
    assert.deepEqual(numbers(await find('veiled@x', who)), [veiled.number]);
    await takeReview(decisionId, veiled.caseId, who.staffId);
    for (const text of ['veiled@x', veiled.number, 'D-3333-CCCC']) assert.deepEqual(await find(text, who), [], text);
    assert.deepEqual(numbers(await find('veiled@x')), [veiled.number], 'others find it');
  });

  it('is not for somebody without the queue', async () => {
    const admin = await server.logIn('admin');
    const response = await server.app.inject({ url: '/v1/find?text=mal', headers: admin.headers });
    assert.equal(response.statusCode, 403);
  });
});

async function takeReview(decisionId: string, caseId: string, staffId: string): Promise<void> {
  await server.deps.database.pool.query(
    `insert into quality_review (review_id, case_id, decision_id, author_id, state, pictures, drawn_at, staff_id, taken_at) values ($1, $2, $3, $4, 'taken', false, now(), $5, now())`,
    [randomUUID(), caseId, decisionId, reviewer.staffId, staffId],
  );
}

describe('finding cases among very many', () => {
  const cases = 100_000;
  before(async () => {
    // Half of the accounts begin alike.
    await server.deps.database.pool.query(
      `insert into case_file (case_id, hub_id, subject_kind, subject_id, category, state, level, score, rank, why, priority,
        due_at, review_due_at, report_count, reporter_count, danger, child, drill, opened_at, decided_at)
      select gen_random_uuid(), 'hub.example', 'account', case when n % 2 = 0 then 'user-' else '' end || md5(n::text), 'fraud.scam', 'decided',
        'ASSERTED', 1, 1, '[]', 'P3', now(), now(), 1, 1, false, false, false, now() - n * interval '1 second', now()
      from generate_series(1, ${cases}) n`,
    );
    await server.deps.database.pool.query('analyze case_file');
  });

  for (const [what, text] of [
    ['a number', 'C-50000'],
    ['a report’s reference', 'WH-0000-0000'],
    ['a decision’s reference', 'D-0000-0000'],
    ['an appeal’s reference', 'A-0000-0000'],
    ['a whole account', 'user-0a1b2c'],
    ['what half of the accounts begin with', 'user-'],
    ['one letter', 'u'],
    ['nothing', ''],
  ] as const) {
    it(`walks an index to an end for ${what}, with and without limits`, async () => {
      for (const limits of [noLimits, { categories: ['hate'], regions: ['DE'] }]) {
        const plans = await plansOf(text, limits);
        assert.ok(plans.length > 0);
        for (const { sql, nodes, blocks } of plans) {
          const scans = nodes.filter(
            (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'case_file',
          );
          assert.deepEqual(scans, [], sql);
          for (const node of nodes) assert.ok((node['Actual Rows'] ?? 0) <= 500, `${node['Node Type']} in ${sql}`);
          assert.ok(blocks < 2_500, `${blocks} pages are read for ${sql}`);
        }
      }
    });
  }
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];

/** How the database does what findCases asks for. */
async function plansOf(text: string, limits: Parameters<typeof findCases>[2]['limits']) {
  const { database } = server.deps;
  const asked: RootOperationNode[] = [];
  const spy: KyselyPlugin = {
    transformQuery: ({ node }) => {
      asked.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const kysely: Kysely<never> = database.kysely.withPlugin(spy) as never;
  await findCases({ database: { ...database, kysely } as never }, reviewer.staffId, { text, limits });
  const compiler = database.kysely.getExecutor();
  return await Promise.all(
    asked.map(async (node, index) => {
      const { sql, parameters } = compiler.compileQuery(node, { queryId: String(index) });
      const { rows } = await database.pool.query(`explain (analyze, buffers, format json) ${sql}`, [...parameters]);
      const root: PlanNode = rows[0]['QUERY PLAN'][0].Plan;
      return { sql, nodes: flat(root), blocks: root['Shared Hit Blocks'] + root['Shared Read Blocks'] };
    }),
  );
}
