import { type AbuseKind, textKinds } from '@wellhouse/classifiers';
import type { CategoryNode } from '@wellhouse/protocol';
import { questionTree } from '@wellhouse/taxonomy';
import { expect, test } from 'vitest';
import { nodesAlong, stepsToSuggestion } from '../../src/report/flow.ts';
import { suggestedPath } from '../../src/report/suggestion.ts';

const kinds: readonly AbuseKind[] = [...textKinds, 'sensitive-picture'];
const adult = questionTree('en', 'adult');
const child = questionTree('en', 'child');
const ends = (root: CategoryNode): Record<string, string | undefined> =>
  Object.fromEntries(kinds.map((kind) => [kind, nodesAlong(root, suggestedPath(root, kind)).at(-1)?.id]));

test('each kind leads as far into the real questions as it says, for adults', () => {
  expect(ends(adult)).toEqual({
    ...{ threat: 'threat', hate: 'threat/hate', insult: 'threat/bully', sexual: 'sexual/unwanted', spam: 'trick' },
    ...{ sextortion: 'sexual/blackmail', 'sensitive-picture': 'sexual/unwanted' },
  });
});

test('each kind leads as far into the real questions as it says, for children', () => {
  expect(ends(child)).toEqual({
    ...{ threat: 'threat', hate: 'threat/hate', insult: 'threat/bully', sexual: 'body', spam: 'trick' },
    ...{ sextortion: 'body/blackmail', 'sensitive-picture': 'body/sending' },
  });
});

test('the screens on the way can be gone back through; an answer that is chosen asks what comes after it', () => {
  const screens = (kind: AbuseKind) => stepsToSuggestion(adult, suggestedPath(adult, kind)).map(({ screen }) => screen);
  expect(screens('threat')).toEqual(['category', 'category']);
  expect(screens('hate')).toEqual(['category', 'category', 'about']);
});

test('a server whose questions have nothing for a kind is asked from the start', () => {
  const bare: CategoryNode = { ...adult, children: adult.children.filter(({ id }) => id === 'else') };
  expect(suggestedPath(bare, 'hate')).toEqual([]);
  expect(stepsToSuggestion(bare, [])).toEqual([{ screen: 'category', path: [] }]);
});
