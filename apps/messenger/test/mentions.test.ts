import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, textOf } from '../src/device/mentions.ts';

const members = ['ana@messenger.localhost', 'ben@messenger.localhost', 'ﻧﻮر@messenger.localhost'];
const shape = (text: string) =>
  partsOf(text, members).map((part) => (part.type === 'mention' ? `${part.name}=${part.account}` : part.type));

test('the names of members are parts of their own', () => {
  assert.deepEqual(shape('Tell @ana and @Ben.'), [
    ...['text', '@ana=ana@messenger.localhost', 'text', '@Ben=ben@messenger.localhost', 'text'],
  ]);
  assert.deepEqual(shape('@ben@messenger.localhost'), ['@ben@messenger.localhost=ben@messenger.localhost']);
});

test('strangers, addresses of e-mail and words in the middle stay words', () => {
  for (const text of ['@eve hello', 'write to x@ana', 'ana@ben', '@', '@@ana', 'no names at all']) {
    assert.deepEqual(shape(text), ['text'], text);
  }
});

test('whatever is written reads the same afterwards', () => {
  const many = Array.from({ length: 50 }, () => '@ana').join(' ');
  for (const text of ['@ana@ben', ' @ana\n\n@ben ', '@ana', many, 'a\nb @ﻧﻮر', '']) {
    assert.equal(textOf(partsOf(text, members)), text);
    assert.ok(partsOf(text, members).length <= 41);
  }
});
