import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CaseSummary, Problem, ReportConfig } from '@wellhouse/protocol';
import { createDevice } from './support/device.ts';
import { createInstallation, type Installation, logIn } from './support/installation.ts';
import { createLedger } from './support/ledger.ts';
import { createSampleHub } from './support/sample-hub.ts';
import { sampleReport } from './support/sample-report.ts';
import { settle } from './support/settle.ts';

const accounts = 40;
const reportsAnAccount = 3;
const hub = createSampleHub();
const ledger = createLedger();
let installation: Installation;
let urls: string[];

before(async () => {
  installation = await createInstallation([hub.listed]);
  // All at once, on an empty database and an empty state folder: each of them wants to lay schema and keys.
  const servers = await Promise.all([installation.serve(), installation.serve()]);
  const workers = [installation.work(), installation.work()];
  await Promise.all([...servers.map(({ server }) => server.ready), ...workers.map((worker) => worker.ready)]);
  urls = servers.map(({ url }) => url);
});
after(() => installation.close());

test('two servers and two workers that start together agree on schema and keys', async () => {
  const configs = await Promise.all(
    urls.map(async (url) => ReportConfig.parse(await (await fetch(`${url}/v1/report-config`)).json())),
  );
  assert.deepEqual(configs[0]?.sealingKeys, configs[1]?.sealingKeys);
  assert.equal(configs[0]?.sealingKeys.length, 1);
});

test('reports that reach both servers at once are each one report, verified once, by either worker', async () => {
  const [first = '', second = ''] = urls;
  await Promise.all(urls.map((url) => hub.publishKeys(url)));
  const config = ReportConfig.parse(await (await fetch(`${first}/v1/report-config`)).json());
  const [key] = config.sealingKeys;
  assert.ok(key);
  const devices = [first, second].map((serverUrl) => createDevice({ serverUrl, ledger }));
  await Promise.all(
    Array.from({ length: accounts }, async (_, index) => {
      const about = hub.account(`mal-${index}`);
      const groupId = hub.newGroup();
      const messages = [await hub.text(about, groupId, 'I will hurt you')];
      for (let number = 0; number < reportsAnAccount; number++) {
        const report = await sampleReport({ hubId: hub.hubId, key, about, groupId, messages });
        const reporter = hub.account(`ana-${number}`);
        const token = hub.token({ accountId: reporter, groups: [groupId] });
        const entry = ledger.open(report, reporter);
        await Promise.all(devices.map((device) => device.submit(entry, token)));
      }
    }),
  );
  assert.deepEqual(await settle(installation.state, installation.database, ledger), []);
  assert.equal(ledger.entries.size, accounts * reportsAnAccount);
  const { rows } = await installation.database.pool.query('select reporter_count from case_file');
  assert.deepEqual(
    rows.map(({ reporter_count }) => reporter_count),
    Array.from({ length: accounts }, () => reportsAnAccount),
  );
});

test('eight reviewers at two servers claim every case once, until the queue is empty', async () => {
  const reviewers = await Promise.all(Array.from({ length: 8 }, () => installation.addStaff('reviewer')));
  const claims: { caseId: string; staffId: string }[] = [];
  await Promise.all(
    reviewers.map(async ({ staffId, email }, index) => {
      const url = urls[index % urls.length] ?? '';
      const headers = await logIn(url, email);
      for (;;) {
        const response = await fetch(`${url}/v1/queue/claim-next`, { method: 'POST', headers });
        const body: unknown = await response.json();
        if (response.status === 404) return;
        // Whoever is there first may have as many as one person holds; the others take the rest.
        if (response.status === 409 && Problem.parse(body).code === 'too-many-claims') return;
        assert.equal(response.status, 200, JSON.stringify(body));
        const { caseId, claim } = CaseSummary.parse(body);
        assert.equal(claim?.staffId, staffId);
        claims.push({ caseId, staffId });
      }
    }),
  );
  assert.equal(claims.length, accounts);
  assert.equal(new Set(claims.map(({ caseId }) => caseId)).size, accounts, 'a case was given twice');
  const { rows } = await installation.database.pool.query<{ case_id: string; staff_id: string }>(
    "select case_id, staff_id from case_event where kind = 'claimed'",
  );
  const sorted = (pairs: string[][]) => pairs.map((pair) => pair.join(' ')).sort();
  assert.deepEqual(
    sorted(rows.map(({ case_id, staff_id }) => [case_id, staff_id])),
    sorted(claims.map(({ caseId, staffId }) => [caseId, staffId])),
  );
});
