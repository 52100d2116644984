import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CarePage, CareTeam, defaultPresets, type OwnCare, Preferences } from '@wellhouse/protocol';
import { careLimits } from '../../src/care/care-limits.ts';
import { nothingChosen } from '../../src/care/load-care.ts';
import { makeCase } from '../numbers/support.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

const minute = 60_000;
let server: TestServer;
before(async () => {
  server = await startTestServer();
  // At noon, so that what is looked at within an hour is of one day; and minutes of exposure are those that a test lets pass.
  server.advance(60 * minute * ((36 - server.deps.clock().getUTCHours()) % 24));
  server.stopClock();
});
after(() => server.close());

const now = () => server.deps.clock();

async function call(who: TestSession, method: 'GET' | 'PUT' | 'PATCH' | 'POST', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
}

async function page(who: TestSession, url = '/v1/care', payload?: object): Promise<CarePage> {
  const response = await call(who, payload === undefined ? 'GET' : 'PUT', url, payload);
  assert.equal(response.statusCode, 200, response.body);
  return CarePage.parse(response.json());
}

const choose = (who: TestSession, own: Partial<OwnCare>) => page(who, '/v1/care', { ...nothingChosen, ...own });

async function caseOf(category: string, priority: 'P0' | 'P3' = 'P3'): Promise<string> {
  const caseId = await makeCase(server, { openedAt: now(), priority });
  await server.deps.database.pool.query('update case_file set category = $2 where case_id = $1', [caseId, category]);
  return caseId;
}

/** A look of this person, as beginning one writes it. */
async function begin(who: TestSession, caseId: string): Promise<string> {
  const viewId = randomUUID();
  await server.deps.database.pool.query(
    `insert into evidence_view (view_id, case_id, staff_id, purpose, reason, started_at, visible_ms)
    values ($1, $2, $3, 'review', null, $4, 0)`,
    [viewId, caseId, who.staffId, now()],
  );
  return viewId;
}

async function tell(who: TestSession, viewId: string, visibleMs: number, ended = false): Promise<void> {
  const response = await call(who, 'PATCH', `/v1/evidence-views/${viewId}`, { visibleMs, attachments: [], ended });
  assert.equal(response.statusCode, 204, response.body);
}

/** Minutes before a visible screen, told every ten seconds as the console does. */
async function watch(who: TestSession, category: string, minutes: number): Promise<void> {
  const viewId = await begin(who, await caseOf(category));
  for (let told = 10_000; told <= minutes * minute; told += 10_000) {
    server.advance(10_000);
    await tell(who, viewId, told, told + 10_000 > minutes * minute);
  }
}

const near = (value: number, expected: number) =>
  assert.ok(Math.abs(value - expected) < 0.05, `${value} ≠ ${expected}`);

test('two windows at once count once, and a window in the background not at all', async () => {
  const who = await server.logIn('reviewer');
  const [one, two] = [await begin(who, await caseOf('hate.speech')), await begin(who, await caseOf('fraud.scam'))];
  for (let step = 1; step <= 6; step++) {
    server.advance(10_000);
    await tell(who, one, step * 10_000);
    await tell(who, two, step * 10_000);
  }
  server.advance(20 * minute);
  await tell(who, one, 60_000, true);
  const { week, days } = await page(who);
  near(week.text, 1);
  near(week.other, 0);
  near(days.at(-1)?.minutes.text ?? 0, 1);
});

test('no browser can make minutes of time that has not passed, nor the same ones twice', async () => {
  const who = await server.logIn('reviewer');
  const viewId = await begin(who, await caseOf('hate.speech'));
  server.advance(minute);
  await tell(who, viewId, 3_600_000);
  await tell(who, viewId, 3_600_000);
  near((await page(who)).week.text, 1);
});

test('a spent budget gives no new case of that class, whoever asks, and leaves the one that is held', async () => {
  const who = await server.logIn('reviewer');
  const lead = await server.logIn('lead');
  const { budgets } = nothingChosen;
  await choose(who, { budgets: { ...budgets, text: { dayMinutes: 5, weekMinutes: null } } });
  const held = await caseOf('hate.speech');
  assert.equal((await call(who, 'POST', `/v1/cases/${held}/claim`)).statusCode, 200);
  await watch(who, 'hate.speech', 4.5);
  assert.deepEqual((await careLimits(server.deps.database.kysely, who.staffId, now())).withoutCategories, []);
  await watch(who, 'threat.life', 1);
  const limits = await careLimits(server.deps.database.kysely, who.staffId, now());
  assert.deepEqual(limits.why, { optedOut: [], spent: ['text'] });
  assert.ok(limits.withoutCategories.includes('hate.speech') && !limits.withoutCategories.includes('fraud.scam'));

  await server.deps.database.pool.query('update case_file set claim_staff_id = null where case_id <> $1', [held]);
  const another = await caseOf('hate.speech');
  const refused = await call(who, 'POST', `/v1/cases/${another}/claim`);
  assert.equal(refused.json().code, 'not-for-them');
  const forced = await call(lead, 'POST', `/v1/cases/${another}/assign`, { staffId: who.staffId, note: 'please' });
  assert.equal(forced.statusCode, 409, forced.body);
  const next = await call(who, 'POST', '/v1/queue/claim-next');
  assert.ok(next.statusCode === 404 || next.json().category !== 'hate.speech');
  assert.equal((await call(who, 'POST', `/v1/cases/${held}/claim`)).statusCode, 200, 'a case may always be finished');

  server.advance(24 * 60 * minute);
  const later = await careLimits(server.deps.database.kysely, who.staffId, now());
  assert.deepEqual(later.why.spent, [], 'another day');
});

