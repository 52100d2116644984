import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import {
  type AttachmentDescriptor,
  type AttachmentSeal,
  discloseMessage,
  evidenceToJson,
  sealAttachment,
} from '@wellhouse/franking';
import { reportLimits } from '@wellhouse/protocol';
import sharp from 'sharp';
import { decodePicture } from '../../src/evidence/decode-picture.ts';
import { pictureLimits } from '../../src/evidence/picture-limits.ts';
import { openCaseVault } from '../../src/platform/case-vault.ts';
import { StoredItem } from '../../src/schema/stored-item.ts';
import { report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, encryptAttachment, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

/** A PNG of the given size whose pixels compress to almost nothing: kilobytes that want gigabytes. */
function bombPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  // one row of zeros, repeated by the compressor; a fraction of the rows is enough to look true
  const pixels = deflateSync(Buffer.alloc((width + 1) * Math.min(height, 64)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const square = (edge: number) => sharp({ create: { width: edge, height: edge, channels: 3, background: '#457' } });

test('a picture is encoded anew, small enough, and without its metadata', async () => {
  const photo = await square(2_000)
    .withExif({ IFD0: { Copyright: 'where I live' } })
    .jpeg()
    .toBuffer();
  const decoded = await decodePicture(photo);
  assert.ok(decoded.ok);
  assert.deepEqual([decoded.width, decoded.height], [1_600, 1_600]);
  const { format, exif } = await sharp(decoded.webp).metadata();
  assert.deepEqual([format, exif], ['webp', undefined]);
});

const refused: [name: string, bytes: () => Promise<Buffer> | Buffer, code: string][] = [
  ['a decompression bomb of 2.5 gigapixels', () => bombPng(50_000, 50_000), 'picture-too-large'],
  ['a bomb as wide as PNG allows', () => bombPng(2_000_000, 2_000_000), 'picture-too-large'],
  [
    'an SVG, which can read files',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    'picture-unsupported',
  ],
  ['noise', () => randomBytes(5_000), 'picture-unsupported'],
  ['nothing', () => Buffer.alloc(0), 'picture-unsupported'],
  ['half a picture', async () => (await square(500).png().toBuffer()).subarray(0, 300), 'picture-unsupported'],
];
for (const [name, bytes, code] of refused) {
  test(`${name} is refused: ${code}`, async () => {
    const decoded = await decodePicture(await bytes());
    assert.equal(decoded.ok, false);
    assert.equal(decoded.ok ? null : decoded.code, code);
  });
}

test('a picture that takes too long, or too much memory, ends with its process', async () => {
  const photo = await square(3_000).png().toBuffer();
  const slow = await decodePicture(photo, { ...pictureLimits, seconds: 0.001 });
  assert.equal(slow.ok ? null : slow.code, 'picture-timeout');
  const large = await decodePicture(photo, { ...pictureLimits, memoryBytes: 1 });
  assert.ok(process.platform !== 'linux' || (!large.ok && large.code === 'picture-memory'));
  const heavy = await decodePicture(photo, { ...pictureLimits, inputBytes: 10 });
  assert.equal(heavy.ok ? null : heavy.code, 'picture-too-large');
});

async function reportPicture(options: {
  file?: Buffer;
  /** Uploaded instead of the announced ciphertext's own message. */
  descriptor?: (attachment: ReturnType<typeof encryptAttachment>['attachment']) => object;
}) {
  const file = options.file ?? (await square(40).png().toBuffer());
  const { ciphertext, attachment } = encryptAttachment(file);
  const changed = { ...attachment, ...options.descriptor?.(attachment) };
  return reportCiphertext(changed, ciphertext);
}

async function reportCiphertext(attachment: AttachmentDescriptor, ciphertext: Uint8Array) {
  const sha256 = Buffer.from(attachment.ciphertextSha256).toString('hex');
  const message = hub.send({ parts: [{ type: 'attachment', attachment }] });
  const attachments = [{ sha256, size: ciphertext.length }];
  const receipt = await report(server, hub, samplePayload({ evidence: [disclose(message)] }), { attachments });
  const response = await server.app.inject({
    method: 'PUT',
    url: `/v1/reports/${receipt.reportId}/attachments/${sha256}`,
    headers: { authorization: `Bearer ${receipt.receiptToken}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(ciphertext),
  });
  assert.equal(response.statusCode, 204, response.body);
  await server.worker.drain();
  const pictures = await server.deps.database.kysely
    .selectFrom('evidence_picture')
    .selectAll()
    .where('report_id', '=', receipt.reportId)
    .execute();
  assert.equal(pictures.length, 1);
  const [picture] = pictures;
  assert.ok(picture);
  return picture;
}

test('a reported picture lies in the blob store under the case key only', async () => {
  const picture = await reportPicture({});
  assert.equal(picture.state, 'available');
  const stored = await server.deps.blobs.get(`pictures/${picture.attachment_id}`);
  assert.ok(stored !== null && !stored.includes('WEBP'));
});

test('a description whose key is kept back is proven, and nothing of it can be opened, uploaded or not', async () => {
  const { ciphertext, attachment } = encryptAttachment(await square(40).png().toBuffer());
  const message = hub.send({ parts: [{ type: 'attachment', attachment }] });
  const evidence = evidenceToJson(discloseMessage(message));
  const sha256 = Buffer.from(attachment.ciphertextSha256).toString('hex');
  const receipt = await report(server, hub, samplePayload({ evidence: [{ ...evidence, role: 'reported' }] }), {
    attachments: [{ sha256, size: ciphertext.length }],
  });
  const response = await server.app.inject({
    method: 'PUT',
    url: `/v1/reports/${receipt.reportId}/attachments/${sha256}`,
    headers: { authorization: `Bearer ${receipt.receiptToken}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(ciphertext),
  });
  assert.equal(response.statusCode, 204, response.body);
  await server.worker.drain();
  const { kysely } = server.deps.database;
  const pictures = await kysely.selectFrom('evidence_picture').where('report_id', '=', receipt.reportId).execute();
  assert.equal(pictures.length, 0);
  const item = await kysely
    .selectFrom('evidence_item')
    .select(['case_id', 'item_id', 'level', 'content'])
    .where('report_id', '=', receipt.reportId)
    .executeTakeFirstOrThrow();
  assert.equal(item.level, 'VERIFIED');
  const vault = await openCaseVault(kysely, server.deps.keys, server.deps.random, item.case_id);
  const content = await vault?.openJson(item.content, `item:${item.item_id}`);
  const [part] = StoredItem.parse(content).parts;
  assert.ok(part?.type === 'attachment');
  assert.equal(part.opening, null);
  assert.equal(part.plaintextSha256, Buffer.from(attachment.plaintextSha256).toString('hex'));
});

test('B9: a ciphertext that a second message claims with another key is a mismatch, not another picture', async () => {
  const picture = await reportPicture({ descriptor: () => ({ key: randomBytes(32) }) });
  assert.equal(picture.state, 'mismatch');
  assert.equal(picture.problem?.code, 'attachment-key-mismatch');
});

test('a file that is not the one the message commits to is a mismatch', async () => {
  const picture = await reportPicture({ descriptor: () => ({ plaintextSha256: randomBytes(32) }) });
  assert.equal(picture.problem?.code, 'plaintext-mismatch');
});

/** Reports a chunked picture whose message says what `change` makes of the seal. */
async function reportChunked(change: (seal: AttachmentSeal) => AttachmentSeal) {
  const file = await square(300).png().toBuffer();
  const { seal, ciphertext } = await sealAttachment({ plaintext: file, chunkSize: 4_096 });
  const label = { url: 'https://messenger.test/blobs/2', name: 'p.png', mediaType: 'image/png', width: 0, height: 0 };
  return reportCiphertext({ ...label, ...change(seal) }, ciphertext);
}

test('a picture sealed in chunks is opened and shown', async () => {
  const picture = await reportChunked((seal) => seal);
  assert.deepEqual([picture.state, picture.width, picture.problem], ['available', 300, null]);
});

test('B9: a chunked file claimed with another key commits to its own, and is a mismatch', async () => {
  const picture = await reportChunked((seal) => ({ ...seal, key: randomBytes(32) }));
  assert.deepEqual([picture.state, picture.problem?.code], ['mismatch', 'attachment-key-mismatch']);
});

test('B11: a chunked file under another root, size or hash is a mismatch', async () => {
  for (const [code, change] of [
    ['leaf-list-mismatch', { chunkRoot: randomBytes(32) }],
    ['plaintext-mismatch', { plaintextSha256: randomBytes(32) }],
    ['attachment-truncated', { size: 1_000_000 }],
    ['attachment-extended', { size: 1 }],
  ] as const) {
    const picture = await reportChunked((seal) => ({ ...seal, ...change }));
    assert.deepEqual([picture.state, picture.problem?.code], ['mismatch', code]);
  }
});

test('a bomb in a report makes its picture unreadable and nothing else', async () => {
  const picture = await reportPicture({ file: bombPng(50_000, 50_000) });
  assert.equal(picture.state, 'unreadable');
  assert.equal(picture.problem?.code, 'picture-too-large');
  const filed = await server.deps.database.kysely
    .selectFrom('case_file')
    .select(['level', 'state'])
    .where('case_id', '=', picture.case_id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(filed, { level: 'VERIFIED', state: 'open' });
});

test('a picture that is never uploaded stays missing', async () => {
  const { attachment, sha256, ciphertext } = encryptAttachment(await square(8).png().toBuffer());
  const message = hub.send({ parts: [{ type: 'attachment', attachment }] });
  const attachments = [{ sha256, size: ciphertext.length }];
  const receipt = await report(server, hub, samplePayload({ evidence: [disclose(message)] }), { attachments });
  const picture = await server.deps.database.kysely
    .selectFrom('evidence_picture')
    .select('state')
    .where('report_id', '=', receipt.reportId)
    .executeTakeFirstOrThrow();
  assert.equal(picture.state, 'missing');
});

test('one upload that a thousand messages carry is opened no more often than a report may upload', async () => {
  const { attachment, sha256, ciphertext } = encryptAttachment(Buffer.from('costly to decode'));
  const parts = Array.from({ length: 63 }, () => ({ type: 'attachment' as const, attachment }));
  const item = disclose(hub.send({ parts }));
  const payload = samplePayload({
    evidence: Array(8).fill(item),
    attachments: [{ item: 7, part: 63, ciphertextSha256: sha256, size: ciphertext.length }],
  });
  await report(server, hub, payload, { attachments: [{ sha256, size: ciphertext.length }] });
  const pictures = await server.deps.database.kysely
    .selectFrom('evidence_picture')
    .innerJoin('evidence_item', 'evidence_item.item_id', 'evidence_picture.item_id')
    .select(['part_index', 'item_index'])
    .where('evidence_picture.report_id', '=', payload.reportId)
    .execute();
  assert.equal(pictures.length, reportLimits.attachments);
  assert.ok(
    pictures.some((one) => one.item_index === 7 && one.part_index === 63),
    'what the report names comes first',
  );
});
