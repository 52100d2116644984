import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { CasePage, CaseSummary, DecisionView, EnforcementEvent, EvidenceView } from '@wellhouse/protocol';
import sharp from 'sharp';
import { Webhook } from 'standardwebhooks';
import { readReport, report, startServerWithHub } from '../support/reporting.ts';
import { ana, ben, createSampleHub, disclose, encryptAttachment, mal, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const received: EnforcementEvent[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers;
    const headers = {
      'webhook-id': String(id),
      'webhook-timestamp': String(timestamp),
      'webhook-signature': String(signature),
    };
    received.push(EnforcementEvent.parse(new Webhook(secret).verify(body, headers)));
    response.writeHead(204).end();
  });
});
let server: TestServer;

before(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  server = await startServerWithHub(hub, { webhook: { url: `http://127.0.0.1:${port}/hook`, secret } });
});
after(async () => {
  receiver.close();
  await server.close();
});

test('a threat with a picture becomes a case, a suspension, a signed webhook, and two notices', async () => {
  hub.send({ sender: ben, text: 'hello' });
  const picture = encryptAttachment(
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#386' } })
      .png()
      .toBuffer(),
  );
  const before = hub.send({ sender: ana, text: 'leave me alone' });
  hub.send({ sender: ben, text: 'what is going on' });
  const threat = hub.send({
    sender: mal,
    parts: [
      { type: 'text', text: 'I will hurt you' },
      { type: 'attachment', attachment: picture.attachment },
    ],
  });
  const payload = samplePayload({
    category: 'threat.life',
    locale: 'de',
    evidence: [disclose(before, 'context'), disclose(threat)],
    attachments: [{ item: 1, part: 2, ciphertextSha256: picture.sha256, size: picture.ciphertext.length }],
  });
  const attachments = [{ sha256: picture.sha256, size: picture.ciphertext.length }];
  const receipt = await report(server, hub, payload, { attachments, locale: 'de' });
  assert.deepEqual(receipt.missing, [picture.sha256]);
  const uploaded = await server.app.inject({
    method: 'PUT',
    url: `/v1/reports/${receipt.reportId}/attachments/${picture.sha256}`,
    headers: { authorization: `Bearer ${receipt.receiptToken}`, 'content-type': 'application/octet-stream' },
    payload: picture.ciphertext,
  });
  assert.equal(uploaded.statusCode, 204, uploaded.body);
  await server.worker.drain();
  assert.equal((await readReport(server, receipt)).status, 'in-review');

  const reviewer = await server.logIn('reviewer');
  const call = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const response = await server.app.inject({
      method,
      url,
      headers: reviewer.headers,
      ...(body && { payload: body }),
    });
    assert.ok(response.statusCode < 300, `${url}: ${response.statusCode} ${response.body}`);
    return response;
  };
  const summary = CaseSummary.parse((await call('POST', '/v1/queue/claim-next')).json());
  assert.equal(summary.level, 'VERIFIED');
  assert.equal(summary.priority, 'P0');
  assert.deepEqual(summary.subject, { kind: 'account', accountId: mal, hubId: hub.hubId });

  const begun = { caseId: summary.caseId, purpose: 'review', reason: null };
  const view = EvidenceView.parse((await call('POST', '/v1/evidence-views', begun)).json());
  assert.deepEqual(
    view.conversation.map((entry) => (entry.type === 'gap' ? `gap ${entry.from}-${entry.to}` : entry.sequence)),
    [before.sequence, 'gap 3-3', threat.sequence],
  );
  const shown = view.conversation.flatMap((entry) => (entry.type === 'message' ? entry.parts : []));
  const part = shown.find((one) => one.type === 'attachment');
  assert.ok(part?.type === 'attachment' && part.attachmentId !== null);
  assert.equal(part.state, 'available');
  const bytes = await call('GET', `/v1/evidence-views/${view.viewId}/attachments/${part.attachmentId}`);
  assert.equal(bytes.headers['content-type'], 'image/webp');
  assert.equal((await sharp(bytes.rawPayload).metadata()).width, 64);

  const decided = await call('POST', `/v1/cases/${summary.caseId}/decisions`, {
    action: 'suspend',
    policyId: 'threats',
    reason: 'You threatened to hurt a person.',
    days: 7,
    reportCount: summary.reportCount,
    departedWhy: 'as the test has it',
  });
  const decision = DecisionView.parse(decided.json());
  assert.equal(decision.delivery, 'pending');
  await server.worker.drain();

  const [event] = received;
  assert.ok(event?.type === 'account.suspended');
  assert.equal(event.data.accountId, mal);
  assert.equal(event.sequence, 1);
  assert.equal(event.data.notice.reason, 'You threatened to hurt a person.');
  assert.equal(event.data.notice.policy?.id, 'threats');
  assert.equal(event.data.notice.automated, false);

  const told = await readReport(server, receipt);
  assert.equal(told.status, 'decided');
  assert.equal(told.decision?.outcome, 'action-taken');
  assert.match(told.decision?.summary ?? '', /Meldung geprüft/);
  const page = CasePage.parse((await call('GET', `/v1/cases/${summary.caseId}`)).json());
  assert.equal(page.decisions[0]?.delivery, 'delivered');
  assert.deepEqual(
    page.timeline.map((entry) => entry.kind),
    ['opened', 'report-joined', 'claimed', 'viewed', 'decided', 'delivered'],
  );
});
