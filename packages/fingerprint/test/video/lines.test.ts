/** Lines of vPDQ as Meta's tool writes and reads them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatVideoFrame, parseVideoFrame } from '@wellhouse/fingerprint';
import fc from 'fast-check';

const hex = 'e271017837246aaccddea259648fb7d62f435c89d9e99b2497763e216c8d055c';

test('a line of the reference is read and written the same', () => {
  for (const line of [`0,100,${hex},0.000`, `1,7,${hex},0.033`, `29970,50,${hex},1000.000`]) {
    assert.equal(formatVideoFrame(parseVideoFrame(line)), line);
  }
});

test('every frame comes back from its line, its time to a millisecond', () => {
  const frames = fc.record({
    frame: fc.nat(),
    quality: fc.integer({ min: 0, max: 100 }),
    hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    timestamp: fc.nat().map((ms) => ms / 1000),
  });
  fc.assert(fc.property(frames, (frame) => assert.deepEqual(parseVideoFrame(formatVideoFrame(frame)), { ...frame })));
});

test('fields behind the fourth are left out, as the reference leaves them out', () => {
  assert.deepEqual(parseVideoFrame(`3,99,${hex},0.1,a,b\r`), parseVideoFrame(`3,99,${hex.toUpperCase()},0.1`));
});

test('what is no line is refused', () => {
  const bad = [
    '',
    hex,
    `0,100,${hex}`,
    `0,101,${hex},0`,
    `-1,9,${hex},0`,
    `0,100,${hex.slice(1)},0.000`,
    `0,1,${hex},nan`,
  ];
  for (const text of bad) assert.throws(() => parseVideoFrame(text), { code: 'line-invalid' }, text);
});
