import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createI18n, directionOf, languages, type MessageId, preferredLanguage } from '../src/ui/i18n/messages.ts';

const ui = join(import.meta.dirname, '../src/ui');
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(ui, `i18n/catalogues/${language}.json`), 'utf8'));
const placeholders = (text: string) =>
  [...new Set(text.match(/\{(\w+)/g) ?? [])].filter((name) => !/^\{\d/.test(name)).toSorted();

test('every language has every sentence, with the same values in it', () => {
  const english = catalogue('en');
  for (const { id } of languages) {
    const other = catalogue(id);
    assert.deepEqual(Object.keys(other).toSorted(), Object.keys(english).toSorted(), id);
    for (const [key, text] of Object.entries(english)) {
      const simple = !text.includes('plural');
      if (simple) assert.deepEqual(placeholders(other[key] ?? ''), placeholders(text), `${id} ${key}`);
      else assert.match(other[key] ?? '', /\{count, plural,.*other \{/, `${id} ${key}`);
      assert.notEqual(other[key]?.trim(), '', `${id} ${key}`);
    }
  }
});

test('plurals are formed as each language forms them', () => {
  const say = (language: 'en' | 'ar', count: number) =>
    createI18n(language)._('groups.unread' satisfies MessageId, { count });
  assert.equal(say('en', 1), '1 unread message');
  assert.equal(say('en', 5), '5 unread messages');
  assert.equal(new Set([1, 2, 3, 11].map((count) => say('ar', count).replaceAll(/\d/g, ''))).size, 4);
});

test('no sentence is left over', () => {
  const sources = readdirSync(ui, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(ui, name), 'utf8'))
    .join('\n');
  const leftOver = Object.keys(catalogue('en')).filter(
    (key) =>
      !sources.includes(`'${key}'`) && !/^(conversation\.(left|removed|broken)|picture\.(damaged|missing))$/.test(key),
  );
  assert.deepEqual(leftOver, []);
});

test('the first language that is spoken is chosen, and Arabic runs from right to left', () => {
  assert.equal(preferredLanguage(['fr-FR', 'de-AT', 'en']), 'de');
  assert.equal(preferredLanguage(['fr']), 'en');
  assert.equal(directionOf('ar'), 'rtl');
  assert.equal(directionOf('es'), 'ltr');
});
