import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { EvidenceView, type ReportReceipt, reportLimits } from '@wellhouse/protocol';
import sharp from 'sharp';
import { assertProblem } from './support/call.ts';
import { type ReportingWorld, startReportingWorld } from './support/reporting-world.ts';
import { type EncryptedPicture, encryptPicture, greyPng } from './support/sample-picture.ts';
import type { SampleReport } from './support/sample-report.ts';

let world: ReportingWorld;

before(async () => {
  world = await startReportingWorld();
});
after(() => world.server.close());

interface PictureReport {
  report: SampleReport;
  receipt: ReportReceipt;
  sha256: string;
}

/** A report, handed in, of a message that carries this picture; the ciphertext is still to come. */
async function handIn({ descriptor, ciphertext }: EncryptedPicture): Promise<PictureReport> {
  const { hub, mal, groupId } = world;
  const message = await hub.say(mal, groupId, [{ type: 'attachment', attachment: descriptor }]);
  const report = await world.report({ messages: [message], ciphertexts: [ciphertext] });
  const receipt = await world.caller.accepted(report, world.token());
  const sha256 = report.attachments[0]?.sha256 ?? '';
  assert.deepEqual(receipt.missing, [sha256]);
  return { report, receipt, sha256 };
}

/** What a reviewer sees of the report's picture. */
async function shown(receipt: ReportReceipt) {
  const { app, deps, worker, logIn } = world.server;
  await worker.drain();
  const row = await deps.database.kysely
    .selectFrom('report')
    .select('case_id')
    .where('report_id', '=', receipt.reportId)
    .executeTakeFirstOrThrow();
  const { headers } = await logIn('reviewer');
  const payload = { caseId: row.case_id, purpose: 'review', reason: 'a test' };
  const answer = await app.inject({ method: 'POST', url: '/v1/evidence-views', headers, payload });
  const parts = EvidenceView.parse(answer.json()).conversation.flatMap((entry) =>
    entry.type === 'message' && entry.reportIds.some((id) => id === receipt.reportId) ? entry.parts : [],
  );
  const [part] = parts.filter((each) => each.type === 'attachment');
  assert.ok(part, 'the message shows its attachment');
  return part;
}

/** Uploads the picture; it becomes `unreadable` for this reason, and a good picture after it is opened. */
async function unreadable(file: Buffer, code: string): Promise<void> {
  const picture = encryptPicture(file);
  const { receipt, sha256 } = await handIn(picture);
  assert.equal((await world.caller.upload(receipt, sha256, picture.ciphertext)).status, 204);
  const part = await shown(receipt);
  assert.equal(part.state, 'unreadable');
  assert.equal(part.problem?.code, code, part.problem?.detail);
  assert.equal((await world.caller.read(receipt)).status, 'in-review');
  await opens();
}

async function opens(): Promise<void> {
  const picture = encryptPicture(greyPng(320, 200));
  const { receipt, sha256 } = await handIn(picture);
  assert.equal((await world.caller.upload(receipt, sha256, picture.ciphertext)).status, 204);
  const part = await shown(receipt);
  assert.deepEqual([part.state, part.width, part.height], ['available', 320, 200]);
}

test('bytes that are not the announced ones are refused one by one, and the right ones are taken afterwards', async () => {
  const { caller } = world;
  const picture = encryptPicture(greyPng(320, 200));
  const { receipt, sha256 } = await handIn(picture);
  const { ciphertext } = picture;
  const wrong = Buffer.from(ciphertext);
  wrong[0] = (wrong[0] ?? 0) ^ 1;
  await assertProblem(await caller.upload(receipt, sha256, wrong), 'digest-mismatch');
  await assertProblem(await caller.upload(receipt, sha256, ciphertext.subarray(1)), 'digest-mismatch');
  await assertProblem(await caller.upload(receipt, sha256, new Uint8Array()), 'digest-mismatch');
  await assertProblem(await caller.upload(receipt, sha256, Buffer.concat([ciphertext, Buffer.of(0)])), 'too-large');
  const beyond = Buffer.alloc(reportLimits.attachmentBytes + 4096);
  await assertProblem(await caller.upload(receipt, sha256, beyond), 'too-large');
  const other = 'ab'.repeat(32);
  await assertProblem(await caller.upload(receipt, other, ciphertext), 'attachment-not-announced');
  await assertProblem(await caller.upload(receipt, 'xyz', ciphertext), 'invalid-request', '/params/sha256');
  await assertProblem(await caller.upload(receipt, '..%2f..%2fkeys', ciphertext), 'invalid-request');
  assert.deepEqual((await caller.read(receipt)).missing, [sha256]);
  assert.equal((await shown(receipt)).state, 'missing');

  for (let time = 0; time < 3; time++) assert.equal((await caller.upload(receipt, sha256, ciphertext)).status, 204);
  assert.deepEqual((await caller.read(receipt)).missing, []);
  assert.equal((await shown(receipt)).state, 'available');
});

