/** `wellhouse verify --attachment` and `--excerpt`: a file is held to what the sender of the message committed to. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  createContent,
  createStamp,
  discloseExcerpt,
  discloseMessage,
  evidenceToJson,
  generateHubKey,
  sealAttachment,
  sha256,
  toBase64Url,
} from '@wellhouse/franking';
import { captureCommand } from '../support/capture-command.ts';

const key = generateHubKey({ keyId: 1, notBefore: 0, notAfter: 4_000_000_000_000 });
const plaintext = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 251);
const sealed = await sealAttachment({ plaintext, chunkSize: 4_096 });

let folder = '';
const paths = { evidence: '', hidden: '', file: '', excerpt: '', other: '' };
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-attached-'));
  for (const name of Object.keys(paths)) Object.assign(paths, { [name]: join(folder, name) });
  await writeFile(paths.evidence, JSON.stringify(evidence([1, 2])));
  await writeFile(paths.hidden, JSON.stringify(evidence([1])));
  await writeFile(paths.file, sealed.ciphertext);
  await writeFile(
    paths.other,
    sealed.ciphertext.map((byte, index) => (index === 5_000 ? byte ^ 1 : byte)),
  );
  const { seal } = sealed;
  assert.ok(seal.algorithm === 'A256GCM-STREAM');
  const disclosed = await discloseExcerpt({
    seal,
    ranges: [{ start: 9_000, end: 9_010 }],
    read: ({ start, end }) => sealed.ciphertext.slice(start, end),
  });
  assert.ok(disclosed.ok);
  await writeFile(paths.excerpt, disclosed.excerpt);
});
after(() => rm(folder, { recursive: true, force: true }));

function evidence(reveal: number[], keys: number[] = reveal) {
  const groupId = new Uint8Array(16).fill(1);
  const sender = 'mal@hub.example';
  const { content, tag } = createContent({
    header: {
      ...{ sender, groupId, messageId: new Uint8Array(16), clientTime: 0, kind: 'media' },
      ...{ refersTo: null, expiresAfter: 0 },
    },
    parts: [
      { type: 'text', text: 'look' },
      {
        type: 'attachment',
        attachment: {
          ...{ url: 'https://media.example/1', name: 'drill.mp4', mediaType: 'video/mp4', width: 0, height: 0 },
          ...sealed.seal,
        },
      },
    ],
  });
  const context = { hubId: 'hub.example', sender, groupId, epoch: 1n, sequence: 1n, acceptedAt: 1_800_000_000_000 };
  const stamp = createStamp({ key, tag, context: { ...context, messageHash: sha256(content) } });
  return {
    evidence: [evidenceToJson(discloseMessage({ content, stamp, reveal, keys }))],
    keys: [
      {
        keyId: key.keyId,
        macKey: toBase64Url(key.macKey),
        publicKey: toBase64Url(key.publicKey ?? new Uint8Array()),
        notBefore: new Date(key.notBefore).toISOString(),
        notAfter: new Date(key.notAfter).toISOString(),
      },
    ],
    hubId: 'hub.example',
  };
}

test('the file that was sent: VERIFIED, with its size and hash', async () => {
  const { code, output } = await captureCommand(['verify', paths.evidence, '--attachment', `0.2=${paths.file}`]);
  assert.equal(code, 0);
  const digest = Buffer.from(sha256(plaintext)).toString('hex');
  assert.match(output, /item 0, part 2, attachment: VERIFIED: "drill\.mp4" \(video\/mp4\) is the file that was sent/);
  assert.ok(output.includes(`20000 bytes, SHA-256 ${digest}`));
});

test('evidence without the key: the words and the description hold', async () => {
  const path = join(folder, 'closed.json');
  await writeFile(path, JSON.stringify(evidence([1, 2], [])));
  const alone = await captureCommand(['verify', path]);
  assert.equal(alone.code, 0);
  assert.match(alone.output, /\[attachment without its key, SHA-256 [0-9a-f]{64}\]/);
});

/** Of a file beside evidence without its key: exit code, the line about the file, and the same in JSON. */
async function besideClosed(bytes: Uint8Array, closed = evidence([1, 2], [])) {
  const [path, file] = [join(folder, 'closed.json'), join(folder, 'beside')];
  await writeFile(path, JSON.stringify(closed));
  await writeFile(file, bytes);
  const { code, output } = await captureCommand(['verify', path, '--attachment', `0.2=${file}`]);
  const json = await captureCommand(['verify', path, '--attachment', `0.2=${file}`, '--json']);
  assert.equal(json.code, code);
  const { level, items, files } = JSON.parse(json.output);
  const { verified, compared, matches, code: why } = files[0];
  return {
    code,
    line: output.split('\n')[1] ?? '',
    level,
    item: items[0].level,
    json: [compared, matches, verified, why],
  };
}

