import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstStaleDay } from '@wellhouse/taxonomy';
import { run } from '../lib/run.ts';

const first = firstStaleDay() ?? '';
const before = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10);
const check = (day: string) =>
  run(process.execPath, ['--conditions=wellhouse-src', 'scripts/checks/check-helplines.ts', '--on', day]);

test('the check of helplines passes on the last day of the oldest entry and names the day on which it will fail', async () => {
  const { code, output } = await check(before);
  assert.equal(code, 0, output);
  assert.ok(output.includes(`fails from ${first} on`), output);
});

test('the check of helplines fails on the day after, names entry and source, and says what to do', async () => {
  const { code, output } = await check(first);
  assert.equal(code, 1);
  assert.match(output, /us-988: last compared on \d{4}-\d\d-\d\d with https:/);
  assert.match(output, /write today into verifiedOn/);
  assert.match(output, /take the entry out/);
});
