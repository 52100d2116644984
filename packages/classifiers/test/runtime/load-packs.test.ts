/** How packs come to a worker, and what comes of those that do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '@wellhouse/classifiers';
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

test('a pack that could not be loaded is loaded again after a rest, with a message in any language, and the others stay', async () => {
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
  assert.deepEqual([tries, problems.length], [2, 2], 'a message in English has it loaded as well');
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
  assert.equal(problems.length, 2);
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

/** What a message can come to. */
const outcomes = {
  English: verdict,
  German: { scores: {}, prompt: null, language: 'de', silent: 'unavailable' },
  'another language': { scores: {}, prompt: null, language: 'fr', silent: 'no-pack' },
  undecided: { scores: {}, prompt: null, language: null, silent: 'undecided-language' },
  'a detection': { ...verdict, scores: { threat: 0.9 }, prompt: 'threat' },
} as const;

/** Seconds at which the pack of German is asked for, where a message of this kind comes every half second and is under way so long. */
async function fetchesOf(outcome: Verdict, text: string, halvesUnderWay: number): Promise<number[]> {
  const fetches: number[] = [];
  let halves = 0;
  const lost = {
    language: 'de',
    load: async () => {
      fetches.push(halves / 2);
      // the first and the last time it does not come; between it comes as wrong bytes
      if (fetches.length === 1 || fetches.length > 3) throw new Error('the server answered 503');
      return new Uint8Array(5);
    },
  };
  const { classifier, workers, settled, opened, pass } = drill({
    packs: [{ language: 'en', load: async () => new Uint8Array(3) }, lost],
  });
  let heard = 0;
  const due = new Map<number, number>();
  for (; halves < 700; halves++) {
    void classifier.classify({ text });
    for (let turns = 0; turns < 3; turns++) {
      await settled();
      for (const sent of workers[0]?.posted.slice(heard) ?? []) {
        heard += 1;
        if (sent.type === 'classify') due.set(sent.id, halves + halvesUnderWay);
        else if (sent.type === 'open' && sent.packs.some(({ language }) => language === 'en')) opened();
        else {
          const problems = [{ code: 'section-corrupt', language: 'de', detail: 'drill' }] as const;
          workers[0]?.events.message({ type: 'opened', cards: [], versions: {}, problems });
        }
      }
      for (const [id, at] of due) {
        if (at > halves) continue;
        due.delete(id);
        workers[0]?.events.message({ type: 'verdict', id, verdict: outcome });
      }
    }
    pass(0.5);
  }
  assert.equal(workers.length, 1);
  classifier.close();
  return fetches;
}

test('attack: whoever serves packs and answers 503 learns from the next request that a message came, and nothing of it', async () => {
  const expected = await fetchesOf(outcomes.English, 'x', 0);
  assert.deepEqual(expected, [0, 1, 11, 311, 321]);
  for (const [name, outcome] of Object.entries(outcomes)) {
    for (const [text, halvesUnderWay] of [
      ['', 0],
      ['x', 3],
      ['long '.repeat(2_000), 15],
    ] as const) {
      assert.deepEqual(await fetchesOf(outcome, text, halvesUnderWay), expected, `${name}, ${halvesUnderWay}`);
    }
  }
});

test('the request for a missing pack goes out before anything is known of the message', async () => {
  const steps: string[] = [];
  let isOnline = false;
  const late = {
    language: 'de',
    load: async () => {
      steps.push('asked for');
      if (!isOnline) throw new Error('offline');
      return new Uint8Array(5);
    },
  };
  const { classifier, settled, opened, answered, pass } = drill({
    packs: [{ language: 'en', load: async () => new Uint8Array(3) }, late],
  });
  void classifier.classify({ text: 'x' });
  await settled();
  opened();
  answered();
  pass(1);
  isOnline = true;
  void classifier.classify({ text: 'x' });
  steps.push('handed on');
  assert.deepEqual(steps, ['asked for', 'asked for', 'handed on']);
  classifier.close();
});

test('a pack that is refused while another is on its way stays missing, and is loaded again', async () => {
  const loads: string[] = [];
  let arrive: (bytes: Uint8Array) => void = () => undefined;
  const english = {
    language: 'en',
    load: async () => {
      loads.push('en');
      return new Uint8Array(3);
    },
  };
  const german = {
    language: 'de',
    load: () => {
      loads.push('de');
      if (loads.length === 2) return Promise.reject(new Error('offline'));
      return new Promise<Uint8Array>((done) => {
        arrive = done;
      });
    },
  };
  const { classifier, workers, settled, pass } = drill({ packs: [english, german] });
  void classifier.classify({ text: 'x' });
  await settled();
  pass(1);
  void classifier.classify({ text: 'x' });
  assert.deepEqual(loads, ['en', 'de', 'de']);
  const corrupt = { code: 'section-corrupt', language: 'en', detail: 'drill' } as const;
  workers[0]?.events.message({ type: 'opened', cards: [], versions: {}, problems: [corrupt] });
  arrive(new Uint8Array(5));
  await settled();
  pass(8);
  void classifier.classify({ text: 'x' });
  assert.equal(loads.length, 3, 'it rests ten seconds from when it came');
  pass(1);
  void classifier.classify({ text: 'x' });
  assert.deepEqual(loads.slice(3), ['en']);
  classifier.close();
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
