import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createReporterToken, type ReporterTokenInput } from '../src/index.ts';
import { hubId, now, sender } from './support/submission.ts';

const input: ReporterTokenInput = {
  hubId,
  apiSecret: 'a secret of at least thirty-two bytes',
  accountId: sender,
  groups: ['AQEB', '_-8'],
  now: now + 999,
  ttlSeconds: 600,
};

function parts(token: string): [string, string, string] {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return [header, claims, signature];
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

test('rfc7519: the token holds the claims, times in whole seconds', () => {
  const [header, claims] = parts(createReporterToken(input));
  assert.deepEqual(decode(header), { alg: 'HS256', typ: 'JWT' });
  assert.deepEqual(decode(claims), {
    iss: hubId,
    sub: sender,
    aud: 'wellhouse:report',
    iat: now / 1000,
    exp: now / 1000 + 600,
    groups: ['AQEB', '_-8'],
  });
});

test('rfc7515: the signature is HMAC-SHA-256 over header and claims as sent', () => {
  for (const apiSecret of [input.apiSecret, 'ü'.repeat(16), 'x'.repeat(200)]) {
    const [header, claims, signature] = parts(createReporterToken({ ...input, apiSecret, accountId: 'ännä@ж' }));
    const expected = createHmac('sha256', apiSecret).update(`${header}.${claims}`).digest('base64url');
    assert.equal(signature, expected);
  }
});

test('rfc7518 §3.2: a secret of less than 32 bytes is refused', () => {
  assert.throws(() => createReporterToken({ ...input, apiSecret: 'x'.repeat(31) }), { code: 'secret-too-short' });
});

test('more than 64 groups are refused', () => {
  const groups = Array.from({ length: 65 }, () => 'AQ');
  assert.throws(() => createReporterToken({ ...input, groups }), { code: 'too-many-groups' });
});
