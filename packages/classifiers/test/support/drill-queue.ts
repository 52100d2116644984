/** The side of whoever asks, with a worker and a clock of the test's own. */
import assert from 'node:assert/strict';
import { createClassifier } from '../../src/runtime/create-classifier.ts';
import type { ClassifierProblem, FromWorker, ToWorker } from '../../src/runtime/messages.ts';
import type { ClassifierOptions } from '../../src/runtime/options.ts';
import type { WorkerEvents } from '../../src/runtime/worker-line.ts';

export const card = { id: 'drill-en', language: 'en', kinds: ['threat'] as const, version: 3, size: 9, licences: [] };
export const verdict = { scores: { threat: 0.1 }, prompt: null, language: 'en', silent: null } as const;

export function drill(options: Partial<ClassifierOptions> = {}) {
  let time = 0;
  const timers = new Map<() => void, number>();
  const problems: ClassifierProblem[] = [];
  const workers: { events: WorkerEvents; posted: ToWorker[]; closed: boolean }[] = [];
  const classifier = createClassifier(
    {
      packs: [{ language: 'en', load: async () => new Uint8Array(3) }],
      onProblem: (problem) => problems.push(problem),
      ...options,
    },
    (events) => {
      const worker = { events, posted: [] as ToWorker[], closed: false };
      workers.push(worker);
      return { post: (message) => worker.posted.push(message), close: () => Object.assign(worker, { closed: true }) };
    },
    {
      now: () => time,
      after(milliseconds, act) {
        timers.set(act, time + milliseconds);
        return () => timers.delete(act);
      },
    },
  );
  return {
    classifier,
    problems,
    workers,
    settled: () => new Promise((done) => setImmediate(done)),
    pass(seconds: number) {
      time += seconds * 1_000;
      for (const [act, at] of [...timers]) if (at <= time && timers.delete(act)) act();
    },
    opened: () =>
      workers.at(-1)?.events.message({ type: 'opened', cards: [card], versions: { 'drill-en': 3 }, problems: [] }),
    answered: (said: Partial<FromWorker & { type: 'verdict' }> = {}) => {
      const last = workers.at(-1)?.posted.at(-1);
      assert.ok(last?.type === 'classify');
      workers.at(-1)?.events.message({ type: 'verdict', id: last.id, verdict, ...said });
    },
    texts: () => workers.flatMap(({ posted }) => posted.flatMap((sent) => (sent.type === 'classify' ? sent.text : []))),
  };
}
