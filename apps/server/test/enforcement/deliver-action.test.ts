import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { EnforcementEvent } from '@wellhouse/protocol';
import { Webhook } from 'standardwebhooks';
import { deliverAttempts, longestPauseMs, pauseMs } from '../../src/enforcement/backoff.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
const secret = `whsec_${randomBytes(32).toString('base64')}`;
let server: TestServer;
let target: Server;
let kim: TestSession;
/** What the target answers; null: it hangs up. */
let answer: (event: EnforcementEvent) => number | null = () => 204;
let seen: { id: string; event: EnforcementEvent }[] = [];

before(async () => {
  target = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const headers = {
        'webhook-id': String(request.headers['webhook-id']),
        'webhook-timestamp': String(request.headers['webhook-timestamp']),
        'webhook-signature': String(request.headers['webhook-signature']),
      };
      const event = EnforcementEvent.parse(new Webhook(secret).verify(body, headers));
      const status = answer(event);
      if (status === null) return void request.socket.destroy();
      seen.push({ id: headers['webhook-id'], event });
      response.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere' }).end('the answer of a stranger');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => target.once('listening', resolve));
  const { port } = target.address() as AddressInfo;
  server = await startServerWithHub(hub, { webhook: { url: `http://127.0.0.1:${port}/hook`, secret } });
  kim = await server.logIn('lead', 'reviewer');
});
after(async () => {
  target.close();
  await server.close();
});
beforeEach(() => {
  answer = () => 204;
  seen = [];
});

async function warn(sender: string, category: string): Promise<void> {
  const payload = samplePayload({ category, evidence: [disclose(hub.send({ sender }))] });
  await report(server, hub, payload);
  const { case_id } = await caseOf(server, payload.reportId);
  const send = (url: string, body?: object) =>
    server.app.inject({ method: 'POST', url, headers: kim.headers, ...(body && { payload: body }) });
  await send(`/v1/cases/${case_id}/claim`);
  const reason = 'A warning for the test.';
  const body = {
    ...{ action: 'warn', policyId: 'conduct', reason, days: null, reportCount: 1 },
    departedWhy: 'as the test has it',
  };
  const decided = await send(`/v1/cases/${case_id}/decisions`, body);
  assert.equal(decided.statusCode, 201, decided.body);
}

/** As if every pause had passed. */
async function waitOutPauses(): Promise<void> {
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
}
const deliveriesOf = (sender: string) =>
  server.deps.database.kysely
    .selectFrom('delivery')
    .selectAll()
    .where('account_id', '=', sender)
    .orderBy('sequence')
    .execute();

test('a target that was down gets everything once it is back, in order for each account', async () => {
  answer = () => 503;
  for (const category of ['spam.bulk', 'harass.bully', 'fraud.scam']) await warn('down@x', category);
  await warn('other@x', 'spam.bulk');
  for (let hour = 0; hour < 5; hour += 1) {
    await waitOutPauses();
    await server.worker.drain();
  }
  const failing = await deliveriesOf('down@x');
  assert.deepEqual(
    failing.map((one) => [one.state, one.attempts > 1, one.last_error]),
    // the second and third were never tried: nothing overtakes
    [
      ['pending', true, 'answered 503'],
      ['pending', false, null],
      ['pending', false, null],
    ],
  );
  assert.ok(seen.every(({ event }) => event.sequence === 1));
  const ids = new Set(seen.filter(({ event }) => event.data.accountId === 'down@x').map(({ id }) => id));
  assert.equal(ids.size, 1, 'every attempt carries the same webhook-id');

  seen = [];
  answer = () => 204;
  await waitOutPauses();
  await server.worker.drain();
  const order = (account: string) =>
    seen.filter(({ event }) => event.data.accountId === account).map(({ event }) => event.sequence);
  assert.deepEqual(order('down@x'), [1, 2, 3]);
  assert.deepEqual(order('other@x'), [1]);
  assert.ok((await deliveriesOf('down@x')).every((one) => one.state === 'delivered'));
});

test('a target that hangs up is told again with the same id', async () => {
  answer = () => null;
  await warn('hangup@x', 'spam.bulk');
  await server.worker.drain();
  const [failed] = await deliveriesOf('hangup@x');
  assert.match(failed?.last_error ?? '', /^no connection/);
  answer = () => 204;
  await waitOutPauses();
  await server.worker.drain();
  assert.equal(seen[0]?.id, failed?.delivery_id);
});

test('a redirect is not followed and nothing of a strange answer is kept', async () => {
  answer = () => 302;
  await warn('redirect@x', 'spam.bulk');
  await server.worker.drain();
  const [failed] = await deliveriesOf('redirect@x');
  assert.equal(failed?.last_error, 'answered 302');
  assert.doesNotMatch(JSON.stringify(failed), /stranger/);
  answer = () => 204;
  await waitOutPauses();
  await server.worker.drain();
});

test('after an hour of downtime the pause is at most two minutes, and giving up takes days', () => {
  const pauses = Array.from({ length: deliverAttempts }, (_, n) => pauseMs(n + 1));
  assert.ok(pauses.every((pause, n) => pause <= longestPauseMs && pause >= (pauses[n - 1] ?? 0)));
  assert.equal(pauses[0], 1_000);
  assert.ok(pauses.reduce((sum, pause) => sum + pause) > 5 * 86_400_000);
});

test('a delivery that is dead says so to the team, and does not hold the next one back', async () => {
  answer = () => 500;
  await warn('dead@x', 'spam.bulk');
  await warn('dead@x', 'harass.bully');
  await server.deps.database.pool.query(
    "update job set attempts = max_attempts - 1 where job_id = (select min(job_id) from job where state = 'ready')",
  );
  await waitOutPauses();
  await server.worker.drain();
  const [first] = await deliveriesOf('dead@x');
  assert.equal(first?.state, 'dead');
  answer = () => 204;
  await waitOutPauses();
  await server.worker.drain();
  const admin = await server.logIn('lead');
  const list = await server.app.inject({ url: '/v1/deliveries?state=dead', headers: admin.headers });
  assert.deepEqual(
    list.json().deliveries.map((one: { accountId: string; attempts: number }) => one.accountId),
    ['dead@x'],
  );
});
