import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type LabelLocale, locales, type QuestionNode, questionTree } from '@wellhouse/taxonomy';

function flatten(node: QuestionNode): QuestionNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

const notYourFault: Record<LabelLocale, string> = {
  en: 'It is not your fault',
  es: 'No es culpa tuya',
  de: 'Du bist nicht schuld',
  ar: 'هذا ليس ذنبك',
};

/** Words of law and of the office, which a child of nine does not know. */
const forbidden: Record<LabelLocale, RegExp> = {
  en: /illegal|consent|minor|exploit|abuse|harass|identity|evidence|sextortion|groom|policy|offen[cs]e|victim|perpetrator/i,
  es: /ilegal|consentimiento|menor|explota|abuso|acoso|identidad|prueba|delito|sextorsi|víctima|denuncia/i,
  de: /illegal|einwillig|einverständ|minderjährig|ausbeut|missbrauch|belästig|identität|beweis|straftat|opfer|täter/i,
  ar: /قانون|موافقة|قاصر|استغلال|تحرش|هوية|دليل|جريمة|ضحية|ابتزاز|استدراج/,
};

for (const locale of locales) {
  describe(`the words for a child in "${locale}"`, () => {
    const tree = questionTree(locale, 'child');
    const nodes = flatten(tree);
    const sentences = nodes.flatMap(({ label, hint, question }) =>
      [label, hint, question].flatMap((text) => (text ?? '').split(/[.!?؟]/)).map((text) => text.trim()),
    );

    test('say first that it is not the child’s fault', () => {
      assert.ok(tree.hint?.startsWith(notYourFault[locale]));
    });

    test('say it again wherever bodies, pictures or being hurt come up', () => {
      for (const id of [
        'body',
        'hurt',
        'body/asking',
        'body/blackmail',
        'body/sending',
        'body/secret',
        'body/sharing',
        'body/fake',
        'hurt/touch',
      ]) {
        const node = nodes.find((candidate) => candidate.id === id);
        assert.ok(node?.hint?.includes(notYourFault[locale]), id);
      }
    });

    test('are sentences of at most fifteen words', () => {
      for (const sentence of sentences) assert.ok(sentence.split(/\s+/).length <= 15, sentence);
    });

    test('are free of the words of law and office', () => {
      for (const sentence of sentences) assert.doesNotMatch(sentence, forbidden[locale]);
    });
  });
}

test('the check for words of law and office finds them in the words for grown-ups', () => {
  const adult = flatten(questionTree('en', 'adult')).map(({ label }) => label);
  assert.ok(adult.some((label) => forbidden.en.test(label)));
});

test('a child who saw a picture is asked not to look again and not to send it on', () => {
  const saw = flatten(questionTree('en', 'child')).find(({ id }) => id === 'hurt/saw');
  assert.match(saw?.hint ?? '', /do not have to look.*do not send/i);
});
