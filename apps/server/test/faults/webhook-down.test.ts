import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CasePage, CaseSummary, ReportConfig } from '@wellhouse/protocol';
import { createDevice } from './support/device.ts';
import { createInstallation, type Installation, logIn } from './support/installation.ts';
import { createLedger } from './support/ledger.ts';
import { createSampleHub } from './support/sample-hub.ts';
import { sampleReport } from './support/sample-report.ts';
import { seededRandom } from './support/seeded-random.ts';
import { freePort } from './support/server-process.ts';
import { jobsDone } from './support/settle.ts';
import { startWebhookTarget, type WebhookTarget } from './support/webhook-target.ts';

const categories = ['threat.life', 'fraud.scam', 'spam.bulk'];
const names = ['mal', 'eve', 'oz'];
const hub = createSampleHub();
const secret = `whsec_${randomBytes(32).toString('base64')}`;
let installation: Installation;
let target: WebhookTarget;
let url: string;
let headers: Record<string, string>;

before(async () => {
  target = await startWebhookTarget(await freePort(), secret);
  installation = await createInstallation([{ ...hub.listed, webhookUrl: target.url, webhookSecret: secret }]);
  const started = await installation.serve();
  await started.server.ready;
  url = started.url;
  await hub.publishKeys(url);
  const { email } = await installation.addStaff('reviewer');
  headers = await logIn(url, email);
});
after(async () => {
  await installation.close();
  await target.down();
});

/** One report on each account in each category: as many cases, and as many events an account as categories. */
async function reportEverybody(): Promise<void> {
  const { sealingKeys } = ReportConfig.parse(await (await fetch(`${url}/v1/report-config`)).json());
  const [key] = sealingKeys;
  assert.ok(key);
  const ledger = createLedger();
  const device = createDevice({ serverUrl: url, ledger });
  for (const name of names) {
    const [about, groupId] = [hub.account(name), hub.newGroup()];
    const messages = [await hub.text(about, groupId, 'I will hurt you')];
    for (const category of categories) {
      const report = await sampleReport({ hubId: hub.hubId, key, about, groupId, messages, category });
      const entry = ledger.open(report, hub.account('ana'));
      await device.submit(entry, hub.token({ accountId: hub.account('ana'), groups: [groupId] }));
    }
  }
  assert.deepEqual(ledger.violations, []);
}

function send(method: string, path: string, body?: object): Promise<Response> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(url + path, {
    method,
    headers: { ...headers, ...json },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Claims the worst case and warns its subject; false when none waits. */
async function decideNext(): Promise<boolean> {
  const claimed = await send('POST', '/v1/queue/claim-next');
  const body: unknown = await claimed.json();
  if (claimed.status === 404) return false;
  const { caseId, reportCount } = CaseSummary.parse(body);
  const decided = await send('POST', `/v1/cases/${caseId}/decisions`, {
    ...{ action: 'warn', policyId: 'conduct', reason: 'A warning for the test.', days: null, reportCount },
    departedWhy: 'as the test has it',
  });
  assert.equal(decided.status, 201, await decided.text());
  return true;
}

/** As if the pause between two attempts had passed, and the lease of every dead worker. */
async function letTimePass(): Promise<void> {
  const { pool } = installation.database;
  await pool.query("update job set run_at = now() where state = 'ready'");
  await pool.query("update job set lease_until = now() where state = 'running'");
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error('wait for what must come: two minutes were not enough');
    await sleep(20);
  }
}

test('a target that is down, hangs up and refuses, and workers that die: every event arrives, in order for its account', async () => {
  const random = seededRandom(11);
  let worker = installation.work();
  await worker.ready;
  await reportEverybody();
  await jobsDone(installation.database);
  await target.down();
  let decisions = 0;
  while (await decideNext()) decisions += 1;
  assert.equal(decisions, names.length * categories.length);
  // Nobody listens; each account's first event is tried, the others wait behind it.
  const failing = 'select from delivery where attempts > 0 and last_error is not null';
  await until(async () => (await installation.database.pool.query(failing)).rows.length === names.length);
  assert.equal(target.taken.length, 0);

  await target.up();
  target.behave(() => (['take', 'take-and-hang-up', 'refuse'] as const)[random.below(3)] ?? 'take');
  for (let kill = 0; kill < 4; kill++) {
    const seen = target.attempts();
    await letTimePass();
    await until(() => target.attempts() > seen);
    worker.kill();
    await worker.exited;
    worker = installation.work();
    await worker.ready;
  }
  target.behave(() => 'take');
  const open = "select from delivery where state <> 'delivered'";
  await until(async () => {
    await letTimePass();
    await sleep(200);
    return (await installation.database.pool.query(open)).rows.length === 0;
  });

  for (const name of names) {
    const arrived = target.taken.filter(({ event }) => event.data.accountId === hub.account(name));
    // What the receiver does: an id that it knows is answered and not done again.
    const done = [...new Map(arrived.map(({ id, event }) => [id, event])).values()];
    const expected = categories.map((_category, index) => index + 1);
    assert.deepEqual(
      done.map(({ sequence }) => sequence),
      expected,
    );
    assert.equal(new Set(arrived.map(({ event }) => event.sequence)).size, expected.length, 'one id a sequence');
  }
});

test('once everything arrived the case says delivered, once, and nothing is sent any more', async () => {
  await jobsDone(installation.database);
  const count = target.attempts();
  await letTimePass();
  const { rows } = await installation.database.pool.query<{ case_id: string }>('select case_id from case_file');
  for (const { case_id } of rows) {
    const page = CasePage.parse(await (await send('GET', `/v1/cases/${case_id}`)).json());
    assert.deepEqual(
      page.decisions.map(({ delivery }) => delivery),
      ['delivered'],
    );
    assert.equal(page.timeline.filter(({ kind }) => kind === 'delivered').length, 1);
  }
  assert.equal(target.attempts(), count);
});
