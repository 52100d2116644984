import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, test } from 'node:test';
import { Me, PageEvent, Paging, QueuePlanView } from '@wellhouse/protocol';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import type { Deps } from '../../src/deps.ts';
import { createMailer } from '../../src/queues/send-mail.ts';
import { createSendPage } from '../../src/queues/send-page.ts';
import { createWatchClocks } from '../../src/queues/watch-clocks.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const minutes = (count: number) => count * 60_000;

let hook: Server;
let answers: 'take' | 'refuse' | 'hang' = 'take';
let taken: z.infer<typeof PageEvent>[] = [];
let ids: string[] = [];
let smtp: SMTPServer;
let mails: { to: string[]; body: string }[] = [];
let mailAnswers: 'take' | 'refuse' = 'take';
let server: TestServer;
let lead: TestSession;

before(async () => {
  hook = createServer(async (request, response) => {
    const body = await text(request);
    if (answers === 'hang') return;
    if (answers === 'refuse') return void response.writeHead(503).end('mal@x said …');
    const headers = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(request.headers[name])]),
    );
    // The test's clock runs ahead of the receiver's: its own signature check would look at today's.
    const signed = new Webhook(secret).sign(
      headers['webhook-id'] ?? '',
      new Date(Number(headers['webhook-timestamp']) * 1_000),
      body,
    );
    assert.equal(headers['webhook-signature'], signed);
    ids.push(headers['webhook-id'] ?? '');
    taken.push(PageEvent.parse(JSON.parse(body)));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      text(stream)
        .then((body) => {
          if (mailAnswers === 'refuse') return done(Object.assign(new Error('busy with mal@x'), { responseCode: 451 }));
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), body });
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  server = await startServerWithHub(hub, {
    environment: {
      WELLHOUSE_PAGE_WEBHOOK: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/calls`,
      WELLHOUSE_PAGE_SECRET: secret,
      WELLHOUSE_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
      WELLHOUSE_PAGE_FROM: 'Wellhouse <calls@safety.example>',
      WELLHOUSE_PAGE_TO: 'desk@safety.example',
    },
  });
  lead = await server.logIn('lead');
});
after(async () => {
  await server.close();
  hook.closeAllConnections();
  hook.close();
  smtp.close();
});
afterEach(async () => {
  answers = 'take';
  mailAnswers = 'take';
  const { kysely } = server.deps.database;
  await kysely.updateTable('case_file').set({ state: 'decided', decided_at: server.deps.clock() }).execute();
  await kysely.deleteFrom('job').execute();
  await kysely.deleteFrom('page_delivery').execute();
  await kysely.deleteFrom('page_stage').execute();
  await kysely.deleteFrom('page').execute();
  await kysely.deleteFrom('on_duty').execute();
  taken = [];
  ids = [];
  mails = [];
});

/** Days pass here, and sessions end. */
async function freshHeaders() {
  const { email, password } = lead;
  const response = await server.app.inject({ method: 'POST', url: '/v1/staff/login', payload: { email, password } });
  const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { cookie, 'x-csrf-token': Me.parse(response.json()).csrfToken };
}
async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: await freshHeaders(), ...(payload && { payload }) });
}
const paging = async () => Paging.parse((await call('GET', '/v1/paging')).json());
let senders = 0;
async function newCase(category: string) {
  const payload = samplePayload({ category, evidence: [disclose(hub.send({ sender: `mal-${senders++}@x` }))] });
  await report(server, hub, payload);
  return caseOf(server, payload.reportId);
}
/** What both workers of an installation do when their time has come. */
async function look(...watchers: (() => Promise<number>)[]) {
  const both = watchers.length > 0 ? watchers : [createWatchClocks(server.deps), createWatchClocks(server.deps)];
  await Promise.all(both.map((watch) => watch()));
  await server.worker.drain();
}
const said = () => taken.flatMap(({ data }) => data.cases.map(({ clock, stage }) => `${clock} ${stage}`));

test('a threat to a life calls at once and every five minutes until somebody claims it, once however many workers look', async () => {
  const { case_id, case_number } = await newCase('threat.life');
  await look();
  assert.deepEqual(said(), ['decision now']);
  const [first] = taken[0]?.data.cases ?? [];
  assert.deepEqual(
    [first?.number, first?.priority, first?.link],
    [`C-${case_number}`, 'P0', `${server.deps.config.publicUrl}/cases/${case_id}`],
  );
  await look();
  assert.equal(taken.length, 1, 'nothing is said twice');
  for (let round = 1; round <= 3; round++) {
    server.advance(minutes(5));
    await look();
  }
  assert.deepEqual(said(), ['decision now', 'decision again-1', 'decision again-2', 'decision again-3']);
  assert.equal(new Set(ids).size, 4);
  await call('POST', `/v1/cases/${case_id}/claim`);
  await server.deps.database.kysely
    .updateTable('case_file')
    .set({ claim_until: new Date(server.deps.clock().getTime() + minutes(60)) })
    .where('case_id', '=', case_id)
    .execute();
  server.advance(minutes(5));
  await look();
  assert.equal(taken.length, 4, 'somebody has it');
  await call('DELETE', `/v1/cases/${case_id}/claim`);
  server.advance(minutes(5));
  await look();
  assert.equal(said().at(-1), 'decision again-5', 'and gave it back');
});

test('a call names number, priority, clock and link, and nobody’s account, words or evidence', async () => {
  await newCase('threat.life');
  await look();
  const everything = JSON.stringify(taken) + mails.map(({ body }) => body).join();
  assert.equal(taken.length, 1);
  for (const word of ['mal-', '@x', hub.hubId, 'hurt']) assert.ok(!everything.includes(word), word);
});

test('e-mail goes to whoever is on duty, and where nobody is, to the leads', async () => {
  await newCase('threat.life');
  await look();
  assert.deepEqual(mails.map(({ to }) => to.join()).sort(), ['desk@safety.example', lead.email].sort());
  assert.match(mails[0]?.body ?? '', /Subject: \[Wellhouse\] P0 C-\d+ decision needs somebody now/);
  const kim = await server.logIn('reviewer');
  const now = server.deps.clock().getTime();
  const time = (ms: number) => new Date(ms).toISOString();
  const duty = { staffId: kim.staffId, from: time(now), to: time(now + minutes(60)) };
  assert.equal((await call('POST', '/v1/duties', duty)).statusCode, 201);
  assert.equal((await call('POST', '/v1/duties', { ...duty, to: duty.from })).statusCode, 400);
  assert.deepEqual((await paging()).onDuty, [{ staffId: kim.staffId, name: kim.me.staff.name }]);
  mails = [];
  server.advance(minutes(5));
  await look();
  assert.deepEqual(mails.map(({ to }) => to.join()).sort(), ['desk@safety.example', kim.email].sort());
  const { duties } = await paging();
  assert.equal((await call('DELETE', `/v1/duties/${duties[0]?.dutyId}`)).statusCode, 204);
  assert.equal((await paging()).becauseOf, 'leads');
});

test('an intimate image calls at 50, 80 and 100 percent of each clock, and for the 48 hours of the law', async () => {
  await newCase('adult.ncii');
  for (let half = 0; half <= 98; half++) {
    await look();
    server.advance(minutes(30));
  }
  assert.deepEqual(
    said().filter((stage) => !stage.startsWith('review')),
    ['decision 50%', 'decision 80%', 'decision 100%', 'law 50%', 'law 80%', 'law 100%'],
  );
});

test('many cases that come due at once are one call, worst first', async () => {
  for (let count = 0; count < 25; count++) await newCase(count === 20 ? 'threat.life' : 'child.grooming');
  server.advance(minutes(500));
  await look(createWatchClocks(server.deps));
  assert.equal(taken.length, 1);
  const { cases, more } = taken[0]?.data ?? { cases: [], more: 0 };
  assert.equal(cases.length, 20);
  assert.ok(more >= 5);
  assert.equal(cases[0]?.priority, 'P0');
});

test('a decided case calls nobody, and a call that is on its way when it is decided is dropped', async () => {
  answers = 'refuse';
  mailAnswers = 'refuse';
  const { case_id } = await newCase('threat.life');
  await look();
  assert.equal((await paging()).failing, 1);
  await server.deps.database.kysely
    .updateTable('case_file')
    .set({ state: 'decided', decided_at: server.deps.clock() })
    .where('case_id', '=', case_id)
    .execute();
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
  server.advance(minutes(6));
  await look();
  const [page] = (await paging()).pages;
  assert.deepEqual([...new Set(page?.deliveries.map(({ state }) => state))], ['dropped']);
  assert.equal(taken.length, 0);
});

test('two workers of which one lies ahead by a day: each stage is said once, and again in time once its clock is right', async () => {
  await newCase('child.grooming');
  let lie = minutes(24 * 60);
  const liar: Deps = { ...server.deps, clock: () => new Date(server.deps.clock().getTime() + lie) };
  const watchLiar = createWatchClocks(liar);
  const watch = createWatchClocks(server.deps);
  // Whoever locks the case first looks at it; the next time it is due for the liar alone.
  await look(watchLiar, watch);
  await look(watchLiar, watch);
  assert.deepEqual(said().sort(), ['decision 100%', 'review 100%'], 'too early rather than too late');
  await look(watchLiar, watch);
  assert.equal(said().length, 2);
  taken = [];
  lie = 0;
  await look(watchLiar, watch);
  for (let quarter = 0; quarter < 17; quarter++) {
    server.advance(minutes(15));
    await look(watchLiar, watch);
  }
  assert.deepEqual(
    said().filter((stage) => stage.startsWith('decision')),
    ['decision 50%', 'decision 80%', 'decision 100%'],
  );
});

test('a worker whose clock is behind is late for nobody: the other one looks', async () => {
  await newCase('child.grooming');
  const behind: Deps = { ...server.deps, clock: () => new Date(server.deps.clock().getTime() - minutes(600)) };
  server.advance(minutes(130));
  await look(createWatchClocks(behind), createWatchClocks(server.deps));
  await look(createWatchClocks(behind), createWatchClocks(server.deps));
  assert.ok(said().includes('decision 50%'));
});

test('a mail server that is down and a webhook that hangs hold back no decision and not each other; both are shown', async () => {
  answers = 'hang';
  const gone = createTcpServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const { case_id } = await newCase('threat.life');
  await createWatchClocks(server.deps)();
  const mail = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'a@safety.example', to: [] }, 10_000);
  const send = createSendPage(server.deps, { timeoutMs: 300, mail, pauseMs: () => 60_000 });
  const { kysely } = server.deps.database;
  const jobs = await kysely.selectFrom('job').selectAll().where('kind', '=', 'send-page').execute();
  const context = {
    ...{ jobId: '1', attempt: 1, maxAttempts: 70, createdAt: new Date(), signal: new AbortController().signal },
    finish: async () => {},
  };
  const results = await Promise.allSettled(jobs.map((job) => send(job.payload, context)));
  assert.ok(results.every(({ status }) => status === 'rejected'));
  await call('POST', `/v1/cases/${case_id}/claim`);
  const decision = { action: 'no-action', policyId: null, reason: 'Said in a play.', days: null, reportCount: 1 };
  assert.equal((await call('POST', `/v1/cases/${case_id}/decisions`, decision)).statusCode, 201);
  const { failing, pages } = await paging();
  assert.equal(failing, 1);
  const errors = Object.fromEntries((pages[0]?.deliveries ?? []).map((one) => [one.target, one.lastError]));
  assert.equal(errors.webhook, 'no answer in time');
  assert.match(errors[lead.email] ?? '', /^no connection \((ECONNREFUSED|ESOCKET|ECONNECTION)\)$/);
});

test('a target that refuses is tried again until it takes the call, with one id; its own words go nowhere', async () => {
  answers = 'refuse';
  mailAnswers = 'refuse';
  await newCase('threat.life');
  await look();
  const failed = await paging();
  assert.deepEqual(failed.pages[0]?.deliveries.map(({ lastError, state }) => [lastError, state]).sort(), [
    ['answered 451', 'pending'],
    ['answered 451', 'pending'],
    ['answered 503', 'pending'],
  ]);
  answers = 'take';
  mailAnswers = 'take';
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
  await server.worker.drain();
  const { failing, pages } = await paging();
  assert.equal(failing, 0);
  assert.deepEqual([...new Set(pages[0]?.deliveries.map(({ state }) => state))], ['delivered']);
  assert.equal(taken.length, 1);
  assert.deepEqual(ids, [pages[0]?.pageId]);
});

test('the plan says when people are called; a change holds from the next look', async () => {
  await newCase('child.grooming');
  await look();
  assert.deepEqual(said(), []);
  const view = QueuePlanView.parse((await call('GET', '/v1/queue-plan')).json());
  const plan = { ...view.plan, paging: { percents: [10], againMinutes: 5, lowest: 'P3' } };
  const change = { plan, baseVersion: view.version, why: 'Earlier, while we are few.' };
  assert.equal((await call('PUT', '/v1/queue-plan', change)).statusCode, 200);
  server.advance(minutes(30));
  await look();
  assert.deepEqual(said().sort(), ['decision 10%', 'review 10%']);
});
