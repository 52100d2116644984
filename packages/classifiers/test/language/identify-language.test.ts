import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIdentifyLanguage } from '../../src/language/identify-language.ts';
import { languageData } from '../../src/language/language-table.ts';

const identifyLanguage = createIdentifyLanguage(languageData);

test('whole sentences are told apart', () => {
  const sentences = {
    en: 'I will be there at seven, keep a seat for me please',
    de: 'Ich komme heute etwas später, fangt ruhig ohne mich an',
    es: 'Mañana por la tarde vamos a comprar las entradas',
    fr: 'Je pense que nous devrions partir plus tôt demain',
    ru: 'Завтра мы поедем на дачу к бабушке и будем собирать яблоки в саду',
    ar: 'سوف نذهب إلى السوق غدا في الصباح',
    zh: '我们明天早上去市场买一些水果',
    ja: '明日の朝、市場に果物を買いに行きます',
  };
  for (const [language, text] of Object.entries(sentences)) {
    assert.equal(identifyLanguage(text), language);
    assert.equal(identifyLanguage(text, ['en', 'de']), language, `${language}, read by somebody of English and German`);
  }
});

test('a short text is taken for a language that its reader knows when it nearly fits', () => {
  assert.equal(identifyLanguage('hi'), 'ca');
  assert.equal(identifyLanguage('hi', ['en-GB']), 'en');
  assert.equal(identifyLanguage('lol', ['en', 'es']), 'en', 'nothing known in it: the first');
  assert.equal(identifyLanguage('lol', ['ar']), null, 'Arabic is not written like that');
  assert.equal(identifyLanguage('lol'), null);
});

test('where there are no words there is no language', () => {
  for (const text of [
    '',
    ' ',
    '👍🏽👍🏽',
    '12 345',
    'https://example.org/a?b',
    '@somebody',
    '?!…',
    '\u200b\u202e\u2066',
    'x',
  ]) {
    assert.equal(identifyLanguage(text, ['en']), null, JSON.stringify(text));
  }
});

test('invisible characters change nothing, nor does turned direction of what reads so', () => {
  const plain = 'keep a seat for me please';
  const hidden = `\u202d${[...plain].join('\u200b')}\u2066`;
  assert.equal(identifyLanguage(hidden), 'en');
  assert.equal(identifyLanguage(`\u202e${[...plain].reverse().join('\u200b')}\u2066`), 'en');
});

test('attack: a first sentence in another language does not decide about all that comes after it', () => {
  const foreign = 'Завтра мы поедем на дачу к бабушке и будем собирать яблоки в саду. '.repeat(6);
  const latin = 'Je pense que nous devrions partir plus tôt demain matin. '.repeat(8);
  const own = 'I will be there at seven, keep a seat for me please. '.repeat(30);
  const hasPack = (language: string) => language === 'en';
  for (const beginning of [foreign, latin]) {
    const expected = beginning === foreign ? 'ru' : 'fr';
    assert.equal(identifyLanguage(beginning + own), expected, 'neither has a pack or is read');
    assert.equal(identifyLanguage(beginning + own, [], hasPack), 'en');
    assert.equal(identifyLanguage(beginning + own, [expected], hasPack), 'en', 'what has a pack comes first');
    assert.equal(identifyLanguage(beginning + own, ['en']), 'en');
    assert.equal(identifyLanguage(beginning.repeat(4) + own.slice(0, 400), [], hasPack), 'en', 'at the end');
    assert.equal(identifyLanguage(beginning.repeat(3), ['en'], hasPack), expected, 'nothing of it is English');
    assert.equal(identifyLanguage(`${beginning.repeat(3)}${'👍🏽 lol '.repeat(4)}`, ['en'], hasPack), expected);
  }
});

test('any text and any list of languages get an answer', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(text, fc.array(fc.string({ maxLength: 8 }), { maxLength: 4 }), (words, languages) => {
      assert.match(String(identifyLanguage(words, languages)), /^[a-z]{2,4}$/);
    }),
  );
  assert.equal(identifyLanguage('seat for me please '.repeat(60_000)), 'en');
});
