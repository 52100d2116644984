import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import ar from '../src/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../src/i18n/catalogues/de.json' with { type: 'json' };
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import es from '../src/i18n/catalogues/es.json' with { type: 'json' };
import { directionOf, pickLocale } from '../src/i18n/messages.ts';
import { createTranslator } from '../src/i18n/translator.ts';
import { problemCodes } from '../src/words/problem-words.ts';

const others: Record<string, Record<string, string>> = { ar, de, es };

/** Names of the values that a compiled ICU message takes. */
function valuesOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (token: unknown): void => {
    if (!Array.isArray(token)) return;
    if (typeof token[0] === 'string' && token[0] !== '#') names.add(token[0]);
    for (const option of Object.values(typeof token[2] === 'object' && token[2] !== null ? token[2] : {})) {
      if (Array.isArray(option)) option.forEach(walk);
    }
  };
  const compiled = compileMessage(message);
  if (Array.isArray(compiled)) compiled.forEach(walk);
  return [...names].sort();
}

describe('catalogues', () => {
  for (const [locale, messages] of Object.entries(others)) {
    it(`${locale} has every message of English and no other`, () => {
      assert.deepEqual(Object.keys(messages).sort(), Object.keys(en).sort());
    });
    it(`${locale} takes the same values as English`, () => {
      for (const [key, message] of Object.entries(en)) {
        assert.deepEqual(valuesOf(messages[key] ?? ''), valuesOf(message), key);
      }
    });
    it(`${locale} has the plural forms that its language needs`, () => {
      const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      for (const [key, message] of Object.entries(messages)) {
        if (!message.includes(', plural,')) continue;
        for (const form of needed) assert.ok(message.includes(`${form} {`), `${key} lacks "${form}"`);
      }
    });
    it(`${locale} left nothing in English`, () => {
      const same = Object.entries(en).filter(
        ([key, message]) => messages[key] === message && /[a-z]{4,}/i.test(message),
      );
      const allowed = new Set(['first.name', 'team.name', 'team.roles', 'team.title', 'nav.team', 'answer.about.me']);
      assert.deepEqual(
        same.map(([key]) => key).filter((key) => !allowed.has(key)),
        [],
      );
    });
  }

  it('has plain words for every problem code', () => {
    for (const code of problemCodes) assert.ok(Object.hasOwn(en, `problem.${code}`), code);
  });

  it('counts as each language counts', () => {
    assert.equal(createTranslator('ar', ar).t('case.reports', { count: 2 }), 'بلاغان');
    assert.equal(createTranslator('de', de).t('case.reports', { count: 1 }), '1 Meldung');
    assert.equal(createTranslator('es', es).t('due.days', { days: 3 }), 'vence en 3 días');
  });

  it('picks the first language of the browser that it speaks', () => {
    assert.equal(pickLocale(['fr-FR', 'de-AT', 'en']), 'de');
    assert.equal(pickLocale(['ar-EG']), 'ar');
    assert.equal(pickLocale(['fr']), 'en');
    assert.equal(pickLocale([]), 'en');
    assert.equal(directionOf('ar'), 'rtl');
  });
});
