import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the source imports only itself and HPKE, so that it runs in a browser', () => {
  const folder = new URL('../src/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  assert.ok(files.includes('index.ts'));
  for (const file of files) {
    const source = readFileSync(new URL(file, folder), 'utf8');
    for (const [, from = ''] of source.matchAll(/from '([^']+)'/g)) {
      assert.match(from, /^(\.\/|@hpke\/)/, `${file} imports ${from}`);
    }
    assert.doesNotMatch(source, /\bBuffer\b|\bprocess\./, file);
  }
});
