/** The detector beside the package whose table it reads: the same languages with the same scores, in the same order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eld } from 'eld/extrasmall';
import fc from 'fast-check';
import { createDetector } from '../../src/language/detect-language.ts';
import { languageData } from '../../src/language/language-table.ts';

const detect = createDetector(languageData);

function isLikeItsSource(text: string): void {
  const theirs = Object.entries(eld.detect(text).getScores());
  assert.deepEqual(
    detect(text).map(({ language, score }) => [language, score]),
    theirs,
    JSON.stringify(text),
  );
}

test('sentences, apostrophes, long words and mixed scripts score what they score there', () => {
  const texts = [
    ...['', ' ', 'a', 'a b', "don't 'tis '' x'y ' ' o'clock' ''", 'it`s `so` ’s', "'", "''"],
    ...['x'.repeat(90), `${'y'.repeat(400)} z`, 'ä'.repeat(400), 'seat for me please '.repeat(100)],
    ...['Ich komme heute etwas später', '漢字かな交じり文 テスト 한국어 русский العربية ภาษาไทย 😀😀 𝒳𝒴'],
  ];
  for (const text of texts) isLikeItsSource(text);
});

test('whatever the text, the scores are those of its source', () => {
  const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz     '`’-äöüéñшкатаبتن日本語한국어");
  fc.assert(fc.property(fc.string({ unit: letters, maxLength: 500 }), isLikeItsSource), { numRuns: 300 });
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 1_200 }), isLikeItsSource), { numRuns: 200 });
});
