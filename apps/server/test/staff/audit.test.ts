import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  type ChainedEntry,
  canonicalJson,
  chainStart,
  firstBrokenEntry,
  hashEntry,
} from '../../src/staff/audit-chain.ts';
import { recordAudit } from '../../src/staff/record-audit.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

let server: TestServer;
let lead: TestSession;
before(async () => {
  server = await startTestServer();
  lead = await server.logIn('lead');
});
after(() => server.close());

async function entries(): Promise<ChainedEntry[]> {
  const rows = await server.deps.database.kysely.selectFrom('audit_entry').selectAll().orderBy('entry_id').execute();
  return rows.map((row) => ({
    entryId: Number(row.entry_id),
    at: row.at,
    staffId: row.staff_id,
    action: row.action,
    object: row.object,
    details: row.details,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}

const start = { entryId: 0, hash: chainStart };

async function record(details: Record<string, unknown>) {
  const entry = { staffId: lead.staffId, action: 'test.act', object: 'test:1', details };
  await server.deps.database.transaction((tx) => recordAudit(tx, entry));
}

test('entries written at the same time form one chain without gaps', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => record({ n })));
  const all = await entries();
  assert.deepEqual(
    all.map((entry) => entry.entryId),
    all.map((_, index) => index + 1),
  );
  assert.equal(firstBrokenEntry(all, start), null);
});

test('an entry of a transaction that rolls back leaves no gap', async () => {
  const rolledBack = server.deps.database.transaction(async (tx) => {
    await recordAudit(tx, { staffId: null, action: 'test.never', object: null, details: {} });
    throw new Error('roll back');
  });
  await assert.rejects(rolledBack);
  await record({});
  assert.equal(firstBrokenEntry(await entries(), start), null);
});

test('the database refuses to change, remove or empty the log', async () => {
  const { pool } = server.deps.database;
  for (const statement of [
    "update audit_entry set action = 'nothing.happened'",
    'delete from audit_entry',
    'truncate audit_entry',
    'delete from audit_entry where entry_id = (select max(entry_id) from audit_entry)',
  ]) {
    await assert.rejects(pool.query(statement), /append-only/, statement);
  }
});

test('whatever JSON the details hold, the chain verifies after a round trip through the database', async () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((value) => !value.includes('\0') && value.isWellFormed());
  const leaf = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  );
  const details = fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    fc.oneof(
      leaf,
      fc.array(leaf, { maxLength: 3 }),
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        leaf,
        { maxKeys: 3 },
      ),
    ),
    { maxKeys: 4 },
  );
  await fc.assert(
    fc.asyncProperty(details, async (value) => {
      await record(value);
    }),
    { numRuns: 40 },
  );
  assert.equal(firstBrokenEntry(await entries(), start), null);
});

test('every change of an entry, its removal and its exchange break the chain at that entry', async () => {
  const all = await entries();
  const changes: ((entry: ChainedEntry) => Partial<ChainedEntry>)[] = [
    () => ({ action: 'other.act' }),
    () => ({ staffId: null }),
    () => ({ object: 'test:2' }),
    () => ({ details: { forged: true } }),
    (entry) => ({ at: new Date(entry.at.getTime() + 1) }),
    (entry) => ({ hash: hashEntry(entry.previousHash, { ...entry, action: 'other.act' }) }),
  ];
  for (const change of changes) {
    const forged = all.map((entry) => (entry.entryId === 5 ? { ...entry, ...change(entry) } : entry));
    assert.equal(firstBrokenEntry(forged, start), 5);
  }
  // A forger who hashes anew is caught one entry later, by what that one remembers.
  const rehashed = all.map((entry) => {
    if (entry.entryId !== 5) return entry;
    const changed = { ...entry, action: 'other.act' };
    return { ...changed, hash: hashEntry(entry.previousHash, changed) };
  });
  assert.equal(firstBrokenEntry(rehashed, start), 6);
  assert.equal(
    firstBrokenEntry(
      all.filter((entry) => entry.entryId !== 5),
      start,
    ),
    5,
  );
});

test('the order of keys does not matter to the hash, at any depth', () => {
  assert.equal(canonicalJson({ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: 2 }), '{"a":2,"b":{"c":[{"e":2,"f":1}],"d":1}}');
});

test('a lead reads the log newest first, page by page, and finds what was done to one thing', async () => {
  const read = async (query: string) => {
    const response = await server.app.inject({ method: 'GET', url: `/v1/audit?${query}`, headers: lead.headers });
    assert.equal(response.statusCode, 200, response.body);
    return response.json() as { entries: { entryId: string; object: string }[]; nextCursor: string | null };
  };
  const all = (await entries()).map((entry) => String(entry.entryId)).reverse();
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await read(`limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.entries.map((entry) => entry.entryId));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, all);
  const own = await read(`object=${encodeURIComponent(`staff:${lead.staffId}`)}`);
  assert(own.entries.length > 0 && own.entries.every((entry) => entry.object === `staff:${lead.staffId}`));
  const bad = await server.app.inject({ method: 'GET', url: '/v1/audit?cursor=1;drop', headers: lead.headers });
  assert.equal(bad.statusCode, 400);
});

test('logins, failed ones, logouts, invitations and changes of roles stand in the log', async () => {
  const admin = await server.logIn('admin');
  const { headers } = admin;
  await server.app.inject({
    method: 'POST',
    url: '/v1/staff/login',
    payload: { email: admin.email, password: 'wrong' },
  });
  const payload = { email: 'new@example.org', name: 'New', roles: ['viewer'] };
  const invited = (await server.app.inject({ method: 'POST', url: '/v1/staff', headers, payload })).json();
  const url = `/v1/staff/${invited.staff.staffId}`;
  await server.app.inject({ method: 'PATCH', url, headers, payload: { roles: ['reviewer'] } });
  await server.app.inject({ method: 'POST', url: '/v1/staff/logout', headers });
  const actions = (await entries()).slice(-5).map((entry) => entry.action);
  assert.deepEqual(actions, ['staff.login', 'staff.login-failed', 'staff.invite', 'staff.update', 'staff.logout']);
  const text = JSON.stringify(await entries());
  assert.doesNotMatch(text, new RegExp(`${admin.password}|token=`));
});
