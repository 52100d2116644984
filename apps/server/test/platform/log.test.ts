import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../../src/platform/log.ts';

function capture() {
  const lines: string[] = [];
  return { lines, log: createLog('trace', { write: (line: string) => void lines.push(line) }) };
}

test('secrets are blanked wherever they stand in an entry', () => {
  const { lines, log } = capture();
  log.info({
    token: 's3cret',
    headers: { authorization: 'Bearer s3cret', cookie: 'wellhouse_session=s3cret' },
    hub: { apiSecret: 's3cret', webhookSecret: 's3cret' },
    body: { password: 's3cret', receipt: { receiptToken: 's3cret' } },
    reply: { headers: { 'set-cookie': 's3cret' } },
  });
  assert.doesNotMatch(lines.join(), /s3cret/);
  assert.match(lines.join(), /\[secret\]/);
});

test('a database error is logged without the values that PostgreSQL quotes', () => {
  const { lines, log } = capture();
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(private@example.org) already exists.',
    where: 'private words',
  });
  log.error({ err: error });
  assert.match(lines.join(), /23505/);
  assert.doesNotMatch(lines.join(), /private/);
});

test('a request is logged by its route, not by its address, headers or body', () => {
  const { lines, log } = capture();
  const request = {
    method: 'GET',
    url: '/v1/cases?search=private',
    routeOptions: { url: '/v1/cases' },
    headers: { x: 'private' },
  };
  log.info({ req: { ...request, body: { x: 'private' } } });
  assert.match(lines.join(), /"route":"\/v1\/cases"/);
  assert.doesNotMatch(lines.join(), /private/);
});
