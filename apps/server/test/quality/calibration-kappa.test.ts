/** Kappa on the calibration page, from rows of the database, against numbers worked out by hand in the comments. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Calibration } from '@wellhouse/protocol';
import { makeCase } from '../numbers/support.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

type Person = TestSession;
interface Judged {
  readonly first: Person;
  readonly second: Person;
  readonly policyId: string;
  readonly actions: readonly ['warn' | 'suspend', 'warn' | 'suspend'];
}

let server: TestServer;
let lead: TestSession;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;

before(async () => {
  server = await startTestServer();
  lead = await server.logIn('lead');
  kim = await server.logIn('reviewer');
  lou = await server.logIn('reviewer');
  ina = await server.logIn('reviewer');
  const times = async (count: number, judged: Judged) => {
    for (let n = 0; n < count; n += 1) await judge(judged);
  };
  // Kim and Lou under "threats", 25 reviews; where Kim warned and Lou suspended, Lou's was the first decision.
  const threats = { first: kim, second: lou, policyId: 'threats' };
  await times(10, { ...threats, actions: ['warn', 'warn'] });
  await times(8, { ...threats, actions: ['suspend', 'suspend'] });
  await times(2, { ...threats, actions: ['suspend', 'warn'] });
  await times(5, { ...threats, first: lou, second: kim, actions: ['suspend', 'warn'] });
  // Kim and Ina under "spam", 20 reviews; Kim's was always the first.
  const spam = { first: kim, second: ina, policyId: 'spam' };
  await times(9, { ...spam, actions: ['warn', 'warn'] });
  await times(5, { ...spam, actions: ['suspend', 'suspend'] });
  await times(1, { ...spam, actions: ['warn', 'suspend'] });
  await times(5, { ...spam, actions: ['suspend', 'warn'] });
  // Lou and Ina, four: too few to say anything.
  await times(4, { first: lou, second: ina, policyId: 'hate', actions: ['warn', 'warn'] });
});
after(() => server.close());

async function judge({ first, second, policyId, actions }: Judged): Promise<void> {
  const { pool } = server.deps.database;
  const at = new Date(server.deps.clock().getTime() - 3_600_000);
  const caseId = await makeCase(server, { openedAt: at, firstReviewAt: at, decidedAt: at });
  const decisionId = randomUUID();
  const [{ titles, version }] = (
    await pool.query<{ titles: { en: string }; version: string }>(
      'select titles, version from policy_version where policy_id = $1',
      [policyId],
    )
  ).rows as [{ titles: { en: string }; version: string }];
  await pool.query(
    `insert into decision (decision_id, reference, case_id, action, policy_id, policy_version, policy_title, reason, until,
      state, report_count, decided_by, decided_at, in_force_at)
    values ($1, $2, $3, $4, $5, $6, $7, 'Words of the first.', $8, 'in-force', 1, $9, $10, $10)`,
    [
      ...[decisionId, `D-${decisionId}`, caseId, actions[0], policyId, version, titles.en],
      ...[actions[0] === 'suspend' ? new Date(at.getTime() + 86_400_000) : null, first.staffId, at],
    ],
  );
  await pool.query(
    `insert into quality_review (review_id, decision_id, case_id, author_id, state, pictures, drawn_at, staff_id, taken_at, viewed_at,
      answered_at, action, policy_id, reason, same_action, same_policy)
    values ($1, $2, $3, $4, 'answered', false, $5, $6, $5, $5, $5, $7, $8, 'Words of the second.', $9, true)`,
    [
      randomUUID(),
      decisionId,
      caseId,
      first.staffId,
      at,
      second.staffId,
      actions[1],
      policyId,
      actions[0] === actions[1],
    ],
  );
}

const calibration = async () =>
  Calibration.parse((await server.app.inject({ url: '/v1/quality/calibration', headers: lead.headers })).json());
const near = (value: number | undefined, wanted: number) =>
  assert.ok(value !== undefined && Math.abs(value - wanted) < 1e-9, `${value} is not ${wanted}`);

test('of a pair kappa is between the two people, whoever was first', async () => {
  const { pairs } = await calibration();
  const of = (a: Person, b: Person) =>
    pairs.find((pair) => {
      const ids: string[] = [pair.one.staffId, pair.other.staffId];
      return ids.includes(a.staffId) && ids.includes(b.staffId);
    });
  // Kim warns in 15 of 25, Lou in 12; they agree in 18. po = 0.72, pe = 0.6·0.48 + 0.4·0.52 = 0.496, kappa = 0.224 / 0.504.
  const kimLou = of(kim, lou)?.agreement;
  assert.deepEqual([kimLou?.n, kimLou?.same], [25, 18]);
  near(kimLou?.kappa?.value, 4 / 9);
  // Kim warns in 10 of 20, Ina in 14; they agree in 14. po = 0.7, pe = 0.5·0.7 + 0.5·0.3 = 0.5, kappa = 0.2 / 0.5.
  const kimIna = of(kim, ina)?.agreement;
  assert.deepEqual([kimIna?.n, kimIna?.same], [20, 14]);
  near(kimIna?.kappa?.value, 0.4);
  const louIna = of(lou, ina)?.agreement;
  assert.deepEqual([louIna?.n, louIna?.same, louIna?.kappa], [4, 4, null]);
});

test('of a policy, and of all, kappa is between first and second decision', async () => {
  const { policies, all } = await calibration();
  const of = (policyId: string) => policies.find(({ policy }) => policy?.policyId === policyId)?.agreement;
  // First warned in 10 of 25, second in 17; agree 18. po = 0.72, pe = 0.4·0.68 + 0.6·0.32 = 0.464, kappa = 0.256 / 0.536.
  assert.deepEqual([of('threats')?.n, of('threats')?.same], [25, 18]);
  near(of('threats')?.kappa?.value, 32 / 67);
  near(of('spam')?.kappa?.value, 0.4);
  assert.equal(of('hate')?.kappa, null);
  // With four more that both warned: first warned in 24 of 49, second in 35; agree 36.
  // po = 36/49, pe = (24·35 + 25·14) / 49² = 1190/2401, kappa = (1764 - 1190) / (2401 - 1190).
  assert.deepEqual([all.n, all.same], [49, 36]);
  near(all.kappa?.value, 574 / 1211);
});
