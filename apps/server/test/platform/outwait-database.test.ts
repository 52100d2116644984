import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outwaitDatabase } from '../../src/platform/database/outwait-database.ts';
import { createLog } from '../../src/platform/log.ts';

const log = createLog('silent');

test('a step of the start that loses its connection is run again until the database answers', async () => {
  let tries = 0;
  const answered = await outwaitDatabase(
    log,
    async () => {
      tries += 1;
      if (tries < 3) throw new Error('Connection terminated unexpectedly');
      return 'answered';
    },
    1,
  );
  assert.equal(answered, 'answered');
  assert.equal(tries, 3);
});

test('a statement that is wrong is not tried again', async () => {
  let tries = 0;
  const step = async () => {
    tries += 1;
    throw Object.assign(new Error('syntax error'), { code: '42601' });
  };
  await assert.rejects(outwaitDatabase(log, step, 1), /syntax error/);
  assert.equal(tries, 1);
});

test('a database that stays away ends the start with its own error', async () => {
  const step = async () => {
    throw new Error('Connection terminated unexpectedly');
  };
  await assert.rejects(outwaitDatabase(log, step, 1), /Connection terminated/);
});
