import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CaseSummary, Problem, ReportConfig } from '@wellhouse/protocol';
import { createDevice } from './support/device.ts';
import { createInstallation, type Installation, logIn } from './support/installation.ts';
import { createLedger } from './support/ledger.ts';
import { createSampleHub } from './support/sample-hub.ts';
import { sampleReport } from './support/sample-report.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { ServerProcess } from './support/server-process.ts';
import { settle } from './support/settle.ts';

const accounts = 160;
const reviewerCount = 6;
const kills = 6;
const hub = createSampleHub();
const ledger = createLedger();
const secret = `whsec_${randomBytes(32).toString('base64')}`;

/** A target that takes every connection and never says a word. */
let hanging: Server;
const sockets = new Set<Socket>();
let installation: Installation;
/** Those that live at this moment. */
const servers: { server: ServerProcess; url: string }[] = [];

before(async () => {
  hanging = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const { port } = hanging.address() as AddressInfo;
  const webhook = { webhookUrl: `http://127.0.0.1:${port}/wellhouse`, webhookSecret: secret };
  installation = await createInstallation([{ ...hub.listed, ...webhook }]);
  servers.push(await installation.serve(), await installation.serve());
  await Promise.all(servers.map(({ server }) => server.ready));
  const worker = installation.work();
  await worker.ready;
});
after(async () => {
  await installation.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => hanging.close(resolve));
});

