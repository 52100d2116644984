import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';
import ar from '../src/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../src/i18n/catalogues/de.json' with { type: 'json' };
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import es from '../src/i18n/catalogues/es.json' with { type: 'json' };
import { catalogueLocales } from '../src/i18n/load-catalogue.ts';
import { createText } from '../src/i18n/text.ts';

const catalogues: Record<string, Record<string, string>> = { en, es, de, ar };
const sources = import.meta.glob('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

/** Names in braces at the top of an ICU message, and the plural cases of each. */
function shape(message: string): { values: string[]; plurals: string[][] } {
  const plurals = [...message.matchAll(/\{(\w+), plural,((?:[^{}]*\{[^{}]*\})+)\s*\}/g)];
  const cases = plurals.map(([, , body = '']) => [...body.matchAll(/(=?\w+)\s*\{/g)].map(([, name = '']) => name));
  const values = [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name);
  return { values: [...new Set(values)].sort(), plurals: cases };
}

test('the languages are English, Spanish, German and Arabic', () => {
  expect(Object.keys(catalogues)).toEqual([...catalogueLocales]);
});

describe.each(Object.keys(catalogues))('catalogue %s', (locale) => {
  const catalogue = catalogues[locale] ?? {};

  test('has every sentence, in the order of the English one, and none is empty', () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en));
    expect(Object.entries(catalogue).filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  test('uses the values that the English sentence uses', () => {
    for (const [id, sentence] of Object.entries(en)) {
      expect(shape(catalogue[id] ?? '').values, id).toEqual(shape(sentence).values);
    }
  });

  test('has every plural case that the language has', () => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [id, sentence] of Object.entries(catalogue)) {
      for (const cases of shape(sentence).plurals) {
        expect(cases.filter((name) => !name.startsWith('=')).sort(), id).toEqual([...needed].sort());
      }
    }
  });

  test('compiles', () => {
    for (const [id, sentence] of Object.entries(catalogue)) {
      expect(() => compileMessage(sentence), id).not.toThrow();
    }
  });

  test('is translated: few sentences are the English ones', () => {
    const same = Object.entries(catalogue).filter(
      ([id, sentence]) => sentence === Object.entries(en).find(([other]) => other === id)?.[1],
    );
    expect(same.map(([id]) => id)).toEqual(
      locale === 'en' ? Object.keys(en) : ['danger.no', 'preview.no'].filter(() => locale === 'es'),
    );
  });
});

test('every sentence is said somewhere', () => {
  const code = Object.values(sources).join('\n');
  const isSaid = (id: string): boolean => {
    if (code.includes(`'${id}'`)) return true;
    const base = id.replace(/\.child$/, '');
    const prefix = base.slice(0, base.lastIndexOf('.') + 1);
    const stem = base.slice(0, base.lastIndexOf('.'));
    const isBuilt = code.includes(`\`${prefix}$`) || (code.includes(`'${stem}'`) && /\$\{kind\}\.\w/.test(code));
    return code.includes(`'${base}'`) || isBuilt;
  };
  expect(Object.keys(en).filter((id) => !isSaid(id))).toEqual([]);
});

test('counts are said as the language says them', () => {
  const say = (locale: string, count: number): string =>
    createText({ locale, audience: 'adult', catalogue: { ...en, ...catalogues[locale] } }).t('preview.messages', {
      count,
    });
  expect([say('en', 1), say('en', 3)]).toEqual(['1 message will be sent', '3 messages will be sent']);
  expect([say('ar', 1), say('ar', 2), say('ar', 5)]).toEqual(['ستُرسل رسالة واحدة', 'ستُرسل رسالتان', 'ستُرسل 5 رسائل']);
});

test('children are spoken to in their own words, where there are any', () => {
  const adult = createText({ locale: 'en', audience: 'adult', catalogue: en });
  const child = createText({ locale: 'en', audience: 'child', catalogue: en });
  expect(child.t('help.comfort')).toBe('It is not your fault. You are not in trouble.');
  expect(adult.t('help.comfort')).toBe('What happened is not your fault.');
  expect(child.t('back')).toBe(adult.t('back'));
});

test('a name that runs the other way does not pull the sentence apart', () => {
  const text = createText({ locale: 'en', audience: 'adult', catalogue: en });
  expect(text.t('stop.block', { name: 'Mal' })).toBe('Block Mal');
  expect(text.t('stop.block', { name: 'مال' })).toBe('Block \u2068مال\u2069');
});

test('a language that is not translated is shown in English; a regional one in its language', () => {
  const spoken = (locale: string) => createText({ locale, audience: 'adult', catalogue: en });
  expect(spoken('fi').locale).toBe('en');
  expect(spoken('de-AT').locale).toBe('de-AT');
  expect(spoken('ar-EG').direction).toBe('rtl');
});

test('an app can replace single sentences', () => {
  const text = createText({
    locale: 'en',
    audience: 'adult',
    catalogue: en,
    messages: { 'need.tell': 'Tell Example' },
  });
  expect(text.t('need.tell')).toBe('Tell Example');
});

test('what children read is short: at most 15 words a sentence', () => {
  const long = Object.entries(en)
    .filter(([id]) => id.endsWith('.child'))
    .flatMap(([id, text]) => text.split(/[.?!]/).map((sentence) => [id, sentence.trim().split(/\s+/).length] as const))
    .filter(([, words]) => words > 15);
  expect(long).toEqual([]);
});
