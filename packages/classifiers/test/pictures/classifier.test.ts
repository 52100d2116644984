/** Pictures, from the pixels to the verdict, in a worker thread. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type PackHeader, PictureError } from '@wellhouse/classifiers';
import {
  type ClassifierProblem,
  openPictureClassifier,
  openTextClassifier,
  packFile,
  shippedPicturePack,
} from '@wellhouse/classifiers/node';
import { createPictureClassifier } from '../../src/pictures/create-picture-classifier.ts';
import { otherSeed, smallPack, trustedKeys } from '../support/small-pack.ts';
import { drillNetwork } from './drill-network.ts';
import { committedPicture } from './png.ts';
import { smallPicturePack } from './small-picture-pack.ts';

const plain = committedPicture('messenger/public/pictures/lanterns.png');
const drill = committedPicture('server/src/drill/pictures/rings.png');

function open(t: TestContext, bytes: Uint8Array, versions: Readonly<Record<string, number>> = {}) {
  const problems: ClassifierProblem[] = [];
  const classifier = openPictureClassifier({
    pack: { language: 'zxx', load: async () => bytes },
    trustedKeys,
    versions: { all: () => versions, saw: () => undefined },
    onProblem: (problem) => problems.push(problem),
  });
  t.after(() => classifier.close());
  return { classifier, problems };
}

test('the pack that ships covers the picture of the drill, says that it is one, and leaves a plain one alone', async (t) => {
  const classifier = openPictureClassifier({ pack: await shippedPicturePack() });
  t.after(() => classifier.close());
  const verdict = await classifier.classify(drill);
  assert.deepEqual(verdict, {
    scores: { 'sensitive-picture': 1 },
    prompt: 'sensitive-picture',
    drill: true,
    language: null,
    silent: null,
  });
  const { scores, prompt, drill: rehearsed, silent } = await classifier.classify(plain);
  assert.deepEqual([prompt, rehearsed, silent], [null, false, null]);
  const score = scores['sensitive-picture'] ?? Number.NaN;
  assert.ok(score > 0 && score < 0.1, String(score));
  assert.deepEqual(
    classifier.packs.map(({ id, language, kinds }) => [id, language, kinds]),
    [['sensitive-picture', 'zxx', ['sensitive-picture']]],
  );
});

test('pixels stay with whoever gave them', async (t) => {
  const { classifier } = open(t, smallPicturePack());
  await classifier.classify(drill);
  assert.equal(drill.rgba.length, drill.width * drill.height * 4);
});

test('a picture that is none is refused at once, and costs the next one nothing', async (t) => {
  const { classifier, problems } = open(t, smallPicturePack());
  await assert.rejects(classifier.classify({ rgba: new Uint8Array(4), width: 2, height: 2 }), PictureError);
  await assert.rejects(classifier.classify({ rgba: new Uint8Array(0), width: 50_000, height: 50_000 }), {
    code: 'too-many-pixels',
  });
  assert.equal((await classifier.classify(plain)).silent, null);
  assert.deepEqual(problems, []);
});

const wrecked = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
const good = smallPicturePack();
const bad: readonly (readonly [string, Uint8Array, string])[] = [
  ['a corrupt pack', wrecked(good, good.length - 40), 'section-corrupt'],
  ['a truncated pack', good.subarray(0, good.length - 40), 'truncated'],
  ['a pack signed by somebody else', smallPicturePack({}, otherSeed), 'untrusted-key'],
  ['an older pack', smallPicturePack({ version: 1 }), 'downgraded'],
  ['a pack for a language', smallPack(), 'other-pack'],
  ['a pack for texts under the language of pictures', smallPack({ language: 'zxx' }), 'pack-unusable'],
  [
    'a pack whose model does not hold together',
    smallPicturePack({ model: { ...drillNetwork(1).model, layers: [] } as unknown as PackHeader['model'] }),
    'pack-unusable',
  ],
];
for (const [name, bytes, code] of bad) {
  test(`${name}: pictures are answered "unavailable", and there is one line on why`, async (t) => {
    const { classifier, problems } = open(t, bytes, { 'drill-picture': 2 });
    const verdicts = [await classifier.classify(plain), await classifier.classify(drill)];
    for (const verdict of verdicts) {
      assert.deepEqual(verdict, { scores: {}, prompt: null, language: null, silent: 'unavailable', drill: false });
    }
    assert.deepEqual(
      problems.map((problem) => [problem.code, problem.language]),
      [[code, 'zxx']],
    );
  });
}

test('a pack for pictures is no use to whoever asks about texts', async (t) => {
  const problems: ClassifierProblem[] = [];
  const bytes = smallPicturePack({ language: 'en' });
  const classifier = openTextClassifier({
    packs: [{ language: 'en', load: async () => bytes }],
    trustedKeys,
    onProblem: (problem) => problems.push(problem),
  });
  t.after(() => classifier.close());
  assert.equal(
    (await classifier.classify({ text: 'keep a seat for me please', languages: ['en'] })).silent,
    'unavailable',
  );
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['pack-unusable'],
  );
});

test('without a file there is no verdict, and messages wait for nothing', async (t) => {
  const problems: ClassifierProblem[] = [];
  const classifier = openPictureClassifier({
    pack: packFile('zxx', '/nowhere.whpack'),
    onProblem: (problem) => problems.push(problem),
  });
  t.after(() => classifier.close());
  assert.equal((await classifier.classify(plain)).silent, 'unavailable');
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['pack-not-loaded'],
  );
});

/** Seconds at which a pack is asked for that comes as wrong bytes, or not at all, where every second a picture with this verdict is looked at. */
async function fetchesOf(said: object, grey: number, comes: boolean): Promise<number[]> {
  const fetches: number[] = [];
  let seconds = 0;
  const load = async () => {
    fetches.push(seconds);
    if (!comes) throw new Error('the server answered 503');
    return new Uint8Array(3);
  };
  const classifier = createPictureClassifier(
    { pack: { language: 'zxx', load }, trustedKeys },
    ({ message }) => ({
      post(sent) {
        const problems = [{ code: 'section-corrupt', language: 'zxx', detail: 'drill' }];
        const verdict = { scores: {}, prompt: null, language: null, silent: null, drill: false, ...said };
        const answer =
          sent.type === 'open'
            ? { type: 'opened', cards: [], versions: {}, problems }
            : { type: 'verdict', id: sent.id, verdict };
        queueMicrotask(() => message(answer));
      },
      close: () => undefined,
    }),
    { now: () => seconds * 1_000, after: () => () => undefined },
  );
  for (; seconds < 320; seconds++) {
    await classifier.classify({ input: Int16Array.of(grey) }, { isUrgent: seconds % 2 === 0 });
    await new Promise((done) => setImmediate(done));
  }
  classifier.close();
  return fetches;
}