async function reportEverybody(): Promise<void> {
  const [first] = servers;
  assert.ok(first);
  await hub.publishKeys(first.url);
  const { sealingKeys } = ReportConfig.parse(await (await fetch(`${first.url}/v1/report-config`)).json());
  const [key] = sealingKeys;
  assert.ok(key);
  const device = createDevice({ serverUrl: first.url, ledger });
  await Promise.all(
    Array.from({ length: accounts }, async (_, index) => {
      const [about, groupId] = [hub.account(`mal-${index}`), hub.newGroup()];
      const messages = [await hub.text(about, groupId, 'I will hurt you')];
      const report = await sampleReport({ hubId: hub.hubId, key, about, groupId, messages });
      const reporter = hub.account('ana');
      await device.submit(ledger.open(report, reporter), hub.token({ accountId: reporter, groups: [groupId] }));
    }),
  );
  assert.deepEqual(await settle(installation.state, installation.database, ledger), []);
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Reviewer {
  readonly staffId: string;
  /** Decisions that were answered with 201: what this person believes to have decided. */
  readonly decided: string[];
  readonly refused: string[];
  work(): Promise<void>;
}

let over = false;

async function createReviewer(number: number): Promise<Reviewer> {
  const { staffId, email } = await installation.addStaff('reviewer');
  const random = seededRandom(number + 1);
  const decided: string[] = [];
  const refused: string[] = [];
  let headers: Record<string, string> = {};

  /** At either server; one that dies in the middle leaves the person without an answer. */
  async function send(path: string, body?: object): Promise<Answer | null> {
    const { url } = servers[random.below(servers.length)] ?? { url: '' };
    try {
      if (headers.cookie === undefined) headers = await logIn(url, email);
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      await sleep(30);
      return null;
    }
  }

  async function decide({ caseId, reportCount }: CaseSummary): Promise<void> {
    const body = {
      ...{ action: 'warn', policyId: 'conduct', reason: 'A warning for the test.', days: null, reportCount },
      departedWhy: 'as the test has it',
    };
    // Without an answer nobody knows whether it was decided: it is sent again, as a person presses the button again.
    for (let attempt = 0; attempt < 40; attempt++) {
      const answer = await send(`/v1/cases/${caseId}/decisions`, body);
      if (answer === null || answer.status >= 500) continue;
      if (answer.status === 201) decided.push(caseId);
      else refused.push(Problem.parse(answer.body).code);
      return;
    }
  }

  return {
    staffId,
    decided,
    refused,
    async work() {
      while (!over) {
        const claimed = await send('/v1/queue/claim-next');
        if (claimed === null || claimed.status >= 500) continue;
        if (claimed.status === 404) {
          await sleep(50);
          continue;
        }
        assert.equal(claimed.status, 200, JSON.stringify(claimed.body));
        const summary = CaseSummary.parse(claimed.body);
        assert.equal(summary.claim?.staffId, staffId, 'what was claimed is mine');
        await send(`/v1/cases/${summary.caseId}/presence`, { presence: 'here' });
        // Some read long, and lose their claim on the way.
        await sleep(random.below(700));
        await decide(summary);
      }
    },
  };
}

/** Time in which no sign of life came, for some of the claims: two people believe then to have the same case. */
async function loseClaims(): Promise<void> {
  await installation.database.pool.query(
    "update case_file set claim_until = now() - interval '1 second' where state = 'open' and claim_until > now() and random() < 0.5",
  );
}

test('two servers, kill -9 of either while six reviewers claim and decide, and a webhook that hangs: no case is lost, none is decided twice', async () => {
  await reportEverybody();
  const reviewers = await Promise.all(Array.from({ length: reviewerCount }, (_, index) => createReviewer(index)));
  const working = Promise.all(reviewers.map((reviewer) => reviewer.work()));
  const random = seededRandom(99);
  const { pool } = installation.database;
  for (let kill = 0; kill < kills; kill++) {
    await sleep(random.below(250));
    await loseClaims();
    const at = kill % servers.length;
    const dying = servers[at];
    assert.ok(dying);
    dying.server.kill();
    await dying.server.exited;
    const next = await installation.serve();
    await next.server.ready;
    servers[at] = next;
  }
  const limit = Date.now() + 120_000;
  for (;;) {
    const { rows } = await pool.query("select from case_file where state = 'open'");
    if (rows.length === 0) break;
    assert.ok(Date.now() < limit, `${rows.length} cases wait still`);
    await sleep(200);
    await loseClaims();
  }
  over = true;
  await working;

  const { rows: cases } = await pool.query<{ case_id: string; state: string }>('select case_id, state from case_file');
  assert.equal(cases.length, accounts, 'no case is lost');
  assert.deepEqual([...new Set(cases.map(({ state }) => state))], ['decided']);
  const { rows: decisions } = await pool.query<{ case_id: string; decided_by: string }>(
    'select case_id, decided_by from decision',
  );
  assert.equal(decisions.length, accounts);
  assert.equal(new Set(decisions.map(({ case_id }) => case_id)).size, accounts, 'none is decided twice');
  // Whoever was told that they decided did; nobody else was told so about the same case.
  const author = new Map(decisions.map(({ case_id, decided_by }) => [case_id, decided_by]));
  const told = reviewers.flatMap(({ staffId, decided }) => decided.map((caseId) => ({ staffId, caseId })));
  for (const { staffId, caseId } of told) assert.equal(author.get(caseId), staffId);
  assert.equal(new Set(told.map(({ caseId }) => caseId)).size, told.length);
  const lost = ['case-closed', 'already-claimed', 'not-claimed'];
  for (const { refused } of reviewers) for (const code of refused) assert.ok(lost.includes(code), code);
  const { rows: events } = await pool.query("select case_id from case_event where kind = 'decided'");
  assert.equal(events.length, accounts, 'each once in its timeline');
  const { rows: deliveries } = await pool.query<{ case_id: string; state: string }>(
    'select case_id, state from delivery',
  );
  assert.equal(new Set(deliveries.map(({ case_id }) => case_id)).size, accounts, 'each on its way once');
  assert.equal(deliveries.length, accounts);
  assert.deepEqual([...new Set(deliveries.map(({ state }) => state))], ['pending'], 'nobody has answered a single one');
  assert.ok(sockets.size > 0, 'the target was asked');
});
