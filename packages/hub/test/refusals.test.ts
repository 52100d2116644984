import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeAuthenticatedData } from '@wellhouse/franking';
import { HubRefusal, type HubRefusalCode, type SubmittedMessage } from '../src/index.ts';
import { key, makeHub, now, submit } from './support/submission.ts';

const tag = new Uint8Array(32).fill(3);
const item = encodeAuthenticatedData(tag).subarray(1);

const refusals: [name: string, change: Partial<SubmittedMessage>, code: HubRefusalCode][] = [
  ['no authenticated data', { authenticatedData: new Uint8Array() }, 'tag-missing'],
  ['no item', { authenticatedData: Uint8Array.of(0) }, 'tag-missing'],
  [
    'tag under another component',
    { authenticatedData: Uint8Array.of(35, 0, 0x20, ...item.subarray(2)) },
    'tag-missing',
  ],
  ['two tags', { authenticatedData: Uint8Array.of(0x40, 70, ...item, ...item) }, 'tag-duplicate'],
  [
    'a tag cut short',
    { authenticatedData: encodeAuthenticatedData(tag).subarray(0, 30) },
    'authenticated-data-malformed',
  ],
  [
    'text as authenticated data',
    { authenticatedData: new TextEncoder().encode('hello') },
    'authenticated-data-malformed',
  ],
  ['4097 bytes of authenticated data', { authenticatedData: new Uint8Array(4_097) }, 'authenticated-data-malformed'],
  ['empty message', { message: new Uint8Array() }, 'message-empty'],
  ['message of 128 KiB and one byte', { message: new Uint8Array(128 * 1024 + 1) }, 'message-too-large'],
  ['no sender', { sender: '' }, 'sender-invalid'],
  ['sender of 256 bytes', { sender: 'ä'.repeat(128) }, 'sender-invalid'],
  ['sender with a lone surrogate', { sender: 'a\ud800' }, 'sender-invalid'],
  ['sender with a NUL, which no database would take in a report', { sender: 'a\u0000b' }, 'sender-invalid'],
  ['sender with a line break', { sender: 'a\nb' }, 'sender-invalid'],
  ['sender with DEL', { sender: 'a\u007f' }, 'sender-invalid'],
  ['no group', { groupId: new Uint8Array() }, 'group-invalid'],
  ['group of 256 bytes', { groupId: new Uint8Array(256) }, 'group-invalid'],
  ['negative epoch', { epoch: -1n }, 'epoch-invalid'],
  ['epoch beyond 64 bits', { epoch: 2n ** 64n }, 'epoch-invalid'],
];

for (const [name, change, code] of refusals) {
  test(`refuses a message: ${name}`, async () => {
    await assert.rejects(makeHub().accept({ ...submit('x'), ...change }), (error) => {
      assert.ok(error instanceof HubRefusal);
      assert.equal(error.code, code);
      return true;
    });
  });
}

test('refuses when no key is in use, before a number is taken', async () => {
  let numbered = 0;
  const store = { next: () => BigInt(++numbered) };
  for (const time of [key.notBefore - 1, key.notAfter + 1]) {
    await assert.rejects(makeHub({ store, clock: () => time }).accept(submit('x')), { code: 'key-missing' });
  }
  assert.equal(numbered, 0);
  assert.equal((await makeHub({ store, clock: () => key.notAfter }).accept(submit('x'))).sequence, 1n);
  assert.ok(key.notAfter > now);
});

test('the largest message fits, and a delivery service may set the limit', async () => {
  await makeHub().accept(submit('x', { message: new Uint8Array(128 * 1024) }));
  const hub = makeHub({ maximumMessageBytes: 10 });
  await assert.rejects(hub.accept(submit('x', { message: new Uint8Array(11) })), { code: 'message-too-large' });
});