test('attack: when the pack for pictures is asked for again tells nothing of the pictures', async () => {
  const sensitive = { scores: { 'sensitive-picture': 0.9 }, prompt: 'sensitive-picture' };
  for (const [comes, expected] of [
    [true, [0, 10, 310]],
    [false, [0, 1, 2, 12]],
  ] as const) {
    for (const said of [{}, sensitive, { silent: 'unavailable' }, { ...sensitive, drill: true }]) {
      for (const grey of [0, 255]) {
        assert.deepEqual((await fetchesOf(said, grey, comes)).slice(0, 4), expected);
      }
    }
  }
});

test('attack: what others send does not hold up a picture that the person on this device waits for, however much it is', async (t) => {
  const looked: number[] = [];
  const started = Promise.withResolvers<void>();
  let answer: (id: number) => void = () => undefined;
  const classifier = createPictureClassifier(
    { pack: { language: 'zxx', load: async () => good }, trustedKeys },
    ({ message }) => {
      answer = (id) =>
        message({
          ...{ type: 'verdict', id },
          verdict: { scores: { 'sensitive-picture': 0.1 }, prompt: null, language: null, silent: null },
        });
      return {
        post(sent) {
          if (sent.type === 'open')
            queueMicrotask(() => message({ type: 'opened', cards: [], versions: {}, problems: [] }));
          else if (looked.push(sent.id) === 1) started.resolve();
        },
        close: () => undefined,
      };
    },
    { now: () => 0, after: () => () => undefined },
  );
  t.after(() => classifier.close());
  const small = { rgba: new Uint8Array(4), width: 1, height: 1 };
  const others = Array.from({ length: 105 }, () => classifier.classify(small));
  await started.promise;
  const own = [classifier.classify(small, { isUrgent: true }), classifier.classify(small, { isUrgent: true })];
  answer(1);
  assert.equal((await others[0])?.silent, null);
  for (const one of own) {
    answer(looked.at(-1) ?? 0);
    assert.equal((await one).silent, null);
  }
  assert.deepEqual(looked, [1, 101, 102, 2]);
});

test('a worker that dies or hangs costs one verdict, never an error; a hundred pictures wait and no more', async () => {
  const problems: string[] = [];
  let deaths = 0;
  let expire: () => void = () => undefined;
  const classifier = createPictureClassifier(
    { pack: { language: 'zxx', load: async () => good }, trustedKeys, onProblem: ({ code }) => problems.push(code) },
    ({ message, died }) => ({
      post(sent) {
        if (sent.type === 'open')
          queueMicrotask(() => message({ type: 'opened', cards: [], versions: {}, problems: [] }));
        else if (deaths++ === 0) died('drill');
      },
      close: () => undefined,
    }),
    {
      now: () => deaths * 1_000_000,
      after(_, act) {
        expire = act;
        return () => undefined;
      },
    },
  );
  assert.deepEqual(await classifier.classify(plain), {
    scores: {},
    prompt: null,
    language: null,
    silent: 'unavailable',
    drill: false,
  });
  const many = Array.from({ length: 105 }, () => classifier.classify({ rgba: new Uint8Array(4), width: 1, height: 1 }));
  const answered: number[] = [];
  for (const [at, one] of many.entries()) void one.then(() => answered.push(at));
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(answered, [100, 101, 102, 103, 104]);
  expire();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(answered.slice(5), [0], 'the one at which it hung, and none of those that wait');
  classifier.close();
  for (const verdict of await Promise.all(many)) assert.equal(verdict.silent, 'unavailable');
  assert.deepEqual(problems, ['worker-died', 'worker-hung']);
});
