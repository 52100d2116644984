import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GroupTimes } from '../src/group-times.ts';
import { SerialQueue } from '../src/serial-queue.ts';

test('a forgotten group’s times never go back: what falls out of memory raises the floor', () => {
  const times = new GroupTimes(2);
  times.set('a', 100);
  times.set('b', 50);
  times.set('a', 101);
  times.set('c', 10);
  assert.deepEqual([times.get('a'), times.get('b'), times.get('c')], [101, undefined, 10]);
  assert.equal(times.floor, 50);
  times.set('d', 1);
  assert.equal(times.floor, 101);
});

test('a queue forgets a name once its work is done, also when it failed', async () => {
  const queue = new SerialQueue();
  const order: number[] = [];
  const failed = queue.run('a', () => Promise.reject(new Error('no')));
  const done = queue.run('a', () => order.push(1));
  assert.equal(queue.size, 1);
  await assert.rejects(failed, /no/);
  await done;
  await new Promise(setImmediate);
  assert.deepEqual(order, [1]);
  assert.equal(queue.size, 0);
});
