/** `wellhouse classify --jsonl` answers line by line, as a device would. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openTextClassifier, shippedPacks, shippedPicturePack } from '@wellhouse/classifiers/node';
import { mildLines } from '../../../../packages/classifiers/test/support/mild-lines.ts';
import { trustedKeys } from '../../../../packages/classifiers/test/support/small-pack.ts';
import { textPack } from '../../../../packages/classifiers/test/support/text-pack.ts';
import { captureCommand } from '../support/capture-command.ts';

const ordinary = 'keep a seat for me please, I will be late';
const [key = ''] = trustedKeys;

let folder = '';
const at = (name: string) => join(folder, name);
const withPack = (...args: string[]) => [
  'classify',
  '--jsonl',
  '--pack',
  at('drill.whpack'),
  '--trusted-key',
  key,
  ...args,
];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellhouse-classify-'));
  await writeFile(at('drill.whpack'), textPack());
});
after(() => rm(folder, { recursive: true, force: true }));

async function classifyLines(lines: readonly string[], ...args: string[]) {
  await writeFile(at('lines.jsonl'), lines.join('\n'));
  const { code, output, errors } = await captureCommand(withPack(...args, at('lines.jsonl')));
  return {
    code,
    errors,
    answers: output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

test('each line gets its scores and its prompt, in order; exit code 0', async () => {
  const texts = [ordinary, `${ordinary} drillthreat`, ordinary, `drillthreat ${ordinary}`];
  const { code, errors, answers } = await classifyLines(texts.map((text) => JSON.stringify({ text })));
  assert.deepEqual([code, errors], [0, '']);
  assert.deepEqual(
    answers.map(({ prompt }) => prompt),
    [null, 'threat', null, 'threat'],
  );
  for (const answer of answers) {
    assert.deepEqual(Object.keys(answer), ['scores', 'prompt']);
    assert.deepEqual(Object.keys(answer.scores), ['threat', 'hate', 'insult', 'sexual', 'spam']);
    for (const score of Object.values(answer.scores)) assert.ok(typeof score === 'number' && score >= 0 && score <= 1);
  }
});

test('a language without a pack, and what is in none, is not scored and says so', async () => {
  const lines = [
    '{"text":"Ich komme heute etwas später, fangt bitte ohne mich an"}',
    '{"text":"👍🏽👍🏽👍🏽"}',
    '{"text":""}',
  ];
  const scores = { threat: 0, hate: 0, insult: 0, sexual: 0, spam: 0 };
  const plain = await classifyLines(lines);
  assert.equal(plain.code, 0);
  assert.deepEqual(
    plain.answers,
    lines.map(() => ({ scores, prompt: null })),
  );
  assert.match(plain.errors, /not scored: 3 \(1 in a language without a pack, 2 of which no language can be told\)/);
  const { code, answers } = await classifyLines(lines, '--details');
  assert.equal(code, 0);
  assert.deepEqual(answers, [
    { scores, prompt: null, language: 'de', silent: 'no-pack' },
    { scores, prompt: null, language: null, silent: 'undecided-language' },
    { scores, prompt: null, language: null, silent: 'undecided-language' },
  ]);
});

test('a bad line is named in its place and the others are answered; exit code 1', async () => {
  const good = JSON.stringify({ text: `${ordinary} drillthreat` });
  const long = JSON.stringify({ text: 'x'.repeat(9 * 2 ** 20) });
  const { code, answers } = await classifyLines([good, '{"text":', '', '[]', '{"text":7}', long, '"x"', good]);
  assert.equal(code, 1);
  assert.deepEqual(
    answers.map(({ error, prompt }) => (error ? `${error.code}: ${error.message}` : prompt)),
    [
      'threat',
      'line-invalid: line 2 is no JSON in UTF-8',
      'line-invalid: line 4 is not {"text": "…"}',
      'line-invalid: line 5 is not {"text": "…"}',
      'line-too-long: line 6 is longer than 8388608 bytes',
      'line-invalid: line 7 is not {"text": "…"}',
      'threat',
    ],
  );
});

test('a megabyte, broken Unicode and both directions of writing are answered', async () => {
  const texts = [`${ordinary} `.repeat(26_000), `${ordinary}\ud800`, `\u202e${ordinary}`, [...ordinary].join('\u200b')];
  const { code, answers } = await classifyLines(
    texts.map((text) => JSON.stringify({ text })),
    '--details',
  );
  assert.equal(code, 0);
  for (const { prompt, language } of answers) assert.deepEqual([prompt, language], [null, 'en']);
});

test('standard input is read as it comes', async () => {
  const program = join(import.meta.dirname, '../../src/cli/main.ts');
  const child = spawn(process.execPath, ['--conditions=wellhouse-src', program, ...withPack('--details')]);
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  const ended = new Promise((done) => child.once('close', done));
  // a line in two pieces, cut inside a character
  const bytes = Buffer.from(`${JSON.stringify({ text: `${ordinary} 👍` })}\n`);
  child.stdin.write(bytes.subarray(0, bytes.length - 6));
  child.stdin.end(bytes.subarray(bytes.length - 6));
  assert.equal(await ended, 0);
  assert.equal(JSON.parse(output).language, 'en');
});

test('a pipe that has a name, which can be read but once, is read whole', {
  skip: process.platform === 'win32',
}, async () => {
  const program = join(import.meta.dirname, '../../src/cli/main.ts');
  await writeFile(at('piped.jsonl'), `${JSON.stringify({ text: ordinary })}\n`.repeat(3));
  const shell = 'cat "$0" | "$@" /dev/stdin';
  const command = [process.execPath, '--conditions=wellhouse-src', program, ...withPack()];
  const { status, stdout, stderr } = spawnSync('sh', ['-c', shell, at('piped.jsonl'), ...command], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout.split('\n').filter(Boolean).length], [0, 3], stderr);
});

test('a pack of a stranger, a broken one and a missing file: exit code 2 and a named reason', async () => {
  await writeFile(at('broken.whpack'), textPack().subarray(0, 2_000));
  await writeFile(at('pictures.whpack'), await (await shippedPicturePack()).load());
  const cases: [string, string[]][] = [
    ['untrusted-key', ['--pack', at('drill.whpack'), at('lines.jsonl')]],
    ['truncated', ['--pack', at('broken.whpack'), '--trusted-key', key, at('lines.jsonl')]],
    ['file-missing', ['--pack', at('nothing.whpack'), at('lines.jsonl')]],
    ['file-missing', ['--pack', at('drill.whpack'), '--trusted-key', key, at('nothing.jsonl')]],
    ['file-missing', ['--pack', at('drill.whpack'), '--trusted-key', key, folder]],
    ['other-pack', ['--pack', at('pictures.whpack'), at('lines.jsonl')]],
    ['option-invalid', ['--trusted-key', key, at('lines.jsonl')]],
    ['option-invalid', ['--languages', 'en;de', at('lines.jsonl')]],
    ['option-invalid', ['--languages', '', at('lines.jsonl')]],
  ];
  await writeFile(at('lines.jsonl'), '{"text":""}');
  for (const [expected, args] of cases) {
    const { code, output } = await captureCommand(['classify', '--jsonl', '--json', ...args]);
    assert.deepEqual([code, JSON.parse(output).error.code], [2, expected]);
  }
  const { code, errors } = await captureCommand(['classify', at('lines.jsonl')]);
  assert.equal(code, 2);
  assert.match(errors, /--jsonl/);
});

test('with the packs that ship it says what a device with them says; five kinds, and all of the pack with --details', async () => {
  await writeFile(at('mild.jsonl'), mildLines.map((text) => JSON.stringify({ text })).join('\n'));
  const run = async (...args: string[]) => {
    const { code, output } = await captureCommand(['classify', '--jsonl', ...args, at('mild.jsonl')]);
    assert.equal(code, 0);
    return output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const classifier = openTextClassifier({ packs: await shippedPacks() });
  try {
    const verdicts = await Promise.all(mildLines.map((text) => classifier.classify({ text })));
    assert.deepEqual(
      await run('--details'),
      verdicts.map(({ scores, prompt, language }) => ({ scores, prompt, language })),
    );
    assert.deepEqual(
      await run(),
      verdicts.map(({ scores: { threat, hate, insult, sexual, spam }, prompt }) => ({
        scores: { threat, hate, insult, sexual, spam },
        prompt,
      })),
    );
    assert.ok(verdicts.some(({ scores }) => 'sextortion' in scores));
    assert.ok(verdicts.some(({ prompt }) => prompt !== null));
  } finally {
    classifier.close();
  }
});