test('evidence without the key, and the file that its sender named: a match of digests, which opens and verifies nothing', async () => {
  const found = await besideClosed(plaintext);
  assert.deepEqual([found.code, found.level], [0, 'VERIFIED']);
  assert.deepEqual(found.json, ['plaintext-digest', true, false, null]);
  assert.match(
    found.line,
    /^item 0, part 2, attachment: MATCH of digests alone, not verified: SHA-256 [0-9a-f]{64} is the/,
  );
  assert.match(found.line, /digest that the sender committed to for "drill\.mp4"/);
  assert.match(found.line, /proves nothing beyond the message/);
});

test('evidence without the key, and the encrypted upload: a match of digests, and nothing tells what is in it', async () => {
  const found = await besideClosed(sealed.ciphertext);
  assert.equal(found.code, 0);
  assert.deepEqual(found.json, ['ciphertext-digest', true, false, null]);
  assert.match(found.line, /MATCH of digests alone.* encrypted upload .*nothing tells what is in it/);
});

test('evidence without the key, and another file: a mismatch, exit code 1, and the item itself is as proven as before', async () => {
  const found = await besideClosed(plaintext.map((byte, index) => (index === 19_999 ? byte ^ 1 : byte)));
  assert.deepEqual([found.code, found.level, found.item], [1, 'ASSERTED', 'VERIFIED']);
  assert.deepEqual(found.json, ['plaintext-digest', false, false, 'plaintext-mismatch']);
  assert.match(
    found.line,
    /MISMATCH of digests \(plaintext-mismatch\): .*neither the file that the sender named nor its upload/,
  );
});

test('evidence without the key whose message is not proven compares nothing, the very file or not', async () => {
  const forged = evidence([1, 2], []);
  for (const known of forged.keys) known.macKey = toBase64Url(new Uint8Array(32));
  const found = await besideClosed(plaintext, forged);
  assert.equal(found.code, 1);
  assert.deepEqual(found.json, [null, false, false, 'hub-at-fault']);
});

test('the key of a file opens an upload and nothing else: the file itself is no match where the evidence has the key', async () => {
  const found = await besideClosed(plaintext, evidence([1, 2]));
  assert.equal(found.code, 1);
  assert.deepEqual(found.json.slice(0, 3), ['opened-file', false, false]);
  const { json } = await besideClosed(sealed.ciphertext, evidence([1, 2]));
  assert.deepEqual(json, ['opened-file', true, true, null]);
});

test('no piece of a file can be held to a description without its key: exit code 2', async () => {
  const path = join(folder, 'closed.json');
  await writeFile(path, JSON.stringify(evidence([1, 2], [])));
  const { code, errors } = await captureCommand(['verify', path, '--excerpt', `0.2=${paths.excerpt}`]);
  assert.equal(code, 2);
  assert.match(errors, /keeps the key of part 2 back/);
});

test('a piece of it: VERIFIED, and which bytes it proves', async () => {
  const { code, output } = await captureCommand(['verify', paths.evidence, '--excerpt', `0.2=${paths.excerpt}`]);
  assert.equal(code, 0);
  assert.match(output, /part 2, excerpt: VERIFIED: these are bytes 8192 to 12287 of 20000 of "drill\.mp4"/);
});

test('another file, and a piece that is none: not verified, in words, exit code 1', async () => {
  const other = ['--attachment', `0.2=${paths.other}`, '--excerpt', `0.2=${paths.file}`, '--json'];
  const { code, output } = await captureCommand(['verify', paths.evidence, ...other]);
  assert.equal(code, 1);
  const answer = JSON.parse(output);
  assert.equal(answer.level, 'ASSERTED');
  assert.deepEqual(
    answer.files.map((file: { code: string }) => file.code),
    ['ciphertext-mismatch', 'excerpt-malformed'],
  );
  assert.match(answer.files[0].why, /^this is not the file that was sent/);
});

test('a file beside a message that is not proven: the reason of the message, exit code 1', async () => {
  const forged = evidence([1, 2]);
  for (const known of forged.keys) known.macKey = toBase64Url(new Uint8Array(32));
  const path = join(folder, 'forged');
  await writeFile(path, JSON.stringify(forged));
  const { code, output } = await captureCommand(['verify', path, '--attachment', `0.2=${paths.file}`]);
  assert.equal(code, 1);
  assert.match(output, /^item 0: not verified \(hub-at-fault\): /);
  assert.match(output, /item 0, part 2, attachment: not verified .*: the message that names this file is not proven: /);
});

test('a part that was kept back, that is no attachment, that is not there, or an option that makes no sense: exit code 2', async () => {
  const cases: [string, string, RegExp][] = [
    [paths.hidden, `0.2=${paths.file}`, /item 0 discloses no attachment in part 2/],
    [paths.evidence, `0.1=${paths.file}`, /item 0 discloses no attachment in part 1/],
    [paths.evidence, `7.2=${paths.file}`, /item 7 discloses no attachment/],
    [paths.evidence, `0.2=${join(folder, 'nowhere')}`, /ENOENT/],
    [paths.evidence, paths.file, /write ITEM\.PART=FILE/],
  ];
  for (const [file, option, sentence] of cases) {
    const { code, errors } = await captureCommand(['verify', file, '--attachment', option]);
    assert.equal(code, 2, option);
    assert.match(errors, sentence);
  }
});