test('a day is one of the zone that the person names', async () => {
  // To 23:30 in Auckland.
  const local = new Intl.DateTimeFormat('en', {
    timeZone: 'Pacific/Auckland',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(now());
  const part = (type: string) => Number(local.find((one) => one.type === type)?.value);
  const past = part('hour') * 60 + part('minute');
  server.advance(((((23 * 60 + 30 - past) % 1_440) + 1_440) % 1_440) * minute);
  const who = await server.logIn('reviewer');
  await watch(who, 'hate.speech', 2);
  server.advance(40 * minute);
  await watch(who, 'hate.speech', 1);
  const there = await choose(who, { timeZone: 'Pacific/Auckland' });
  near(there.days.at(-1)?.minutes.text ?? 0, 1);
  near(there.days.at(-2)?.minutes.text ?? 0, 2);
  const bad = await call(who, 'PUT', '/v1/care', { ...nothingChosen, timeZone: 'Mars/Olympus' });
  assert.equal(bad.statusCode, 400);
});

test('nobody raises a budget above what nobody may go beyond', async () => {
  const who = await server.logIn('lead');
  const { budgets } = nothingChosen;
  const own = await call(who, 'PUT', '/v1/care', {
    ...nothingChosen,
    budgets: { ...budgets, child: { dayMinutes: 121, weekMinutes: null } },
  });
  assert.equal(own.statusCode, 400);
  const team = CareTeam.parse((await call(who, 'GET', '/v1/care/team')).json());
  const settings = {
    ...team.settings,
    budgets: { ...team.settings.budgets, child: { dayMinutes: 121, weekMinutes: 240 } },
  };
  const raised = await call(who, 'PUT', '/v1/care/team', { settings, baseVersion: team.version, why: 'busy week' });
  assert.equal(raised.statusCode, 400);
});

test('a break is proposed after a danger to life, keeps what is held, and gives no new case until it ends', async () => {
  const who = await server.logIn('reviewer');
  const held = await caseOf('fraud.scam');
  await call(who, 'POST', `/v1/cases/${held}/claim`);
  const viewId = await begin(who, await caseOf('threat.life', 'P0'));
  server.advance(minute);
  await tell(who, viewId, minute);
  assert.equal((await page(who)).breakDue, null, 'not while it is open');
  await tell(who, viewId, minute, true);
  assert.equal((await page(who)).breakDue, 'case');
  const paused = await page(who, '/v1/care/break', { minutes: 10 });
  near((Date.parse(paused.pausedUntil ?? '') - now().getTime()) / minute, 10);
  assert.equal((await call(who, 'POST', '/v1/queue/claim-next')).json().code, 'on-break');
  const other = await caseOf('fraud.scam');
  assert.equal((await call(who, 'POST', `/v1/cases/${other}/claim`)).json().code, 'on-break');
  const kept = await call(who, 'POST', `/v1/cases/${held}/presence`, { presence: 'here' });
  if (kept.statusCode === 200) assert.equal(kept.json().claim?.staffId, who.staffId);
  assert.equal((await call(who, 'POST', `/v1/cases/${held}/claim`)).statusCode, 200);
  server.advance(10 * minute);
  assert.equal((await page(who)).pausedUntil, null);
  assert.equal((await page(who)).breakDue, null);
  assert.notEqual((await call(who, 'POST', '/v1/queue/claim-next')).json().code, 'on-break');
  assert.equal((await call(who, 'POST', `/v1/cases/${other}/claim`)).statusCode, 200);
});

test('opting out takes no reason, holds at once, and the last one to take a kind is told so', async () => {
  const database = server.deps.database.pool;
  await database.query(`update staff set active = false`);
  const [one, two, lead] = [
    await server.logIn('reviewer'),
    await server.logIn('reviewer'),
    await server.logIn('viewer', 'lead'),
  ];
  await choose(lead, { withoutCategories: ['child.csam_new'] });
  assert.deepEqual((await choose(one, { withoutCategories: ['child.csam_new'] })).nobodyElse, []);
  const caseId = await caseOf('child.csam_new');
  assert.equal((await call(one, 'POST', `/v1/cases/${caseId}/claim`)).json().code, 'not-for-them');
  assert.deepEqual((await choose(two, { withoutCategories: ['child.csam_new'] })).nobodyElse, ['child.csam_new']);
  const seen = (await call(lead, 'GET', '/v1/care/team')).body;
  assert.deepEqual(CareTeam.parse(JSON.parse(seen)).untaken, ['child.csam_new']);
  assert.ok(!seen.includes(one.staffId) && !seen.includes(two.staffId), 'not who');
  const { rows } = await database.query(`select details from audit_entry where details::text like '%csam%'`);
  assert.deepEqual(rows, [], 'in no log');
  await database.query(`update staff set active = true`);
});

test('a lead sees minutes of those who share them, and of nobody else', async () => {
  const lead = await server.logIn('lead');
  const shy = await server.logIn('reviewer');
  const open = await server.logIn('reviewer');
  for (const who of [shy, open]) await watch(who, 'adult.ncii', 1);
  await choose(open, { shares: true });
  const response = await call(lead, 'GET', '/v1/care/team');
  const team = CareTeam.parse(response.json());
  assert.deepEqual(
    team.shared.map(({ staffId }) => staffId),
    [open.staffId],
  );
  near(team.shared[0]?.week.graphic ?? 0, 1);
  assert.equal(team.budgets.graphic, null, 'two people are too few');
  assert.ok(!response.body.includes(shy.staffId));
  assert.equal((await call(shy, 'GET', '/v1/care/team')).statusCode, 403);
});

test('the team’s budgets are changed by a lead, with a reason, one after the other', async () => {
  const lead = await server.logIn('lead');
  const { settings, version } = CareTeam.parse((await call(lead, 'GET', '/v1/care/team')).json());
  const change = { settings: { ...settings, helpText: 'Ring Sam.' }, baseVersion: version, why: 'Sam is there now' };
  const first = await call(lead, 'PUT', '/v1/care/team', change);
  assert.equal(first.statusCode, 200, first.body);
  assert.equal((await call(lead, 'PUT', '/v1/care/team', change)).json().code, 'plan-changed');
  assert.equal((await page(lead)).team.helpText, 'Ring Sam.');
});

test('preferences are a person’s own, merge by key, and are forgotten by null', async () => {
  const [one, two] = [await server.logIn('reviewer'), await server.logIn('reviewer')];
  const put = (preferences: object) => call(one, 'PUT', '/v1/preferences', { preferences });
  await put({ 'care.presets': defaultPresets, keys: { next: 'j' } });
  const kept = Preferences.parse((await put({ keys: null, other: [1] })).json());
  assert.deepEqual(kept.preferences, { 'care.presets': defaultPresets, other: [1] });
  assert.deepEqual((await call(two, 'GET', '/v1/preferences')).json(), { preferences: {} });
  assert.equal((await put({ 'no key!': 1 })).statusCode, 400);
});

test('preferences hold somebody’s keys, and nothing that is too much, too deep or no text', async () => {
  const [one, two] = [await server.logIn('reviewer'), await server.logIn('viewer')];
  const put = async (preferences: object, who = one) =>
    (await call(who, 'PUT', '/v1/preferences', { preferences })).statusCode;
  const kept = async (who = one) => Preferences.parse((await call(who, 'GET', '/v1/preferences')).json()).preferences;
  const keys = { singleKeys: false, keys: { 'queue.down': 's', 'view.help': null } };
  assert.equal(await put({ 'console.keys': keys }), 200);
  assert.deepEqual(await kept(), { 'console.keys': keys });

  const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  for (const [what, value] of [
    ['too many characters', 'x'.repeat(50_001)],
    ['too deep', deep(13)],
    ['a NUL', { keys: { a: '\u0000' } }],
    ['a NUL in a name', { '\u0000': 1 }],
    ['half a character', '\ud800'],
  ] as const) {
    assert.equal(await put({ 'console.keys': value }), 400, what);
  }
  const levels = 20_000;
  const response = await server.app.inject({
    method: 'PUT',
    url: '/v1/preferences',
    headers: { ...one.headers, 'content-type': 'application/json' },
    payload: `{"preferences":{"console.keys":${'['.repeat(levels)}${']'.repeat(levels)}}}`,
  });
  assert.equal(response.statusCode, 400, 'much too deep');
  assert.deepEqual(await kept(), { 'console.keys': keys }, 'what was there stays');
  assert.equal(await put({ 'console.keys': { 'a\\u0000': '\\ud800 is written so', smile: '😀' } }), 200);
  assert.equal(await put(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 1]))), 400);
  assert.equal(await put(JSON.parse('{"__proto__":1}')), 400);

  // Within the limits one by one, beyond them together.
  const statuses: number[] = [];
  for (let n = 0; n < 4; n++) statuses.push(await put({ [`big${n}`]: 'x'.repeat(20_000) }, two));
  assert.deepEqual(statuses, [200, 200, 400, 400]);
  const raced = await Promise.all([0, 1, 2, 3].map((n) => put({ [`race${n}`]: 'x'.repeat(3_000) }, two)));
  assert.ok(raced.includes(400), 'also by several at once');
  assert.ok(JSON.stringify(await kept(two)).length <= 50_000);
});
