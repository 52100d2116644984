import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EvidenceView } from '@wellhouse/protocol';
import sharp from 'sharp';
import { report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, encryptAttachment, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let who: TestSession;
before(async () => {
  server = await startServerWithHub(hub);
  who = await server.logIn('reviewer');
});
after(() => server.close());

/** A harmless drawing with enough in it to have looks. */
function drawing(seed: number, text = ''): Promise<Buffer> {
  const shapes = Array.from({ length: 24 }, (_, index) => {
    const at = (n: number) => ((seed * 7919 + index * 104_729 + n * 1_299_709) % 997) / 997;
    return `<rect x="${at(1) * 480}" y="${at(2) * 320}" width="${20 + at(3) * 130}" height="${20 + at(4) * 110}"
      fill="hsl(${at(5) * 360} 60% ${20 + at(6) * 60}%)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"><rect width="480" height="320" fill="#ccc"/>
    ${shapes.join('')}<text x="10" y="310" font-size="12">${text}</text></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** One report about a sender with one message for each of these files. */
async function reportFiles(sender: string, files: readonly Buffer[]): Promise<string> {
  const sealed = files.map((file) => encryptAttachment(file));
  const evidence = sealed.map(({ attachment }) =>
    disclose(hub.send({ sender, parts: [{ type: 'attachment', attachment }] })),
  );
  const attachments = sealed.map(({ sha256, ciphertext }) => ({ sha256, size: ciphertext.length }));
  const receipt = await report(server, hub, samplePayload({ evidence }), { attachments });
  for (const { sha256, ciphertext } of sealed) {
    const response = await server.app.inject({
      method: 'PUT',
      url: `/v1/reports/${receipt.reportId}/attachments/${sha256}`,
      headers: { authorization: `Bearer ${receipt.receiptToken}`, 'content-type': 'application/octet-stream' },
      payload: Buffer.from(ciphertext),
    });
    assert.equal(response.statusCode, 204, response.body);
    await server.worker.drain();
  }
  const row = await server.deps.database.kysely
    .selectFrom('report')
    .select('case_id')
    .where('report_id', '=', receipt.reportId)
    .executeTakeFirstOrThrow();
  assert.ok(row.case_id !== null);
  return row.case_id;
}

async function call(method: 'GET' | 'POST', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
}

async function look(caseId: string) {
  const response = await call('POST', '/v1/evidence-views', { caseId, purpose: 'review', reason: 'test' });
  assert.equal(response.statusCode, 201, response.body);
  const view = EvidenceView.parse(response.json());
  const pictures = view.conversation.flatMap((entry) =>
    entry.type === 'message'
      ? entry.parts.flatMap((part) => (part.type === 'attachment' && part.attachmentId !== null ? [part] : []))
      : [],
  );
  const fetch = (attachmentId: string | null) =>
    call('GET', `/v1/evidence-views/${view.viewId}/attachments/${attachmentId}`);
  return { view, pictures, fetch };
}

async function decide(caseId: string): Promise<void> {
  await server.deps.database.pool.query(`update case_file set state = 'decided', decided_at = $2 where case_id = $1`, [
    caseId,
    server.deps.clock(),
  ]);
}

test('a picture that a person has decided about is not shown again in another case, but for a reason, and logged', async () => {
  const file = await drawing(1);
  const before = await reportFiles('painter@x', [file]);
  const open = await look(before);
  assert.deepEqual([open.pictures[0]?.known ?? null, open.pictures[0]?.sameAs ?? null], [null, null]);
  assert.equal((await open.fetch(open.pictures[0]?.attachmentId ?? null)).statusCode, 200);
  await decide(before);

  const { view, pictures, fetch } = await look(await reportFiles('copyist@x', [file]));
  const [picture] = pictures;
  assert.equal(picture?.known?.caseId, before);
  assert.match(picture?.known?.number ?? '', /^C-\d+$/);
  const id = picture?.attachmentId ?? null;
  assert.equal((await fetch(id)).json().code, 'picture-known');
  const url = `/v1/evidence-views/${view.viewId}/attachments/${id}/reason`;
  assert.equal((await call('POST', url, { reason: 'x' })).statusCode, 400, 'a letter is no reason');
  assert.equal((await call('POST', url, { reason: 'The writing on it differs.' })).statusCode, 204);
  assert.equal((await fetch(id)).statusCode, 200);
  assert.equal((await fetch(id)).statusCode, 200, 'a browser may ask twice');
  const { rows } = await server.deps.database.pool.query(
    `select details->>'reason' as reason from audit_entry where action = 'evidence.known-picture'`,
  );
  assert.deepEqual(rows, [{ reason: 'The writing on it differs.' }]);
  const stranger = await server.logIn('reviewer');
  const theirs = await server.app.inject({
    method: 'POST',
    url,
    headers: stranger.headers,
    payload: { reason: 'why' },
  });
  assert.equal(theirs.statusCode, 404, 'not their look');
});

test('pictures of one case that look the same stand behind the first of them', async () => {
  const file = await drawing(2);
  const smaller = await sharp(file).resize(300).jpeg({ quality: 60 }).toBuffer();
  const another = await drawing(3);
  const { pictures, fetch } = await look(await reportFiles('sketcher@x', [file, smaller, another]));
  assert.equal(pictures.length, 3);
  const [first] = pictures;
  assert.deepEqual(
    pictures.map(({ sameAs }) => sameAs ?? null),
    [null, first?.attachmentId, null],
  );
  assert.equal((await fetch(pictures[1]?.attachmentId ?? null)).json().code, 'picture-known');
  assert.equal((await fetch(pictures[2]?.attachmentId ?? null)).statusCode, 200);
});

test('an animation is shown as one still that does not move', async () => {
  const frames = await Promise.all([4, 5, 6].map((seed) => drawing(seed)));
  const gif = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
  const { pictures, fetch } = await look(await reportFiles('animator@x', [gif]));
  const shown = await fetch(pictures[0]?.attachmentId ?? null);
  assert.equal(shown.statusCode, 200, shown.body.slice(0, 200));
  const { format, pages = 1 } = await sharp(shown.rawPayload).metadata();
  assert.deepEqual([format, pages], ['webp', 1]);
});