test('an attachment needs the receipt token of its own report', async () => {
  const { caller } = world;
  const picture = encryptPicture(greyPng(8, 8));
  const { receipt, sha256 } = await handIn(picture);
  const other = await caller.accepted(await world.report(), world.token());
  for (const token of [other.receiptToken, world.token(), 'x']) {
    await assertProblem(await caller.upload(receipt, sha256, picture.ciphertext, token), 'unauthenticated');
  }
  assert.deepEqual((await caller.read(receipt)).missing, [sha256]);
});

test('a picture that comes before its report was verified, and one that comes after, are both opened', async () => {
  await opens();
  const picture = encryptPicture(greyPng(64, 64));
  const { receipt, sha256 } = await handIn(picture);
  assert.equal((await shown(receipt)).state, 'missing');
  assert.equal((await world.caller.upload(receipt, sha256, picture.ciphertext)).status, 204);
  assert.equal((await shown(receipt)).state, 'available');
});

test('a decompression bomb of 20,000 × 20,000 pixels in 50 KB is unreadable, and the worker lives', async () => {
  const bomb = greyPng(20_000, 20_000);
  assert.ok(bomb.length < 100_000, `${bomb.length} bytes`);
  await unreadable(bomb, 'picture-too-large');
});

test('pictures whose headers promise a universe, or no pixels at all, are unreadable', async () => {
  const png = greyPng(16, 16);
  for (const [width, height] of [
    [0x7fff_ffff, 0x7fff_ffff],
    [0xffff_ffff, 1],
    [0, 16],
  ] as const) {
    const lying = Buffer.from(png);
    lying.writeUInt32BE(width, 16);
    lying.writeUInt32BE(height, 20);
    const { state } = await afterUpload(lying);
    assert.equal(state, 'unreadable');
  }
  await opens();
});

test('what is no photograph is not decoded: SVG, PDF, text, noise, half a picture', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>';
  const jpeg = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();
  for (const file of [
    Buffer.from(svg),
    Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj'),
    Buffer.from('just words'),
    deflateSync(Buffer.alloc(1_000_000)),
    randomBytes(5_000),
    jpeg.subarray(0, 500),
  ]) {
    const part = await afterUpload(file);
    assert.deepEqual([part.state, part.problem?.code], ['unreadable', 'picture-unsupported']);
  }
  await opens();
});

async function afterUpload(file: Buffer) {
  const picture = encryptPicture(file);
  const { receipt, sha256 } = await handIn(picture);
  assert.equal((await world.caller.upload(receipt, sha256, picture.ciphertext)).status, 204);
  return shown(receipt);
}

test('a file that is not what the message commits to is a mismatch, whatever key the reporter has', async () => {
  const [honest, other] = [encryptPicture(greyPng(8, 8)), encryptPicture(greyPng(9, 9))];
  for (const [code, descriptor] of [
    ['attachment-key-mismatch', { ...honest.descriptor, key: other.descriptor.key }],
    ['plaintext-mismatch', { ...honest.descriptor, plaintextSha256: other.descriptor.plaintextSha256 }],
    ['plaintext-mismatch', { ...honest.descriptor, size: honest.descriptor.size + 1 }],
  ] as const) {
    const { receipt, sha256 } = await handIn({ descriptor, ciphertext: honest.ciphertext });
    assert.equal((await world.caller.upload(receipt, sha256, honest.ciphertext)).status, 204);
    const part = await shown(receipt);
    assert.deepEqual([part.state, part.problem?.code], ['mismatch', code]);
  }
});

test('other bytes than those that the message names never stand for its picture', async () => {
  const [honest, other] = [encryptPicture(greyPng(8, 8)), encryptPicture(greyPng(9, 9))];
  const { receipt, sha256 } = await handIn({ descriptor: honest.descriptor, ciphertext: other.ciphertext });
  assert.equal((await world.caller.upload(receipt, sha256, other.ciphertext)).status, 204);
  assert.equal((await shown(receipt)).state, 'missing');
});
