/** What waits for a worker, and what comes of workers that die, hang or talk nonsense. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClassifier } from '../../src/runtime/create-classifier.ts';
import type { ClassifierProblem, FromWorker, ToWorker } from '../../src/runtime/messages.ts';
import type { WorkerEvents } from '../../src/runtime/worker-line.ts';
import { card, drill, verdict } from '../support/drill-queue.ts';

test('nothing starts before the first message, and verdicts come in the order of messages', async () => {
  const { classifier, workers, settled, opened, answered, texts } = drill();
  await settled();
  assert.equal(workers.length, 0);
  assert.deepEqual(classifier.packs, []);
  const verdicts = ['one', 'two', 'three'].map((text) => classifier.classify({ text }));
  await settled();
  opened();
  assert.deepEqual(texts(), ['one'], 'one at a time');
  for (let at = 0; at < 3; at++) answered();
  assert.deepEqual(await Promise.all(verdicts), [verdict, verdict, verdict]);
  assert.deepEqual(texts(), ['one', 'two', 'three']);
  assert.deepEqual(classifier.packs, [card]);
  assert.equal(workers.length, 1);
});

test('a worker that dies costs the message it was at its verdict, at once, and those that wait have another worker', async () => {
  const { classifier, problems, workers, settled, opened, answered, texts } = drill();
  const [lost, waits] = [classifier.classify({ text: 'one' }), classifier.classify({ text: 'two' })];
  await settled();
  opened();
  workers[0]?.events.died('out of memory');
  const { silent, prompt } = await lost;
  assert.deepEqual([silent, prompt], ['unavailable', null]);
  assert.deepEqual(problems, [{ code: 'worker-died', language: null, detail: 'out of memory' }]);
  assert.deepEqual([workers[0]?.closed, workers.length], [true, 2]);
  await settled();
  opened();
  workers[0]?.events.message({ type: 'verdict', id: 2, verdict: { ...verdict, language: 'xx' } });
  answered();
  assert.deepEqual(await waits, verdict, 'what the dead one says is not heard');
  assert.deepEqual(texts(), ['one', 'two'], 'what killed it is not asked about again');
});

test('a worker that hangs is ended and only its message lost, and one that never gets ready costs all', async () => {
  const { classifier, problems, workers, settled, opened, answered, pass } = drill();
  const first = classifier.classify({ text: 'one' });
  const rest = ['two', 'three'].map((text) => classifier.classify({ text }));
  await settled();
  opened();
  pass(9);
  assert.equal(problems.length, 0);
  pass(2);
  assert.equal((await first).silent, 'unavailable');
  assert.equal(workers[0]?.closed, true);
  await settled();
  opened();
  answered();
  answered();
  assert.deepEqual(await Promise.all(rest), [verdict, verdict]);
  workers.at(-1)?.events.died('later');
  pass(2);
  const lost = [classifier.classify({ text: 'four' }), classifier.classify({ text: 'five' })];
  await settled();
  pass(61);
  for (const { silent } of await Promise.all(lost)) assert.equal(silent, 'unavailable');
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['worker-hung', 'worker-died', 'worker-hung'],
  );
});

test('attack: messages that each hang a worker cost themselves, and the others wait through rests up to ten seconds', async () => {
  const { classifier, workers, settled, opened, answered, pass } = drill();
  const asked = ['bad', 'bad', 'bad', 'fine'].map((text) => classifier.classify({ text }));
  for (const rest of [0, 1, 10]) {
    await settled();
    opened();
    const before = workers.length;
    pass(10);
    assert.equal(workers.length, rest === 0 ? before + 1 : before, 'it rests');
    pass(rest);
    assert.equal(workers.length, before + 1);
  }
  await settled();
  opened();
  answered();
  assert.deepEqual(
    (await Promise.all(asked)).map(({ silent }) => silent),
    ['unavailable', 'unavailable', 'unavailable', null],
  );
  const more = ['bad', 'fine'].map((text) => classifier.classify({ text }));
  pass(10);
  for (const { silent } of await Promise.all(more)) assert.equal(silent, 'unavailable', 'a minute is too long');
  assert.equal((await classifier.classify({ text: 'x' })).silent, 'unavailable');
});

test('closing while a worker rests answers those that wait, and no other starts', async () => {
  const { classifier, workers, settled, opened, pass } = drill();
  const asked = ['bad', 'bad', 'fine'].map((text) => classifier.classify({ text }));
  for (let at = 0; at < 2; at++) {
    await settled();
    opened();
    pass(10);
  }
  classifier.close();
  for (const { silent } of await Promise.all(asked)) assert.equal(silent, 'unavailable');
  pass(100);
  assert.equal(workers.length, 2);
});

test('workers that die one after another are started at growing intervals, and rests are short again once one lives', async () => {
  const { classifier, workers, settled, opened, answered, pass } = drill();
  const ask = async () => {
    const before = workers.length;
    const asked = classifier.classify({ text: 'x' });
    await settled();
    return { asked, started: workers.length > before };
  };
  for (const rest of [0, 0, 1, 10, 60, 300, 300]) {
    pass(rest - 0.001);
    if (rest > 0) {
      const { asked, started } = await ask();
      assert.deepEqual([started, (await asked).silent], [false, 'unavailable'], `before ${rest} s`);
    }
    pass(0.001);
    assert.equal((await ask()).started, true, `after ${rest} s`);
    workers.at(-1)?.events.died('again');
  }
  pass(300);
  for (let at = 0; at < 20; at++) {
    const { asked } = await ask();
    if (at === 0) opened();
    answered();
    await asked;
  }
  workers.at(-1)?.events.died('once');
  assert.equal((await ask()).started, true);
});

test('too many messages at once are answered without a wait', async () => {
  const { classifier, settled } = drill({ limits: { waiting: 2 } });
  const answers = [1, 2, 3].map(() => classifier.classify({ text: 'x' }));
  assert.equal((await answers[2])?.silent, 'unavailable');
  classifier.close();
  for (const { silent } of await Promise.all(answers)) assert.equal(silent, 'unavailable');
  await settled();
  assert.equal((await classifier.classify({ text: 'x' })).silent, 'unavailable', 'closed');
});

test('a worker that says what nobody asked, or nothing that can be read, is ended, and no verdict goes to another message', async () => {
  const good = { type: 'verdict', id: 1, verdict };
  const opened = { type: 'opened', cards: [card], versions: {}, problems: [] };
  const bad: unknown[] = [
    null,
    'verdict',
    { type: 'verdict' },
    { ...good, id: 2 },
    { ...good, id: undefined },
    { ...good, verdict: { ...verdict, scores: { threat: Number.NaN } } },
    { ...good, verdict: { ...verdict, prompt: 'of its own' } },
    { ...good, verdict: { ...verdict, silent: 'maybe' } },
    opened,
  ];
  for (const said of bad) {
    const { classifier, problems, workers, settled, opened: open } = drill();
    const answers = [classifier.classify({ text: 'one' }), classifier.classify({ text: 'two' })];
    await settled();
    open();
    workers[0]?.events.message(said);
    assert.equal((await answers[0])?.silent, 'unavailable', JSON.stringify(said));
    assert.deepEqual([workers[0]?.closed, problems.map(({ code }) => code)], [true, ['worker-died']]);
    classifier.close();
    assert.equal((await answers[1])?.silent, 'unavailable');
  }
  const twice = drill();
  const answers = [twice.classifier.classify({ text: 'one' }), twice.classifier.classify({ text: 'two' })];
  await twice.settled();
  twice.opened();
  twice.answered();
  twice.answered({ id: 1, verdict: { ...verdict, language: 'xx' } });
  assert.deepEqual([await answers[0], (await answers[1])?.silent], [verdict, 'unavailable']);
  const early = drill();
  const asked = early.classifier.classify({ text: 'one' });
  await early.settled();
  early.workers[0]?.events.message({ ...opened, cards: [null] });
  assert.equal((await asked).silent, 'unavailable', 'cards that are none');
});

test('a worker that refuses to serve is ended, and its reason reported', async () => {
  const { classifier, problems, workers, settled } = drill();
  const asked = classifier.classify({ text: 'one' });
  await settled();
  workers[0]?.events.message({ type: 'refused', detail: 'not here' });
  assert.equal((await asked).silent, 'unavailable');
  assert.deepEqual(problems, [{ code: 'worker-died', language: null, detail: 'not here' }]);
});

test('an engine that fails at a message is reported, and the worker goes on', async () => {
  const { classifier, problems, workers, settled, opened, answered } = drill();
  const asked = [classifier.classify({ text: 'one' }), classifier.classify({ text: 'two' })];
  await settled();
  opened();
  const problem = { code: 'engine-failed', language: 'en', detail: 'RangeError' } as const;
  answered({ verdict: { scores: {}, prompt: null, language: 'en', silent: 'unavailable' }, problem });
  answered();
  assert.deepEqual(
    (await Promise.all(asked)).map(({ silent }) => silent),
    ['unavailable', null],
  );
  assert.deepEqual([problems, workers.length], [[problem], 1]);
});

test('what cannot be handed over costs its own verdict only, and languages in an array of a framework can be', async () => {
  const posted: ToWorker[] = [];
  let events: WorkerEvents | undefined;
  const classifier = createClassifier(
    { packs: [{ language: 'en', load: async () => new Uint8Array(3) }], trustedKeys: new Proxy(['aa'], {}) },
    (its) => {
      events = its;
      const post = (message: ToWorker) => {
        if (message.type === 'classify' && message.text === 'stuck') throw new Error('cannot be cloned');
        posted.push(structuredClone(message));
      };
      return { post, close: () => undefined };
    },
  );
  const languages = new Proxy(['fr', ...Array.from({ length: 50 }, (_, index) => `x${index}`)], {});
  const asked = ['stuck', 'one'].map((text) => classifier.classify({ text, languages }));
  await new Promise((done) => setImmediate(done));
  events?.message({ type: 'opened', cards: [card], versions: {}, problems: [] });
  assert.equal((await asked[0])?.silent, 'unavailable');
  const last = posted.at(-1);
  assert.ok(last?.type === 'classify');
  assert.deepEqual([last.languages.length, last.languages[0], last.languages.at(-1)], [16, 'fr', 'en']);
  events?.message({ type: 'verdict', id: last.id, verdict });
  assert.deepEqual(await asked[1], verdict);
  classifier.close();
});

test('attack: very long messages do not hold up a short one that comes after them, and keep their order', async () => {
  const { classifier, settled, opened, answered, texts } = drill();
  const long = ['a', 'b', 'c'].map((letter) => letter.repeat(16_000));
  const asked = long.slice(0, 2).map((text) => classifier.classify({ text }));
  await settled();
  opened();
  for (const text of ['one', long[2] ?? '', 'two']) asked.push(classifier.classify({ text }));
  for (let at = 0; at < 5; at++) answered();
  await Promise.all(asked);
  assert.deepEqual(
    texts().map((text) => text.slice(0, 3)),
    ['aaa', 'one', 'two', 'bbb', 'ccc'],
  );
});

test('attack: a flood of long messages takes no place from a shorter one', async () => {
  const { classifier, settled, opened, answered, texts } = drill({ limits: { waiting: 3 } });
  const long = ['a', 'b', 'c'].map((letter) => letter.repeat(16_000));
  const asked = long.map((text) => classifier.classify({ text }));
  await settled();
  opened();
  asked.push(classifier.classify({ text: 'd'.repeat(3_000) }));
  assert.equal((await asked[2])?.silent, 'unavailable', 'the last of the longest');
  const one = classifier.classify({ text: 'one' });
  assert.equal((await asked[1])?.silent, 'unavailable', 'the first is under way');
  const two = classifier.classify({ text: 'two' });
  assert.equal((await asked[3])?.silent, 'unavailable');
  assert.equal((await classifier.classify({ text: 'x' })).silent, 'unavailable', 'none is displaced but long ones');
  for (let at = 0; at < 3; at++) answered();
  assert.deepEqual(await Promise.all([asked[0], one, two]), [verdict, verdict, verdict]);
  assert.deepEqual(
    texts().map((text) => text.slice(0, 3)),
    ['aaa', 'one', 'two'],
  );
});

test('a worker that cannot be handed its packs is ended, and who waits is answered', async () => {
  const problems: string[] = [];
  let closed = 0;
  const packs = [{ language: 'en', load: async () => new Uint8Array(3) }];
  const onProblem = ({ code, detail }: { code: string; detail: string }) => problems.push(`${code}: ${detail}`);
  const classifier = createClassifier({ packs, trustedKeys: ['aa'], onProblem }, () => ({
    post() {
      throw new Error('it cannot be handed over');
    },
    close: () => {
      closed += 1;
    },
  }));
  assert.equal((await classifier.classify({ text: 'one' })).silent, 'unavailable');
  assert.deepEqual([problems, closed], [['worker-died: it cannot be handed over'], 1]);
  classifier.close();
});

test('what waits is bounded by its size, too', async () => {
  const { classifier, settled } = drill();
  const long = 'x'.repeat(2 ** 20);
  const asked = Array.from({ length: 17 }, () => classifier.classify({ text: long }));
  assert.equal((await asked[16])?.silent, 'unavailable');
  const states = await Promise.race([Promise.any(asked.slice(0, 16)), settled()]);
  assert.equal(states, undefined, 'the others wait');
  classifier.close();
});

test('a word or two are taken for a language that the person reads, then for English, then for those of the other packs', async () => {
  const posted: ToWorker[] = [];
  const packs = ['de', 'en'].map((language) => ({ language, load: async () => new Uint8Array(3) }));
  const classifier = createClassifier({ packs, trustedKeys: ['aa'] }, (events) => {
    return {
      post(message) {
        posted.push(message);
        const answer: FromWorker =
          message.type === 'classify'
            ? { type: 'verdict', id: message.id, verdict }
            : { type: 'opened', cards: [card], versions: {}, problems: [] };
        setImmediate(() => events.message(answer));
      },
      close: () => undefined,
    };
  });
  await classifier.classify({ text: 'one' });
  await classifier.classify({ text: 'one', languages: ['es-MX', 'de'] });
  const hints = posted.flatMap((message) => (message.type === 'classify' ? [message.languages] : []));
  assert.deepEqual(hints, [
    ['en', 'de'],
    ['es-MX', 'de', 'en'],
  ]);
  classifier.close();
});

test('a worker that cannot be started costs its verdict, and says why', async () => {
  const problems: ClassifierProblem[] = [];
  const packs = [{ language: 'en', load: async () => new Uint8Array(3) }];
  const classifier = createClassifier({ packs, onProblem: (problem) => problems.push(problem) }, () => {
    throw new Error('no workers here');
  });
  assert.equal((await classifier.classify({ text: 'x' })).silent, 'unavailable');
  assert.deepEqual(problems, [{ code: 'worker-died', language: null, detail: 'no workers here' }]);
});
