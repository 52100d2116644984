import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { WhyLine } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import { noMatches, noVoices } from '../../src/cases/score.ts';
import { weighCase } from '../../src/cases/weigh-case.ts';
import type { Database } from '../../src/platform/database/open-database.ts';
import { urgencyOf } from '../../src/queues/place-value.ts';
import { laneOf } from '../../src/queues/queue-lane.ts';
import { recordOutcome } from '../../src/reporters/record-outcome.ts';
import { addOutcome, type ReporterRecord } from '../../src/reporters/reporter-record.ts';
import { claimBest } from '../../src/review/claim.ts';
import { listCases } from '../../src/review/list-cases.ts';
import { mostClaims } from '../../src/review/live-claims.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

const now = new Date('2026-11-27T12:00:00Z');
const deps = (at = now) => ({ database, clock: () => at });
const everything = { queueIds: null, categories: null, regions: null, withoutCategories: [], pausedUntil: null };
let cluster: TestDatabase;
let database: Database;
before(async () => {
  cluster = await startTestDatabase();
  database = cluster.database;
  for (let n = 0; n < 240; n += 1) await makeCase(n);
});
after(() => cluster.close());

const valueOfCase = new Map<string, (at: Date) => number>();

/** Cases of every kind, level and age, in three regions; many of them exactly alike. */
async function makeCase(n: number): Promise<void> {
  const leaf = taxonomy.leaves[n % taxonomy.leaves.length];
  assert.ok(leaf);
  const openedAt = new Date(now.getTime() - (n % 7) * leaf.clock.firstReviewMinutes * 10_000);
  const dueAt = new Date(openedAt.getTime() + leaf.clock.firstReviewMinutes * 60_000);
  const level = n % 4 === 0 ? 'ASSERTED' : 'VERIFIED';
  const voices = { ...noVoices, reporters: 1, weak: 0.5 };
  const facts = { category: leaf.id, level, voices, dangerNow: false, child: false, openedAt, dueAt } as const;
  const { rank, score, pace } = weighCase({ ...facts, matches: noMatches });
  const region = ['DE', 'FR', null][Math.floor(n / taxonomy.leaves.length) % 3] ?? null;
  const lane = await laneOf(database.kysely, { queueId: 'main', category: leaf.id, region, pace });
  const caseId = randomUUID();
  const why: WhyLine[] = [];
  await database.kysely
    .insertInto('case_file')
    .values({
      ...{
        case_id: caseId,
        hub_id: 'hub.example',
        subject_kind: 'account',
        subject_id: `account-${n}`,
        category: leaf.id,
      },
      ...{
        level,
        score,
        rank,
        why: JSON.stringify(why),
        priority: leaf.clock.priority,
        due_at: dueAt,
        review_due_at: dueAt,
        region,
      },
      ...{
        report_count: 1,
        reporter_count: 1,
        danger: false,
        child: false,
        drill: false,
        opened_at: openedAt,
        lane_id: lane,
      },
    })
    .execute();
  valueOfCase.set(caseId, (at) => rank + urgencyOf(pace, at));
}

function inOrder(at: Date): string[] {
  const value = (caseId: string) => valueOfCase.get(caseId)?.(at) ?? Number.NaN;
  return [...valueOfCase.keys()].sort((a, b) => value(b) - value(a) || (a < b ? -1 : 1));
}

async function allPages(limit: number, later: (page: number) => Date, limits?: Parameters<typeof listCases>[2]) {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page += 1) {
    const query = { state: 'open' as const, limit, ...(cursor !== undefined && { cursor }) };
    const answer = await listCases(deps(later(page)), query, limits);
    found.push(...answer.cases.map(({ caseId }) => String(caseId)));
    if (answer.nextCursor === null) return found;
    cursor = answer.nextCursor;
  }
}

test('the list is in the order of the values, whatever the size of its pages', async () => {
  for (const limit of [1, 7, 50, 100])
    assert.deepEqual(await allPages(limit, () => now), inOrder(now), `pages of ${limit}`);
});

test('pages that are asked for hours apart are of one moment: nothing twice, nothing missing', async () => {
  const found = await allPages(9, (page) => new Date(now.getTime() + page * 3 * 3_600_000));
  assert.deepEqual(found, inOrder(now));
});

test('days later the same rows stand in another order, and nothing was written', async () => {
  const later = new Date(now.getTime() + 3 * 86_400_000);
  assert.deepEqual(await allPages(100, () => later), inOrder(later));
  assert.notDeepEqual(inOrder(later), inOrder(now));
});

