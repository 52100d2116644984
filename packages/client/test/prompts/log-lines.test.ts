import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredLogLine } from '@wellhouse/client';
import { addLogLine, freshLines, logLineLifeMs, mostLogLines } from '../../src/prompts/log-lines.ts';

const day = 86_400_000;
const line = (at: number, messageId = `m${at}`): StoredLogLine => ({
  ...{ what: 'noticed', kind: 'insult', asked: true, conversationId: 'g', sender: 'mal@hub.example', messageId, at },
});
const failure = (at: number, until = at, count = 1): StoredLogLine => ({ what: 'unavailable', at, until, count });

test('a line more than the most drops the oldest', () => {
  let lines: StoredLogLine[] = [];
  for (let at = 0; at < mostLogLines + 5; at += 1) lines = addLogLine(lines, line(at), at);
  assert.equal(lines.length, mostLogLines);
  assert.deepEqual(lines[0], line(5));
  assert.deepEqual(lines.at(-1), line(mostLogLines + 4));
});

test('lines go after thirty days, to the millisecond', () => {
  assert.equal(logLineLifeMs, 30 * day);
  assert.deepEqual(freshLines([line(0), line(1)], 30 * day), [line(1)]);
  assert.deepEqual(addLogLine([line(0)], line(31 * day), 31 * day), [line(31 * day)]);
});

test('a classifier that stays down is one line, from the first message to the last', () => {
  let lines = addLogLine([line(1)], failure(2), 2);
  for (const at of [3, 4, 9]) lines = addLogLine(lines, failure(at), at);
  assert.deepEqual(lines, [line(1), failure(2, 9, 4)]);
});

test('a classifier that goes down again after it had answered is another line', () => {
  const lines = addLogLine(addLogLine([failure(1)], line(2), 2), failure(3), 3);
  assert.deepEqual(lines, [failure(1), line(2), failure(3)]);
});

test('a line from ahead of the clock does not outlive the count', () => {
  let lines = [line(1_000 * day)];
  for (let at = 0; at < mostLogLines; at += 1) lines = addLogLine(lines, line(at), at);
  assert.ok(lines.every(({ at }) => at < mostLogLines));
});

test('a message that comes again is written down once, an edit of it that is of another kind again', () => {
  const again = addLogLine([line(1, 'm')], line(2, 'm'), 2);
  assert.deepEqual(again, [line(1, 'm')]);
  assert.equal(addLogLine(again, { ...line(3, 'm'), what: 'noticed', kind: 'spam' } as StoredLogLine, 3).length, 2);
});
