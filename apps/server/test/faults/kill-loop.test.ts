import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKillLoop } from './kill-loop.ts';

const kills = Number(process.env.WELLHOUSE_TEST_KILLS ?? 20);

test(`after ${kills} kill -9 under load every acknowledged report is there once and verified once`, async () => {
  const result = await runKillLoop(kills);
  assert.ok(result.acknowledged > kills, `only ${result.acknowledged} reports were acknowledged`);
  assert.ok(result.killsDuringIntake > 0, 'no kill met a report on its way');
  const { lost, differentReceipts, notVerifiedOnce, miscounted } = result;
  assert.deepEqual(
    { lost, differentReceipts, notVerifiedOnce, miscounted },
    { lost: 0, differentReceipts: 0, notVerifiedOnce: 0, miscounted: 0 },
  );
});
