/** The messenger's own sentences that stand beside covers and questions are for young people too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asRead, type Language, measures, sentencesOf } from '../../../packages/client-ui/test/support/reading-age.ts';
import ar from '../src/ui/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../src/ui/i18n/catalogues/de.json' with { type: 'json' };
import en from '../src/ui/i18n/catalogues/en.json' with { type: 'json' };
import es from '../src/ui/i18n/catalogues/es.json' with { type: 'json' };

const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, de, es, ar };

const forYoungPeople =
  /^(first\.|settings\.age|conversation\.(prompt|blocked)|picture\.|composer\.picture|members\.muted?\b)/;

for (const language of Object.keys(measures) as Language[]) {
  const measure = measures[language];
  const texts = Object.entries(catalogues[language])
    .filter(([id]) => forYoungPeople.test(id))
    .map(([id, text]) => [id, asRead(text, language)] as const);

  test(`${language}: what the messenger says beside a cover or a question is at reading age nine to eleven`, () => {
    assert.ok(texts.length > 20);
    assert.ok(measure.year(texts.map(([, text]) => text).join(' ')) <= measure.limits.screen);
    const hard = texts
      .filter(([, text]) => measure.words(text).length >= 8)
      .map(([id, text]) => [id, measure.year(text), text] as const)
      .filter(([, year]) => year > measure.limits.text);
    assert.deepEqual(hard, []);
    const long = texts.filter(([, text]) =>
      sentencesOf(text).some((sentence) => measure.words(sentence).length > measure.mostWords),
    );
    assert.deepEqual(long, []);
  });
}
