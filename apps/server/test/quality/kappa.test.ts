import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '@wellhouse/protocol';
import { agreementOf, turned } from '../../src/quality/agreement.ts';
import { kappaInterval, kappaOf, linearWeights, nominalWeights, pabakOf, wilson } from '../../src/quality/kappa.ts';

const near = (actual: number | undefined, wanted: number, digits = 9) =>
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < 10 ** -digits, `${actual} is not ${wanted}`);

/** Diagnoses of 100 people by two raters: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, §18.1. */
const diagnoses = [
  [75, 1, 4],
  [5, 4, 1],
  [0, 0, 10],
];
/** Diagnoses of 200 people: Cohen, Psychological Bulletin 70 (1968), table 1, with the disagreements he weighs them by. */
const cohen1968 = [
  [88, 14, 18],
  [10, 40, 10],
  [2, 6, 12],
];
const disagreement = [
  [0, 1, 3],
  [1, 0, 6],
  [3, 6, 0],
];

test('kappa and its standard error are those of the published example: 0.68 and 0.087', () => {
  const kappa = kappaOf(diagnoses, nominalWeights(3));
  near(kappa?.value, 0.68, 2);
  near(kappa?.error, 0.087, 2);
});

test('kappa is 0.492 and weighted kappa 0.348 for the table of Cohen 1968', () => {
  near(kappaOf(cohen1968, nominalWeights(3))?.value, 0.492, 3);
  const weights = disagreement.map((row) => row.map((one) => 1 - one / 6));
  near(kappaOf(cohen1968, weights)?.value, 0.348, 3);
});

/** Values of a second computation that shares nothing with the formula: numerical gradients of kappa over the multinomial. */
const secondComputation = [
  { counts: diagnoses, nominal: [0.676470588235294, 0.0877029535], linear: [0.722222222222222, 0.0843009539] },
  { counts: cohen1968, nominal: [0.491525423728814, 0.0510018156] },
  {
    counts: [
      [11, 2, 0, 1, 0, 0],
      [3, 14, 2, 1, 0, 0],
      [0, 1, 9, 2, 1, 0],
      [0, 2, 1, 6, 2, 0],
      [0, 0, 0, 3, 12, 1],
      [0, 0, 0, 0, 1, 5],
    ],
    nominal: [0.648385247467997, 0.0619517124],
    linear: [0.798855557482227, 0.0419617999],
  },
  {
    counts: [
      [1, 2, 0],
      [0, 94, 2],
      [0, 1, 0],
    ],
    nominal: [0.267935578330894, 0.225357342],
  },
] as const;

test('kappa, weighted kappa and their errors agree with the delta method done by numbers', () => {
  for (const { counts, ...wanted } of secondComputation) {
    const nominal = kappaOf(counts, nominalWeights(counts.length));
    near(nominal?.value, wanted.nominal[0]);
    near(nominal?.error, wanted.nominal[1], 6);
    if (!('linear' in wanted)) continue;
    const linear = kappaOf(counts, linearWeights(counts.length));
    near(linear?.value, wanted.linear[0]);
    near(linear?.error, wanted.linear[1], 6);
  }
});

test('nothing is said where chance explains all of it, and an interval stays where kappa can be', () => {
  assert.equal(
    kappaOf(
      [
        [0, 0],
        [0, 0],
      ],
      nominalWeights(2),
    ),
    null,
  );
  assert.equal(
    kappaOf(
      [
        [30, 0],
        [0, 0],
      ],
      nominalWeights(2),
    ),
    null,
  );
  assert.deepEqual(kappaInterval({ value: 0.95, error: 0.2 }).high, 1);
  assert.deepEqual(
    kappaOf(
      [
        [10, 0],
        [0, 10],
      ],
      nominalWeights(2),
    ),
    { value: 1, error: 0 },
  );
});

test('where one answer is common, kappa is low though nearly all agree, and PABAK says so', () => {
  const counts = [
    [1, 2, 0],
    [0, 94, 2],
    [0, 1, 0],
  ];
  near(kappaOf(counts, nominalWeights(3))?.value, 0.27, 2);
  near(pabakOf(counts) ?? 0, (3 * 0.95 - 1) / 2);
});

test('Wilson’s interval is that of Newcombe 1998, table I, and holds for none and for all', () => {
  const rounded = ({ low, high }: { low: number; high: number }) => [low, high].map((one) => one.toFixed(4));
  assert.deepEqual(rounded(wilson(81, 263)), ['0.2553', '0.3662']);
  assert.deepEqual(rounded(wilson(15, 148)), ['0.0624', '0.1605']);
  assert.deepEqual(rounded(wilson(0, 20)), ['0.0000', '0.1611']);
  assert.deepEqual(rounded(wilson(1, 29)), ['0.0061', '0.1718']);
  assert.deepEqual(wilson(5, 5).high, 1);
  assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
});

const judged = (first: Action, second: Action) => ({ first, second, samePolicy: first === second });

test('of fewer than twenty cases no kappa is given, only what was counted', () => {
  const few = agreementOf(Array(19).fill(judged('warn', 'warn')));
  assert.deepEqual([few.n, few.same, few.kappa, few.weighted, few.pabak], [19, 19, null, null, null]);
  assert.notEqual(agreementOf([...Array(19).fill(judged('warn', 'warn')), judged('ban', 'ban')]).kappa, null);
});

test('a neighbouring rung disagrees less than a far one', () => {
  const rest = [...Array(10).fill(judged('no-action', 'no-action')), ...Array(10).fill(judged('ban', 'ban'))];
  const close = agreementOf([...rest, ...Array(5).fill(judged('no-action', 'warn'))]);
  const far = agreementOf([...rest, ...Array(5).fill(judged('no-action', 'ban'))]);
  assert.ok((close.weighted?.value ?? 0) > (far.weighted?.value ?? 1));
});

test('the two sides of a pair stay with their people, whoever was first', () => {
  assert.deepEqual(turned(judged('warn', 'ban'), true), judged('ban', 'warn'));
  assert.deepEqual(turned(judged('warn', 'ban'), false), judged('warn', 'ban'));
});
