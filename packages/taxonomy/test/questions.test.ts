import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aboutOfNode, findLeaf, locales, type QuestionNode, questionTree, taxonomy } from '@wellhouse/taxonomy';
import { CategoryNode } from '../../protocol/src/report-config.ts';
import { words } from '../src/words.ts';

const audiences = ['adult', 'child'] as const;

function flatten(node: QuestionNode): QuestionNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

function screensBelow(node: QuestionNode): number {
  return node.children.length === 0 ? 0 : 1 + Math.max(...node.children.map(screensBelow));
}

/** Screens whose choices leave nothing out: it is about me, or it is about someone else. */
const exhaustive = new Set(['self']);

for (const audience of audiences) {
  describe(`the questions for a ${audience === 'adult' ? 'grown-up' : 'child'}`, () => {
    const tree = questionTree('en', audience);
    const nodes = flatten(tree);
    const screens = nodes.filter((node) => node.children.length > 0);
    const answers = nodes.filter((node) => node.children.length === 0);

    test('have at most seven choices a screen and three screens in a row', () => {
      for (const screen of screens) assert.ok(screen.children.length <= 7, screen.id);
      assert.ok(screensBelow(tree) <= 3);
    });

    test('have an id for every node, once', () => {
      assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
    });

    test('ask something on every screen and nothing on an answer', () => {
      for (const screen of screens) assert.ok(screen.question, screen.id);
      for (const answer of answers) assert.equal(answer.question, null, answer.id);
    });

    test('end in a known leaf, or in no report', () => {
      for (const answer of answers) {
        if (answer.outcome === 'no-report') assert.equal(answer.category, null);
        else assert.ok(answer.category !== null && findLeaf(answer.category), answer.id);
      }
      for (const screen of screens) assert.equal(screen.category, null, screen.id);
    });

    test('reach every leaf, or say why not', () => {
      const reached = new Set(answers.map(({ category }) => category));
      const excused = new Set(
        taxonomy.notAsked.filter((entry) => entry.audience === audience).map((entry) => entry.leaf),
      );
      for (const { id } of taxonomy.leaves) assert.notEqual(reached.has(id), excused.has(id), id);
      for (const id of excused) assert.ok(findLeaf(id), id);
    });

    test('begin with what is happening, and offer something else and no report at all', () => {
      assert.equal(tree.question, 'What is happening?');
      const last = tree.children.slice(-2);
      assert.deepEqual(
        last.map(({ id, outcome, category }) => [id, outcome, category]),
        [
          ['else', 'report', 'other'],
          ['dislike', 'no-report', null],
        ],
      );
      assert.deepEqual(
        answers.filter(({ outcome }) => outcome === 'no-report').map(({ id }) => id),
        ['dislike'],
      );
    });

    test('offer something else on every screen whose choices leave something out', () => {
      for (const screen of screens) {
        if (exhaustive.has(screen.id)) continue;
        assert.ok(
          screen.children.some(({ id }) => id === 'else' || id.endsWith('/else')),
          screen.id,
        );
      }
    });

    test('keep self-harm about me apart from self-harm about someone else, and show help first in both', () => {
      const self = tree.children.find(({ id }) => id === 'self');
      assert.deepEqual(
        self?.children.map(({ id }) => aboutOfNode(id)),
        ['me', 'someone-else'],
      );
      const helpFirst = nodes.filter(({ outcome }) => outcome === 'help-first');
      assert.deepEqual(
        helpFirst.map(({ id }) => id),
        nodes.filter(({ id }) => id === 'self' || id.startsWith('self/')).map(({ id }) => id),
      );
      for (const node of helpFirst) {
        if (node.children.length === 0) assert.ok(node.category?.startsWith('self.'), node.id);
      }
    });

    test('never let something else about a child fall to the severity of something else', () => {
      for (const answer of answers) {
        const aboutChild = /^(child|sexual\/child|body|hurt)\//.test(answer.id);
        if (aboutChild && answer.id.endsWith('else')) assert.equal(answer.category, 'child.other', answer.id);
      }
    });

    for (const locale of locales) {
      test(`are complete in "${locale}", fit the API, and leave no words over`, () => {
        const localized = CategoryNode.parse(questionTree(locale, audience));
        assert.deepEqual(Object.keys(words[locale][audience]).sort(), nodes.map(({ id }) => id).sort());
        const english = new Map(nodes.map((node) => [node.id, node]));
        for (const node of flatten(localized)) {
          assert.equal(node.hint === null, english.get(node.id)?.hint === null, `hint of ${node.id}`);
          assert.equal(node.question === null, english.get(node.id)?.question === null, `question of ${node.id}`);
          const siblings = node.children.map(({ label }) => label);
          assert.equal(new Set(siblings).size, siblings.length, `choices of ${node.id}`);
        }
      });
    }
  });
}

test('whom a report is about follows from the path, where the path asked', () => {
  assert.equal(aboutOfNode('self/me/suicide'), 'me');
  assert.equal(aboutOfNode('self/other/harm'), 'someone-else');
  assert.equal(aboutOfNode('child/contact/secret'), 'a-child');
  assert.equal(aboutOfNode('sexual/child/fake'), 'a-child');
  assert.equal(aboutOfNode('sexual/shared'), null);
  assert.equal(aboutOfNode('self'), null);
});
