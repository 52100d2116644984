import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HubKeyState, hubKeyState } from '../../src/index.ts';

const window = 90 * 24 * 3_600_000;
const key = { notBefore: 1_000_000, notAfter: 2_000_000 };

describe('the states of a hub key, at each of their edges', () => {
  const rows: [now: number, state: HubKeyState][] = [
    [0, 'announced'],
    [key.notBefore - 1, 'announced'],
    [key.notBefore, 'stamping'],
    [key.notAfter, 'stamping'],
    [key.notAfter + 1, 'verify-only'],
    [key.notAfter + window, 'verify-only'],
    [key.notAfter + window + 1, 'retired'],
    [Number.MAX_SAFE_INTEGER, 'retired'],
  ];
  for (const [now, state] of rows) {
    test(`at ${now} it is ${state}`, () => assert.equal(hubKeyState(key, now), state));
  }

  test('another window moves the last edge alone', () => {
    assert.equal(hubKeyState(key, key.notAfter + 5, 5), 'verify-only');
    assert.equal(hubKeyState(key, key.notAfter + 6, 5), 'retired');
    assert.equal(hubKeyState(key, key.notAfter, 0), 'stamping');
    assert.equal(hubKeyState(key, key.notAfter + 1, 0), 'retired');
  });

  test('what was said to be retired stays so, whatever the clock says', () => {
    for (const [now] of rows) assert.equal(hubKeyState({ ...key, retired: true }, now), 'retired');
  });

  test('a key never goes back to an earlier state as time goes on', () => {
    const order: HubKeyState[] = ['announced', 'stamping', 'verify-only', 'retired'];
    const seen = rows.map(([now]) => order.indexOf(hubKeyState(key, now)));
    assert.deepEqual(seen, seen.toSorted());
  });
});