test('a reader of some kinds and regions sees these alone, in the same order', async () => {
  const limits = { categories: ['fraud.scam', 'spam.bulk', 'child.grooming'], regions: ['DE'] };
  const found = await allPages(3, () => now, limits);
  const { rows } = await database.pool.query<{ case_id: string }>(
    'select case_id from case_file where category = any($1) and region = any($2)',
    [limits.categories, limits.regions],
  );
  const within = new Set(rows.map((row) => row.case_id));
  assert.ok(within.size > 0);
  assert.deepEqual(
    found,
    inOrder(now).filter((caseId) => within.has(caseId)),
  );
});

async function reviewers(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await database.pool.query(
    `insert into staff (staff_id, name, email, roles, active, password_hash)
     select id, 'Reviewer', id::text || '@team.example', array['reviewer'], true, null from unnest($1::uuid[]) id`,
    [ids],
  );
  return ids;
}

const releaseAll = () => database.pool.query('update case_file set claim_staff_id = null, claim_until = null');

test('a claim takes the first of the list, within any scope', async () => {
  const [staffId = ''] = await reviewers(1);
  for (const scope of [
    everything,
    { ...everything, categories: ['fraud.scam', 'hate.speech'] },
    { ...everything, regions: ['FR'] },
  ]) {
    const [first] = await allPages(100, () => now, scope);
    assert.equal(await claimBest(database, { staffId, scope, now }), first);
    await releaseAll();
  }
  const without = { ...everything, withoutCategories: taxonomy.leaves.map(({ id }) => id) };
  assert.equal(await claimBest(database, { staffId, scope: without, now }), null);
});

test('sixteen reviewers at the same moment work off the whole queue: nobody gets what another has, none is left', async () => {
  const staff = await reviewers(16);
  const taken = await Promise.all(
    staff.map(async (staffId) => {
      const own: string[] = [];
      while (own.length < mostClaims) {
        const caseId = await claimBest(database, { staffId, scope: everything, now });
        if (caseId === null) return own;
        own.push(caseId);
      }
      return own;
    }),
  );
  const all = taken.flat();
  assert.equal(new Set(all).size, all.length, 'no case twice');
  assert.deepEqual([...all].sort(), [...valueOfCase.keys()].sort(), 'no case left');
  await releaseAll();
});

test('one after another they take the queue in its order', async () => {
  const taken: (string | null)[] = [];
  for (const staffId of await reviewers(2)) {
    for (let n = 0; n < 20; n += 1) taken.push(await claimBest(database, { staffId, scope: everything, now }));
  }
  assert.deepEqual(taken, inOrder(now).slice(0, 40));
  await releaseAll();
});

test('how a case ends is counted for each who reported it, once, and is turned round or taken back', async () => {
  const [caseId = '', other = ''] = [...valueOfCase.keys()];
  const reporters = ['ana', 'ben'];
  for (const id of [caseId, other]) {
    const rows = reporters.map((reporter) => ({ case_id: id, hub_id: 'hub.example', reporter }));
    await database.kysely.insertInto('case_reporter').values(rows).execute();
  }
  const record = async () => {
    const rows = await database.kysely.selectFrom('reporter_record').selectAll().orderBy('reporter').execute();
    assert.deepEqual(
      rows.map(({ reporter }) => reporter),
      reporters,
    );
    return { upheld: rows[0]?.upheld ?? 0, dismissed: rows[0]?.dismissed ?? 0, asOf: rows[0]?.as_of ?? now };
  };
  const end = (id: string, outcome: 'upheld' | 'dismissed' | null, at: Date) =>
    database.transaction((tx) => recordOutcome(tx, { caseId: id, outcome, at }));
  const close = (is: ReporterRecord, should: ReporterRecord) => {
    assert.ok(Math.abs(is.upheld - should.upheld) < 1e-9 && Math.abs(is.dismissed - should.dismissed) < 1e-9);
    assert.equal(is.asOf.getTime(), should.asOf.getTime());
  };
  const later = new Date(now.getTime() + 10 * 86_400_000);
  await end(caseId, 'dismissed', now);
  await end(caseId, 'dismissed', now);
  close(await record(), { upheld: 0, dismissed: 1, asOf: now });
  await end(other, 'upheld', later);
  close(await record(), addOutcome({ upheld: 0, dismissed: 1, asOf: now }, 'upheld', later));
  await end(caseId, 'upheld', later);
  close(await record(), { upheld: 2, dismissed: 0, asOf: later });
  await end(caseId, null, later);
  close(await record(), { upheld: 1, dismissed: 0, asOf: later });
});
