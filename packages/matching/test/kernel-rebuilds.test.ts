import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileKernel } from '../scripts/compile-kernel.ts';

test('the committed kernel is what its source compiles to', async () => {
  const committed = readFileSync(new URL('../src/kernel-wasm.ts', import.meta.url), 'utf8');
  assert.equal(await compileKernel(), committed);
});
