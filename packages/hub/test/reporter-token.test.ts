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

interface Span {
  from: number;
  to: number | null;
}

/** Spans of the groups in the token, in order. */
function spansOf(groups: Parameters<typeof claimed>[0]): Span[][] {
  const found = claimed(groups);
  assert.ok(Array.isArray(found));
  return found.map(({ spans }: { spans: Span[] }) => spans);
}

test('who is thrown out and taken back in without end keeps every presence; only the shortest absences are lost', () => {
  // 200 absences: a long one after every fourth short one
  const starts = Array.from({ length: 201 }, (_, n) => n * 10 + Math.floor(n / 5) * 1_000);
  const spans = starts.map((from) => ({ from, to: from + 7 }));
  const [kept = []] = spansOf([{ groupId: 'AQ', spans }]);
  assert.equal(kept.length, 128);
  for (const { from, to } of spans) assert.ok(kept.some((span) => span.from <= from && to <= (span.to ?? to)));
  const long = spans.slice(1).filter(({ from }, n) => from - (spans[n]?.to ?? 0) > 100);
  assert.equal(long.length, 40);
  for (const { from } of long)
    assert.ok(
      kept.some((span) => span.from === from),
      'a long absence stands',
    );
});

test('D3: absences made in a group of one’s own do not close an absence in another group', () => {
  const away = [
    { from: 0, to: 10 },
    { from: 500, to: null },
  ];
  const own = Array.from({ length: 128 }, (_, n) => ({ from: n * 1_000, to: n * 1_000 }));
  const many = Array.from({ length: 62 }, (_, n) => ({ groupId: `g${n}`, spans: [{ from: 0, to: null }] }));
  assert.deepEqual(
    spansOf([
      { groupId: 'AQ', spans: away },
      { groupId: 'Ag', spans: own },
    ])[0],
    away,
  );
  const full = spansOf([{ groupId: 'AQ', spans: away }, { groupId: 'Ag', spans: own }, ...many]);
  assert.deepEqual(full[0], away, 'with every place in the token taken');
  assert.ok(full.flat().length <= 128);
});
