import type { CategoryNode } from '@wellhouse/protocol';
import { questionTree, taxonomy } from '@wellhouse/taxonomy';
import { expect, test } from 'vitest';
import {
  afterAbout,
  afterCategory,
  afterDanger,
  afterHelp,
  afterNeed,
  impliedAbout,
  nodesAlong,
} from '../src/report/flow.ts';

function leaves(node: CategoryNode, path: string[] = []): { node: CategoryNode; path: string[] }[] {
  if (node.children.length === 0) return [{ node, path }];
  return node.children.flatMap((child) => leaves(child, node.id === 'root' ? path : [...path, node.id]));
}
const adult = questionTree('en', 'adult');
const child = questionTree('en', 'child');
const screenAfter = (id: string): string => {
  const found = [...leaves(adult), ...leaves(child)].find(({ node }) => node.category === id);
  if (!found) throw new Error(`find no answer for ${id}`);
  return afterCategory(found.node, found.path).screen;
};

test('every answer of the real tree leads to a next screen, and every report to the words', () => {
  for (const { node, path } of [...leaves(adult), ...leaves(child)]) {
    const step = afterCategory(node, path);
    const expected = node.outcome === 'no-report' ? ['stop'] : ['about', 'help', 'words'];
    expect(expected).toContain(step.screen);
    if (step.screen === 'about') expect(['help', 'words']).toContain(afterAbout(node).screen);
  }
});

test('every leaf that is asked about can be reached, so no kind of abuse is without a way to report it', () => {
  const reached = new Set([...leaves(adult), ...leaves(child)].map(({ node }) => node.category));
  const asked = taxonomy.leaves
    .map(({ id }) => id)
    .filter((id) => !taxonomy.notAsked.some((entry) => JSON.stringify(entry).includes(`"${id}"`)));
  expect(asked.filter((id) => !reached.has(id))).toEqual([]);
});

test('who is harmed is asked where it matters and was not said', () => {
  expect(screenAfter('threat.life')).toBe('about');
  expect(screenAfter('spam.bulk')).toBe('words');
  expect(screenAfter('child.grooming')).not.toBe('about');
});

test('an answer that says who is harmed says so in the report', () => {
  const grooming = leaves(adult).find(({ node }) => node.category === 'child.grooming');
  expect(grooming && impliedAbout(grooming.node)).toBe('a-child');
});

test('need, danger and help lead where the design says', () => {
  expect([afterNeed('stop').screen, afterNeed('help').screen, afterNeed('tell').screen]).toEqual([
    'stop',
    'help',
    'danger',
  ]);
  expect([afterDanger('no').screen, afterDanger('now').screen, afterDanger('unsure').screen]).toEqual([
    ...['category', 'danger-help', 'danger-help'],
  ]);
  expect([afterHelp(true).screen, afterHelp(false).screen]).toEqual(['danger', 'words']);
});

test('a path of a tree that has changed ends where it no longer fits', () => {
  expect(nodesAlong(adult, ['threat', 'no-such-node']).map(({ id }) => id)).toEqual(['threat']);
});
