import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueuePlan, type RoutingRule } from '@wellhouse/protocol';
import { type RoutingFacts, routeCase } from '../../src/queues/route-case.ts';

const any: Omit<RoutingRule, 'name' | 'queueId'> = {
  kinds: null,
  languages: null,
  regions: null,
  surfaces: null,
  minPriority: null,
  exposure: null,
};
const rule = (queueId: string, asks: Partial<RoutingRule>): RoutingRule => ({
  name: queueId,
  ...any,
  ...asks,
  queueId,
});
const facts: RoutingFacts = {
  category: 'child.grooming',
  language: 'de',
  region: 'AT',
  surface: 'message',
  priority: 'P1',
  exposure: 'text',
};

const rows: [what: string, asks: Partial<RoutingRule>, given: Partial<RoutingFacts>, matches: boolean][] = [
  ['a rule that asks for nothing takes everything', {}, {}, true],
  ['a leaf', { kinds: ['child.grooming'] }, {}, true],
  ['what a leaf begins with', { kinds: ['child'] }, {}, true],
  ['one of several kinds', { kinds: ['hate', 'child'] }, {}, true],
  ['half a word is no beginning', { kinds: ['chi'] }, {}, false],
  ['a leaf is not below another leaf', { kinds: ['child.grooming'] }, { category: 'child.grooming_other' }, false],
  ['a language', { languages: ['de', 'es'] }, {}, true],
  ['another language', { languages: ['es'] }, {}, false],
  ['a language that nobody knows', { languages: ['de'] }, { language: null }, false],
  ['a region', { regions: ['AT'] }, {}, true],
  ['another region', { regions: ['DE'] }, {}, false],
  ['a region that nobody knows', { regions: ['AT'] }, { region: null }, false],
  ['a surface', { surfaces: ['album', 'message'] }, {}, true],
  ['another surface', { surfaces: ['album'] }, {}, false],
  ['the very priority', { minPriority: 'P1' }, {}, true],
  ['more urgent than asked', { minPriority: 'P2' }, {}, true],
  ['less urgent than asked', { minPriority: 'P0' }, {}, false],
  ['words alone', { exposure: 'text' }, {}, true],
  ['pictures', { exposure: 'graphic' }, {}, false],
  ['all that is asked for has to be there', { kinds: ['child'], languages: ['es'] }, {}, false],
];
for (const [what, asks, given, matches] of rows) {
  test(`routing: ${what}`, () => {
    assert.equal(routeCase({ ...facts, ...given }, [rule('chosen', asks)]), matches ? 'chosen' : 'main');
  });
}

test('the first rule that matches says it, and without one it is the main queue', () => {
  const rules = [rule('spanish', { languages: ['es'] }), rule('children', { kinds: ['child'] }), rule('rest', {})];
  assert.equal(routeCase(facts, rules), 'children');
  assert.equal(routeCase({ ...facts, language: 'es' }, rules), 'spanish');
  assert.equal(routeCase({ ...facts, category: 'spam.bulk' }, rules), 'rest');
  assert.equal(routeCase(facts, []), 'main');
});

test('a plan keeps main for everybody, names each queue once, and leads no rule into nothing', () => {
  const main = { queueId: 'main', name: 'Main', description: '', skills: [] };
  const paging = { percents: [50], againMinutes: 5, lowest: 'P3' };
  const wrong = (plan: object) =>
    QueuePlan.safeParse({ queues: [main], rules: [], paging, ...plan }).error?.issues.map(({ path }) => path.join('.'));
  assert.equal(wrong({}), undefined);
  assert.deepEqual(wrong({ queues: [{ ...main, queueId: 'other' }] }), ['queues']);
  assert.deepEqual(wrong({ queues: [{ ...main, skills: ['de'] }] }), ['queues.0.skills']);
  assert.deepEqual(wrong({ queues: [main, main] }), ['queues.1.queueId']);
  assert.deepEqual(wrong({ rules: [rule('nowhere', {})] }), ['rules.0.queueId']);
});
