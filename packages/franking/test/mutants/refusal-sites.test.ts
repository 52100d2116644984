/** No refusal of the verifier without a mutant: whoever adds a check says which attack passes without it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, refusalSites, sourceLines, sourcesIn } from './support/refusal-sites.ts';
import { allMutants } from './table/all-mutants.ts';
import { equivalent } from './table/equivalent.ts';

const own = [
  ...['authenticated-data', 'base64url', 'check-received', 'commitment', 'compact-stamp', 'content', 'evidence-json'],
  ...['find-contradictions', 'kind-rules', 'open-content', 'part', 'primitives-noble', 'primitives-node'],
  ...[
    'public-key-rules',
    'read-evidence',
    'reader',
    'stamp',
    'stamp-context',
    'stamp-inputs',
    'utf8',
    'verify-evidence',
  ],
].map((name) => `franking/src/${name}.ts`);
const folders = ['hub/src/hub.ts', 'franking/src/attachments', 'franking/src/attachment.ts', 'franking/src/mimi'];
const sources = [...own, ...folders].flatMap(sourcesIn);

test('every line of the verifier that refuses has a mutant, or stands among the equivalents with a reason', () => {
  const touched = new Map<string, Set<number>>();
  for (const mutant of allMutants) {
    const lines = touched.get(mutant.file) ?? new Set();
    for (const line of linesOf(mutant)) lines.add(line);
    touched.set(mutant.file, lines);
  }
  const bare = sources
    .flatMap(refusalSites)
    .filter(({ file, line }) => touched.get(file)?.has(line) !== true)
    .filter(({ file, text }) => !equivalent.some((item) => item.file === file && text.includes(item.line)))
    .map(({ file, line, text }) => `${file}:${line} ${text}`);
  assert.deepEqual(bare, []);
});

test('every file of the table has mutants, and each equivalent stands in its file', () => {
  for (const { file, line } of equivalent) {
    assert.equal(sourceLines(file).filter((text) => text.includes(line)).length, 1, `${file}: ${line}`);
  }
  const mutated = new Set(allMutants.map(({ file }) => file));
  for (const source of sources) {
    if (refusalSites(source).length > 0) assert.ok(mutated.has(source), source);
  }
});

test('the equivalents are few', () => {
  assert.ok(equivalent.length * 10 <= allMutants.length);
});
