import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRightToLeft, locales, matchLocale, questionTree } from '@wellhouse/taxonomy';

test('a tag with a region gets its language, an unknown language gets English', () => {
  assert.equal(matchLocale('es-MX'), 'es');
  assert.equal(matchLocale('AR-eg'), 'ar');
  assert.equal(matchLocale('fr-FR'), 'en');
  assert.equal(matchLocale(''), 'en');
  assert.deepEqual(questionTree('de-CH', 'adult'), questionTree('de', 'adult'));
});

test('Arabic, Hebrew, Persian and Urdu run from right to left, and a script in the tag decides', () => {
  for (const tag of ['ar', 'ar-EG', 'he', 'fa-IR', 'ur', 'az-Arab']) assert.equal(isRightToLeft(tag), true, tag);
  for (const tag of ['en', 'es-419', 'de', 'ur-Latn', '']) assert.equal(isRightToLeft(tag), false, tag);
});

test('exactly one of the languages with labels runs from right to left, and it is written in Arabic letters', () => {
  assert.deepEqual(locales.filter(isRightToLeft), ['ar']);
  for (const audience of ['adult', 'child'] as const) {
    const text = JSON.stringify(questionTree('ar', audience).children.map(({ label, question }) => [label, question]));
    assert.doesNotMatch(text.replaceAll('null', ''), /[A-Za-z]/);
  }
});
