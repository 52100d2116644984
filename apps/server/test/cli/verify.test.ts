import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  createContent,
  createStamp,
  discloseMessage,
  encodeStamp,
  evidenceToJson,
  generateHubKey,
  type HubKey,
  sha256,
  toBase64Url,
} from '@wellhouse/franking';
import { captureCommand } from '../support/capture-command.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-verify-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const hubKey = generateHubKey({ keyId: 1, notBefore: 0, notAfter: 4_000_000_000_000 });
const groupId = new TextEncoder().encode('group-1');
const acceptedAt = 1_800_000_000_000;

function keyJson(key: HubKey) {
  return {
    keyId: key.keyId,
    macKey: toBase64Url(key.macKey),
    publicKey: key.publicKey && toBase64Url(key.publicKey),
    notBefore: new Date(key.notBefore).toISOString(),
    notAfter: new Date(key.notAfter).toISOString(),
  };
}

function evidenceOf(text: string, key = hubKey) {
  const header = {
    sender: 'mal@hub.example',
    groupId,
    messageId: new Uint8Array(16).fill(7),
    clientTime: acceptedAt,
    kind: 'text',
    refersTo: null,
    expiresAfter: 0,
  } as const;
  const { content, tag } = createContent({ header, parts: [{ type: 'text', text }] });
  const stamp = createStamp({
    key,
    tag,
    context: {
      hubId: 'hub.example',
      sender: header.sender,
      groupId,
      epoch: 3n,
      sequence: 12n,
      acceptedAt,
      messageHash: sha256(content),
    },
  });
  const evidence = discloseMessage({ content, stamp: 'context' in stamp ? encodeStamp(stamp) : stamp });
  return { ...evidenceToJson(evidence), role: 'reported' };
}

async function verify(content: unknown, ...flags: string[]) {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return captureCommand(['verify', file, ...flags]);
}

const keys = [keyJson(hubKey)];

test('evidence that proves itself: VERIFIED, who, where, when and what, exit code 0', async () => {
  const { code, output } = await verify({ evidence: [evidenceOf('I will hurt you')], keys });
  assert.equal(code, 0);
  assert.match(
    output,
    /^item 0: VERIFIED: hub\.example accepted this from mal@hub\.example .* message 12 at 2027-01-15T08:00:00\.000Z: "I will hurt you"/,
  );
});

test('one changed word: not verified, said in words, exit code 1', async () => {
  const evidence = evidenceOf('see you at noon');
  const part = evidence.revealed.find(({ index }) => index === 1);
  assert(part !== undefined);
  const bytes = Buffer.from(part.part, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  part.part = bytes.toString('base64url');
  const { code, output } = await verify({ evidence: [evidence], keys });
  assert.equal(code, 1);
  assert.match(
    output,
    /^item 0: not verified \(mac-mismatch\): these words are not the ones that the delivery service stamped/,
  );
});

test('a stamp of another hub that uses the same key id: not verified', async () => {
  const other = generateHubKey({ keyId: 1, notBefore: 0, notAfter: 4_000_000_000_000 });
  assert.equal((await verify({ evidence: [evidenceOf('made up', other)], keys })).code, 1);
  const mismatch = await verify({ evidence: [evidenceOf('x')], keys, hubId: 'other.example' });
  assert.equal(mismatch.code, 1);
  assert.match(mismatch.output, /hub-mismatch/);
});

test('one bad item among good ones: exit code 1, and --json says which', async () => {
  const forged = evidenceOf('forged', generateHubKey({ keyId: 1, notBefore: 0, notAfter: 4_000_000_000_000 }));
  const { code, output } = await verify({ evidence: [evidenceOf('good'), forged], keys }, '--json');
  assert.equal(code, 1);
  const answer = JSON.parse(output);
  assert.equal(answer.level, 'ASSERTED');
  assert.deepEqual(
    answer.items.map((item: { level: string }) => item.level),
    ['VERIFIED', 'ASSERTED'],
  );
});

test('words that would drive the terminal are printed harmless', async () => {
  const { code, output } = await verify({
    evidence: [evidenceOf('\u001b[2J\u001b]0;owned\u0007\u202egnp.exe\u009b31m')],
    keys,
  });
  assert.equal(code, 0);
  const dangerous = [...output].filter((char) => char !== '\n' && /[\p{Cc}\u202e]/u.test(char));
  assert.deepEqual(dangerous, []);
});

test('an item that is no evidence spoils no other, and says what is wrong with it', async () => {
  const odd = [{ ...evidenceOf('x'), scheme: 'other' }, null, 7, {}, { ...evidenceOf('x'), stamp: '*' }];
  const { code, output } = await verify({ evidence: [evidenceOf('good'), ...odd], keys }, '--json');
  assert.equal(code, 1);
  const { items } = JSON.parse(output);
  assert.deepEqual(
    items.map((item: { code: string | null }) => item.code),
    [null, 'invalid-value', 'invalid-value', 'invalid-value', 'invalid-value', 'invalid-base64url'],
  );
  for (const { why } of items) assert.match(why, /\w+ \w+ \w+/);
});

const bad: [name: string, content: unknown][] = [
  ['no JSON', 'evidence'],
  ['no evidence', { evidence: [], keys }],
  ['no keys', { evidence: [evidenceOf('x')], keys: [] }],
  ['a key of 31 bytes', { evidence: [evidenceOf('x')], keys: [{ ...keyJson(hubKey), macKey: 'A'.repeat(42) }] }],
  ['a field too many', { evidence: [evidenceOf('x')], keys, level: 'VERIFIED' }],
];
for (const [name, content] of bad) {
  test(`a file with ${name}: exit code 2 and a sentence`, async () => {
    const { code, output, errors } = await verify(content);
    assert.equal(code, 2);
    assert.equal(output, '');
    assert.match(errors, /^wellhouse: read /);
    const json = await verify(content, '--json');
    assert.equal(JSON.parse(json.output).error.code, 'evidence-file-invalid');
  });
}

test('a file that is not there: exit code 2', async () => {
  const { code, errors } = await captureCommand(['verify', join(folder, 'nowhere.json')]);
  assert.equal(code, 2);
  assert.match(errors, /ENOENT/);
});
