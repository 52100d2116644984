/** What a picture does to its decoder is the answer for this picture, and for no other. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHasher } from '@wellhouse/fingerprint/node';

const childFile = join(import.meta.dirname, 'support/wayward-child.ts');
/** Only a child that hangs has to run into the limit of time; a busy machine must not push the others there. */
const limits = { seconds: 60, memoryMiB: 400 };
const expected: Record<string, string> = {
  die: 'decoder-died',
  'die of a signal': 'decoder-died',
  hang: 'timeout',
  hoard: 'memory',
  babble: 'decoder-died',
  'lie in JSON': 'decoder-died',
  'lie about the hash': 'decoder-died',
  'lie about the code': 'decoder-died',
  'lie about the job': 'decoder-died',
};

for (const [act, code] of Object.entries(expected)) {
  test(`a decoder that would ${act}: its picture is answered with ${code}, those beside and after it are hashed`, async () => {
    const seconds = code === 'timeout' ? 10 : limits.seconds;
    const hasher = createHasher({ workers: 2, limits: { ...limits, seconds }, childFile });
    const contents = ['one', act, 'two', 'three', 'four', 'five'];
    const results = await Promise.all(contents.map((content) => hasher.hash(Buffer.from(content))));
    assert.deepEqual(
      results.map((result) => (result.ok ? 'hashed' : result.code)),
      ['hashed', code, 'hashed', 'hashed', 'hashed', 'hashed'],
    );
    const [, refused] = results;
    assert.match(refused?.md5 ?? '', /^[0-9a-f]{32}$/, 'an exact match must still be possible');
    hasher.close();
  });
}

test('a second answer to one picture is no answer to the next', async () => {
  const hasher = createHasher({ workers: 1, limits, childFile });
  await hasher.hash(Buffer.from('answer twice'));
  const next = await hasher.hash(Buffer.from('one'));
  assert.ok(!next.ok || next.pdq.every((byte) => byte === 0));
  hasher.close();
});

test('after close nothing is hashed, and what was under way is answered', async () => {
  const hasher = createHasher({ workers: 1, limits, childFile });
  const underWay = [hasher.hash(Buffer.from('hang')), hasher.hash(Buffer.from('waiting'))];
  hasher.close();
  const codes = (await Promise.all(underWay)).map((result) => result.ok || result.code);
  assert.deepEqual(codes, ['decoder-died', 'decoder-died']);
  await assert.rejects(hasher.hash(Buffer.from('late')), { code: 'closed' });
});
