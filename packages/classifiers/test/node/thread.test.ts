/** The worker thread of Node, with an engine of drill words. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { PackSource } from '@wellhouse/classifiers/node';
import { startThread } from '../../src/node/start-thread.ts';
import { createClassifier } from '../../src/runtime/create-classifier.ts';
import type { ClassifierProblem } from '../../src/runtime/messages.ts';
import type { ClassifierOptions } from '../../src/runtime/options.ts';
import { otherSeed, smallPack, trustedKeys } from '../support/small-pack.ts';

const open: { close(): void }[] = [];
after(() => {
  for (const one of open) one.close();
});

const english: PackSource = { language: 'en', load: async () => smallPack() };

function drill(options: Partial<ClassifierOptions> = {}) {
  const problems: ClassifierProblem[] = [];
  const classifier = createClassifier(
    { packs: [english], trustedKeys, onProblem: (problem) => problems.push(problem), ...options },
    (events) => startThread(events, new URL('../support/drill-thread.ts', import.meta.url)),
  );
  open.push(classifier);
  return { classifier, problems, codes: () => problems.map(({ code }) => code) };
}

const ordinary = 'keep a seat for me please, I will be late';

test('a message gets its scores, its prompt and its language', async () => {
  const { classifier, problems } = drill();
  assert.deepEqual(await classifier.classify({ text: `${ordinary} drill-threat` }), {
    scores: { threat: 0.9, spam: 0.2 },
    prompt: 'threat',
    language: 'en',
    silent: null,
  });
  assert.equal((await classifier.classify({ text: ordinary })).prompt, null);
  assert.deepEqual(
    classifier.packs.map(({ id }) => id),
    ['drill-en'],
  );
  assert.deepEqual(problems, []);
});

test('a language without a pack gets no prompt, and neither does what is in no language', async () => {
  const { classifier } = drill();
  const german = await classifier.classify({ text: 'Ich komme heute etwas später, drill-threat, fangt ohne mich an' });
  assert.deepEqual(german, { scores: {}, prompt: null, language: 'de', silent: 'no-pack' });
  for (const text of ['👍🏽👍🏽👍🏽', '12345', '', '\u202e\u200b']) {
    const none = await classifier.classify({ text, languages: ['en'] });
    assert.deepEqual(none, { scores: {}, prompt: null, language: null, silent: 'undecided-language' });
  }
});

test('bad texts are answered: a megabyte, invisible characters, both directions, mixed scripts, broken Unicode', async () => {
  const { classifier, problems } = drill();
  const texts = [
    `${ordinary} `.repeat(26_000),
    'a'.repeat(2 ** 21),
    [...ordinary].join('\u200b'),
    `\u202e${ordinary}\u2066\u2067`,
    `${ordinary} שלום мир 你好 العالم`,
    `${ordinary}\ud800\udfff\ud800`,
    '\u0000\u0001\ufffe'.repeat(100),
    'z\u0301'.repeat(50_000),
  ];
  for (const text of texts) {
    const { scores, prompt } = await classifier.classify({
      text,
      languages: ['en', 'xx', '', '\u0000', 'en'.repeat(999)],
    });
    assert.equal(prompt, null);
    for (const score of Object.values(scores)) assert.ok(score >= 0 && score <= 1);
  }
  assert.deepEqual(problems, []);
});

test('a thread that dies, runs out of memory or hangs costs one verdict and is replaced', async () => {
  const { classifier, codes } = drill({ limits: { messageSeconds: 20 } });
  assert.equal((await classifier.classify({ text: `${ordinary} drill-die` })).silent, 'unavailable');
  assert.equal((await classifier.classify({ text: ordinary })).silent, null, 'the first replacement comes at once');
  assert.deepEqual(codes(), ['worker-died']);
  const memory = drill();
  assert.equal((await memory.classifier.classify({ text: `${ordinary} drill-memory` })).silent, 'unavailable');
  assert.equal((await memory.classifier.classify({ text: ordinary })).silent, null);
  assert.deepEqual(memory.codes(), ['worker-died']);
  const hanging = drill({ limits: { messageSeconds: 3 } });
  assert.equal((await hanging.classifier.classify({ text: `${ordinary} drill-hang` })).silent, 'unavailable');
  assert.deepEqual(hanging.codes(), ['worker-hung']);
});

test('an engine that throws leaves the others their verdicts', async () => {
  const { classifier, problems } = drill();
  assert.equal((await classifier.classify({ text: `${ordinary} drill-throw` })).silent, 'unavailable');
  assert.equal((await classifier.classify({ text: ordinary })).silent, null);
  assert.deepEqual(problems, [{ code: 'engine-failed', language: 'en', detail: 'Error' }]);
});

test('of two packs of a language the first is used, and the second named', async () => {
  const second = { language: 'en', load: async () => smallPack({ version: 2 }) };
  const { classifier, codes } = drill({ packs: [english, second] });
  assert.equal((await classifier.classify({ text: ordinary })).silent, null);
  assert.deepEqual([classifier.packs.map(({ version }) => version), codes()], [[3], ['pack-unusable']]);
});

test('packs that are corrupt, foreign, downgraded or of another kind are named and give no verdict', async () => {
  const corrupt = smallPack();
  corrupt[corrupt.length - 1] = 0;
  const cases: [string, Uint8Array, ClassifierOptions['versions']?][] = [
    ['section-corrupt', corrupt],
    ['truncated', smallPack().subarray(0, 300)],
    ['untrusted-key', smallPack({}, otherSeed)],
    ['other-pack', smallPack({ language: 'de' })],
    ['not-a-pack', new TextEncoder().encode('<!doctype html>')],
    ['downgraded', smallPack(), { all: () => ({ 'drill-en': 4 }), saw: () => undefined }],
  ];
  for (const [code, bytes, versions] of cases) {
    const packs = [{ language: 'en', load: async () => bytes }];
    const { classifier, codes } = drill({ packs, ...(versions && { versions }) });
    assert.equal((await classifier.classify({ text: ordinary })).silent, 'unavailable', code);
    assert.deepEqual(codes(), [code]);
    assert.deepEqual(classifier.packs, []);
    classifier.close();
  }
});
