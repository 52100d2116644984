import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createReporterToken, type ReporterTokenInput } from '../src/index.ts';
import { hubId, now, sender } from './support/submission.ts';

const input: ReporterTokenInput = {
  hubId,
  apiSecret: 'a secret of at least thirty-two bytes',
  accountId: sender,
  groups: [
    { groupId: 'AQEB', spans: [{ from: 0, to: 4 }] },
    { groupId: '_-8', spans: [{ from: 7, to: null }] },
  ],
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
    groups: input.groups,
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
  const groups = Array.from({ length: 65 }, () => ({ groupId: 'AQ', spans: [{ from: 0, to: null }] }));
  assert.throws(() => createReporterToken({ ...input, groups }), { code: 'too-many-groups' });
});

const claimed = (groups: ReporterTokenInput['groups']) => {
  const claims = decode(parts(createReporterToken({ ...input, groups }))[1]);
  assert.ok(typeof claims === 'object' && claims !== null && 'groups' in claims);
  return claims.groups;
};

test('a span that ends before it begins, or is no epoch, is refused', () => {
  for (const [from, to] of [
    [5, 4],
    [-1, 4],
    [0.5, 4],
    [0, Number.POSITIVE_INFINITY],
    [2 ** 53, null],
  ] as const) {
    const groups = [{ groupId: 'AQ', spans: [{ from, to }] }];
    assert.throws(() => createReporterToken({ ...input, groups }), { code: 'span-invalid' }, `${from} ${to}`);
  }
});

test('spans stand in order, what touches is one, and a group without any is left out', () => {
  const spans = [
    { from: 9, to: null },
    { from: 5, to: 6 },
    { from: 0, to: 2 },
    { from: 3, to: 3 },
    { from: 5, to: 5 },
  ];
  assert.deepEqual(
    claimed([
      { groupId: 'AQ', spans },
      { groupId: 'Ag', spans: [] },
    ]),
    [
      {
        groupId: 'AQ',
        spans: [
          { from: 0, to: 3 },
          { from: 5, to: 6 },
          { from: 9, to: null },
        ],
      },
    ],
  );
});

test('who is thrown out and taken back in without end keeps every presence; only the shortest absences are lost', () => {
  // a hundred short absences in one group, and as many long ones in another
  const short = Array.from({ length: 101 }, (_, n) => ({ from: n * 10, to: n * 10 + 7 }));
  const long = Array.from({ length: 101 }, (_, n) => ({ from: n * 100, to: n * 100 + 7 }));
  const groups = claimed([
    { groupId: 'AQ', spans: short },
    { groupId: 'Ag', spans: long },
  ]);
  assert.ok(Array.isArray(groups));
  const [first, second] = groups;
  assert.equal(first.spans.length + second.spans.length, 128);
  assert.deepEqual(second.spans, long, 'long absences stand');
  for (const { from, to } of short) {
    assert.ok(first.spans.some((span: { from: number; to: number }) => span.from <= from && to <= span.to));
  }
});
