import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createMicroBatch } from '../../src/intake/micro-batch.ts';

function batches(options: { items?: number; weight?: number; inFlight?: number } = {}) {
  const runs: { items: number[]; answer(results: number[]): void; fail(error: Error): void }[] = [];
  const submit = createMicroBatch<number, number>({
    items: 4,
    weight: 1_000,
    inFlight: 2,
    ...options,
    weigh: (item) => item,
    run: (items) =>
      new Promise((answer, fail) => {
        runs.push({ items: [...items], answer, fail });
      }),
  });
  return { runs, submit };
}

test('what arrives together travels together; no more batches run at once than allowed', async () => {
  const { runs, submit } = batches();
  const answers = Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(submit));
  await turn();
  await turn();
  assert.deepEqual(
    runs.map((run) => run.items),
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
  );
  runs[0]?.answer([10, 20, 30, 40]);
  await turn();
  assert.deepEqual(runs[2]?.items, [9, 10]);
  runs[1]?.answer([50, 60, 70, 80]);
  runs[2]?.answer([90, 100]);
  assert.deepEqual(await answers, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
});

test('a batch stays under its weight, and one item that is heavier goes alone', async () => {
  const { runs, submit } = batches({ weight: 10, inFlight: 10 });
  const answers = [6, 6, 4, 50, 1].map(submit);
  await turn();
  await turn();
  assert.deepEqual(
    runs.map((run) => run.items),
    [[6], [6, 4], [50], [1]],
  );
  for (const run of runs) run.answer(run.items);
  assert.deepEqual(await Promise.all(answers), [6, 6, 4, 50, 1]);
});

test('a batch that fails tells each of its items and does not stop the next', async () => {
  const { runs, submit } = batches({ items: 2, inFlight: 1 });
  const answers = Promise.allSettled([1, 2, 3].map(submit));
  await turn();
  await turn();
  runs[0]?.fail(new Error('no database'));
  await turn();
  await turn();
  runs[1]?.answer([3]);
  assert.deepEqual(
    (await answers).map((answer) => answer.status),
    ['rejected', 'rejected', 'fulfilled'],
  );
});
