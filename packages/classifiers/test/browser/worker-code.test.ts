import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildLanguages } from '../../scripts/build-languages.ts';
import { buildWorker } from '../../scripts/build-worker.ts';

const sources = join(import.meta.dirname, '../../src');
const folder = join(sources, 'browser');

test('the scripts of the browser worker are what scripts/build-worker.ts builds from these sources', async () => {
  for (const [file, text] of Object.entries(await buildWorker())) {
    assert.ok(
      readFileSync(join(folder, file), 'utf8') === text,
      `${file} is not up to date: run scripts/build-worker.ts`,
    );
  }
});

test('the table of languages is what scripts/build-languages.ts makes of the package it comes from', async () => {
  const text = readFileSync(join(sources, 'language/language-table.ts'), 'utf8');
  assert.ok(text === (await buildLanguages()), 'it is not up to date: run scripts/build-languages.ts');
});
