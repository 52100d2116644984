/** `wellhouse verify` on the published test vectors: every rejected one comes with a reason that a person understands. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { captureCommand } from '../support/capture-command.ts';

interface Vector {
  name: string;
  operation: string;
  expected: string | null;
  found: string | null;
  asExpected: boolean;
  why: string | null;
}

const folder = new URL('../../../../docs/spec/vectors/', import.meta.url);
const files = ['franking-f1.json', 'franking-f0.json', 'attachments.json'];
let scratch = '';
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'wellhouse-vectors-'));
});
after(() => rm(scratch, { recursive: true, force: true }));

/** What a person reads first: the sentence before the detail in brackets. */
const sentence = (why: string) => why.slice(0, why.indexOf(' ('));

for (const name of files) {
  describe(name, () => {
    test('every vector has the verdict that the file gives it', async () => {
      const { code, output } = await captureCommand(['verify', new URL(name, folder).pathname, '--json']);
      const answer: { asExpected: boolean; vectors: Vector[] } = JSON.parse(output);
      assert.deepEqual(
        answer.vectors.filter(({ asExpected }) => !asExpected),
        [],
      );
      assert.equal(code, 0);
      const file: { negative: unknown[] } = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
      assert.equal(answer.vectors.filter(({ found }) => found !== null).length, file.negative.length);
    });

    test('every rejected vector has a sentence without codes, and a detail that says where', async () => {
      const { output } = await captureCommand(['verify', new URL(name, folder).pathname, '--json']);
      const { vectors }: { vectors: Vector[] } = JSON.parse(output);
      const byCode = new Map<string, string>();
      for (const { found, why } of vectors) {
        if (found === null || why === null) continue;
        const said = sentence(why);
        assert.ok(said.split(' ').length >= 5, `${found}: "${said}" is no sentence`);
        assert.doesNotMatch(said, /undefined|null|NaN|\[object|[a-z]+-[a-z]+-[a-z]+|[a-z][A-Z]/, said);
        assert.ok(why.endsWith(')') && why.length > said.length + 5, why);
        assert.equal(byCode.get(found) ?? said, said, 'one code, one sentence');
        byCode.set(found, said);
      }
      assert.ok(byCode.size >= 10);
    });
  });
}

test('for a person: one line a vector and the sum', async () => {
  const { code, output } = await captureCommand(['verify', new URL('franking-f1.json', folder).pathname]);
  assert.equal(code, 0);
  const lines = output.trimEnd().split('\n');
  assert.match(lines.at(-1) ?? '', /^(\d+) of \1 vectors as expected$/);
  const swap = lines.find((line) => line.includes('frank swap'));
  assert.match(swap ?? '', /refuses .*: the signature of the stamp is false: the delivery service did not stamp this/);
});

test('a vector with another verdict than ours is called WRONG, exit code 1', async () => {
  const file = JSON.parse(await readFile(new URL('franking-f1.json', folder), 'utf8'));
  file.negative[0].code = 'trailing-bytes';
  file.positive[0].evidence[0].item.partCount = 1;
  file.positive[1].tag = file.positive[0].tag;
  const path = join(scratch, 'altered.json');
  await writeFile(path, JSON.stringify(file));
  const { code, output } = await captureCommand(['verify', path]);
  assert.equal(code, 1);
  assert.equal(output.match(/^WRONG /gm)?.length, 4);
  assert.match(output, /expected trailing-bytes/);
  assert.match(output, /expected to be accepted/);
});

test('vectors of a specification that is not known, in another form, or none at all: exit code 2 and a sentence', async () => {
  for (const content of [
    { specification: 'other', negative: [] },
    { specification: 'docs/spec/franking.md', negative: [7] },
    { specification: 'docs/spec/franking.md', hubId: 'h', hubKeys: [], positive: [], negative: [] },
  ]) {
    const path = join(scratch, 'unknown.json');
    await writeFile(path, JSON.stringify(content));
    const { code, errors } = await captureCommand(['verify', path]);
    assert.equal(code, 2);
    assert.match(errors, /^wellhouse: read the vectors: /);
  }
});

test('a file beside vectors: exit code 2, it would not be looked at', async () => {
  const vectors = new URL('franking-f1.json', folder).pathname;
  const { code, errors } = await captureCommand(['verify', vectors, '--attachment', '0.1=nowhere']);
  assert.equal(code, 2);
  assert.match(errors, /go with evidence/);
});
