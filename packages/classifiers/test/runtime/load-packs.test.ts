/** How packs come to a worker, and what comes of those that do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, drill, verdict } from '../support/drill-queue.ts';

test('a pack that cannot be loaded leaves the others, and is named', async () => {
  const lost = { language: 'de', load: () => Promise.reject(new Error('offline')) };
  const { classifier, problems, workers, settled } = drill({
    packs: [lost, { language: 'en', load: async () => new Uint8Array(3) }],
  });
  void classifier.classify({ text: 'x' });
  await settled();
  assert.deepEqual(problems, [{ code: 'pack-not-loaded', language: 'de', detail: 'offline' }]);
  const [open] = workers[0]?.posted ?? [];
  assert.ok(open?.type === 'open');
  assert.deepEqual([open.missing, open.packs.map(({ language }) => language)], [['de'], ['en']]);
  const alone = drill({ packs: [lost] });
  assert.equal((await alone.classifier.classify({ text: 'x' })).silent, 'unavailable');
  assert.deepEqual(
    alone.workers.map(({ closed }) => closed),
    [true],
    'no worker for nothing',
  );
});

test('versions that were in use are remembered and asked for again', async () => {
  const saw: [string, number][] = [];
  const versions = {
    all: () => ({ 'drill-de': 7 }),
    saw: (id: string, version: number) => void saw.push([id, version]),
  };
  const { classifier, workers, settled, opened } = drill({ versions });
  void classifier.classify({ text: 'x' });
  await settled();
  opened();
  assert.deepEqual(saw, [['drill-en', 3]]);
  workers[0]?.events.died('once');
  void classifier.classify({ text: 'x' });
  await settled();
  const [open] = workers[1]?.posted ?? [];
  assert.ok(open?.type === 'open');
  assert.deepEqual({ ...open.minimumVersions }, { 'drill-de': 7, 'drill-en': 3 });
});

test('a memory of versions that throws costs no verdict', async () => {
  const refuse = () => {
    throw new Error('quota');
  };
  const { classifier, settled, opened, answered } = drill({ versions: { all: refuse, saw: refuse } });
  const asked = classifier.classify({ text: 'one' });
  await settled();
  opened();
  answered();
  assert.deepEqual(await asked, verdict);
});

test('the bytes of a pack stay with whoever loaded them', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const { classifier, workers, settled } = drill({ packs: [{ language: 'en', load: async () => bytes }] });
  void classifier.classify({ text: 'x' });
  await settled();
  const [open] = workers[0]?.posted ?? [];
  assert.ok(open?.type === 'open');
  assert.deepEqual(open.packs[0]?.bytes, bytes);
  assert.notEqual(open.packs[0]?.bytes.buffer, bytes.buffer);
  classifier.close();
});

test('bytes that are handed over are not copied', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const packs = [{ language: 'en', load: async () => bytes, isHandedOver: true }];
  const { classifier, workers, settled } = drill({ packs });
  void classifier.classify({ text: 'x' });
  await settled();
  const [open] = workers[0]?.posted ?? [];
  assert.ok(open?.type === 'open');
  assert.equal(open.packs[0]?.bytes, bytes);
  classifier.close();
});

test('a pack that never comes is given up at half of the time, and the others are used', async () => {
  let given: AbortSignal | undefined;
  const lost = {
    language: 'de',
    load: (signal?: AbortSignal) => {
      given = signal;
      return new Promise<never>(() => undefined);
    },
  };
  const { classifier, problems, settled, opened, answered, pass } = drill({
    packs: [lost, { language: 'en', load: async () => new Uint8Array(3) }],
  });
  const asked = classifier.classify({ text: 'x' });
  await settled();
  pass(30);
  await settled();
  assert.equal(given?.aborted, true);
  assert.deepEqual(
    problems.map(({ code, language }) => [code, language]),
    [['pack-not-loaded', 'de']],
  );
  opened();
  answered();
  assert.deepEqual(await asked, verdict);
});

test('a pack that could not be loaded is loaded again after a rest, with a message in its language, and the others stay', async () => {
  let tries = 0;
  let online = false;
  const late = {
    language: 'de',
    load: async () => {
      tries += 1;
      if (!online) throw new Error('offline');
      return new Uint8Array(5);
    },
  };
  const german = { scores: {}, prompt: null, language: 'de', silent: 'unavailable' } as const;
  const { classifier, problems, workers, settled, opened, answered, pass } = drill({
    packs: [{ language: 'en', load: async () => new Uint8Array(3) }, late],
  });
  const ask = async (said = {}) => {
    const asked = classifier.classify({ text: 'x' });
    await settled();
    if (tries === 1 && workers[0]?.posted.length === 1) opened();
    answered(said);
    await asked;
    await settled();
  };
  await ask({ verdict: german });
  assert.equal(tries, 1, 'it rests a second');
  pass(1);
  await ask();
  assert.equal(tries, 1, 'a message in another language needs it not');
  await ask({ verdict: german });
  assert.deepEqual([tries, problems.length], [2, 2]);
  online = true;
  pass(9);
  await ask({ verdict: german });
  assert.equal(tries, 2, 'it rests ten seconds');
  pass(1);
  await ask({ verdict: german });
  assert.equal(tries, 3);
  const again = workers[0]?.posted.at(-1);
  assert.ok(again?.type === 'open');
  assert.deepEqual([again.packs.map(({ language }) => language), again.missing], [['de'], []]);
  const waits = classifier.classify({ text: 'x' });
  workers[0]?.events.message({
    type: 'opened',
    cards: [{ ...card, id: 'drill-de', language: 'de' }],
    versions: {},
    problems: [],
  });
  answered();
  assert.deepEqual(await waits, verdict, 'what came meanwhile has waited');
  assert.deepEqual(
    classifier.packs.map(({ id }) => id),
    ['drill-en', 'drill-de'],
  );
  assert.equal(workers.length, 1);
});

test('a worker starts while its packs are on their way, and one that is ready before it has them is none', async () => {
  let come: (bytes: Uint8Array) => void = () => undefined;
  const load = () => new Promise<Uint8Array>((done) => (come = done));
  const { classifier, problems, workers, settled, opened, answered } = drill({ packs: [{ language: 'en', load }] });
  const asked = classifier.classify({ text: 'x' });
  await settled();
  assert.deepEqual([workers.length, workers[0]?.posted], [1, []]);
  come(new Uint8Array(3));
  await settled();
  opened();
  answered();
  assert.deepEqual(await asked, verdict);
  const hasty = drill({ packs: [{ language: 'en', load }] });
  const none = hasty.classifier.classify({ text: 'x' });
  hasty.opened();
  assert.equal((await none).silent, 'unavailable');
  assert.deepEqual([problems, hasty.problems.map(({ code }) => code)], [[], ['worker-died']]);
});

test('a pack that came as wrong bytes is loaded anew after a rest, past every cache', async () => {
  const loads: (boolean | undefined)[] = [];
  const load = async (_?: AbortSignal, isAnew?: boolean) => {
    loads.push(isAnew);
    return new Uint8Array(3);
  };
  const { classifier, problems, workers, settled, opened, answered, pass } = drill({
    packs: [{ language: 'en', load }],
  });
  const none = { scores: {}, prompt: null, language: 'en', silent: 'unavailable' } as const;
  const corrupt = { code: 'section-corrupt', language: 'en', detail: 'drill' } as const;
  const ask = async (said = {}) => {
    const asked = classifier.classify({ text: 'x' });
    await settled();
    if (workers[0]?.posted.length === 1) {
      workers[0].events.message({ type: 'opened', cards: [], versions: {}, problems: [corrupt] });
    }
    answered(said);
    await settled();
    return asked;
  };
  await ask({ verdict: none });
  pass(9);
  await ask({ verdict: none });
  assert.deepEqual(loads, [false]);
  pass(1);
  await ask({ verdict: none });
  assert.deepEqual(loads, [false, true], 'after ten seconds');
  opened();
  assert.deepEqual(await ask(), verdict);
  assert.deepEqual([problems, workers.length], [[corrupt], 1]);
  const unusable = { ...corrupt, code: 'pack-unusable' } as const;
  workers[0]?.events.died('once');
  const again = classifier.classify({ text: 'x' });
  await settled();
  assert.deepEqual(loads, [false, true, false], 'a cache may answer what was good');
  workers[1]?.events.message({ type: 'opened', cards: [], versions: {}, problems: [unusable] });
  answered({ verdict: none });
  await again;
  pass(300);
  const last = classifier.classify({ text: 'x' });
  answered({ verdict: none });
  await last;
  assert.equal(loads.length, 3, 'what was signed as it is comes no better');
});
