import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { EvidenceCode } from '../../../packages/franking/src/index.ts';
import ar from '../src/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../src/i18n/catalogues/de.json' with { type: 'json' };
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import es from '../src/i18n/catalogues/es.json' with { type: 'json' };
import { directionOf, pickLocale } from '../src/i18n/messages.ts';
import { createTranslator } from '../src/i18n/translator.ts';
import { problemCodes } from '../src/words/problem-words.ts';

/** Every verdict on evidence, so that a new one is missed by the compiler where it has no words. */
const evidenceCodes = {
  ...{ 'evidence-malformed': true, 'stamp-malformed': true, 'hub-mismatch': true, 'key-unknown': true },
  ...{ 'key-retired': true, 'key-outside-period': true, 'mac-mismatch': true, 'hub-at-fault': true },
  ...{ 'signature-missing': true, 'signature-unexpected': true, 'signature-invalid': true, 'header-malformed': true },
  ...{ 'part-malformed': true, 'kind-mismatch': true, 'sender-mismatch': true, 'group-mismatch': true },
} satisfies Record<EvidenceCode, true>;

/** What docs/threat-model.md lets a sentence say (`says`), and what would be stronger than what is known (`never`). */
const claims: { key: string; says: Record<string, RegExp>; never: RegExp }[] = [
  {
    key: 'level.VERIFIED.meaning',
    says: {
      en: /delivery service vouches.*cryptography shows that nothing was changed/,
      de: /Zustelldienst bürgt.*Kryptografie zeigt, dass seither nichts verändert/,
      es: /servicio de entrega responde.*criptografía muestra que nada se ha cambiado/,
      ar: /تشهد خدمة التوصيل.*التشفير أن شيئًا لم يتغير/,
    },
    never: /proven|bewiesen|probado|مثبت|مُثبت/i,
  },
  ...['gap.one', 'gap.many'].map((key) => ({
    key,
    says: { en: /not disclosed/, de: /nicht offengelegt/, es: /no revelados?/, ar: /لم يُكشف عنها/ },
    never: /withheld|zurückgehalten|retenid|محجوب/i,
  })),
  {
    key: 'item.reporter-not-in-group-then',
    says: {
      en: /delivery service says.*probably/,
      de: /Zustelldienst sagt.*Wahrscheinlich/,
      es: /servicio de entrega dice.*Probablemente/,
      ar: /تقول خدمة التوصيل.*والأرجح/,
    },
    never: /must|muss|tuvo que|لا بد/i,
  },
  {
    key: 'item.hub-contradiction',
    says: {
      en: /another statement.*message, time or sender/,
      de: /andere Aussage.*Nachricht, anderer Zeit oder anderem Absender/,
      es: /otra declaración.*mensaje, otra hora u otro remitente/,
      ar: /ببيان آخر.*رسالة أخرى أو وقت آخر أو مرسل آخر/,
    },
    never: /another message has|andere Nachricht hat|otro mensaje tiene|رسالة أخرى تحمل/i,
  },
  {
    key: 'item.hub-at-fault',
    says: {
      en: /delivery service itself.*false MAC.*own valid signature.*reporter altered nothing/,
      de: /Zustelldienst selbst.*falschen MAC.*eigenen gültigen Unterschrift.*nichts verändert/,
      es: /propio servicio de entrega.*MAC falso.*propia firma válida.*no alteró nada/,
      ar: /خدمة التوصيل نفسها.*MAC.*توقيعها الصحيح.*لم يغيّر مقدّم البلاغ شيئًا/,
    },
    never: /reporter (changed|made)/i,
  },
  {
    key: 'item.key-retired',
    says: {
      en: /time for reports.*is over.*If the key can sign.*public or may be/,
      de: /Zeit für Meldungen.*vorbei.*Falls er unterschreiben kann.*öffentlich oder kann es sein/,
      es: /plazo para reportar.*Si la clave puede firmar.*pública o puede serlo/,
      ar: /انتهت مهلة الإبلاغ.*وإن كان المفتاح يوقّع.*معلن أو قد يكون/,
    },
    never: /anyone|jeder kann|cualquiera|لأي شخص/i,
  },
];

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
      const allowed = new Set([
        'first.name',
        'team.name',
        'team.roles',
        'team.title',
        'nav.team',
        'answer.about.me',
        'quality.kappa',
        'quality.pabak',
      ]);
      assert.deepEqual(
        same.map(([key]) => key).filter((key) => !allowed.has(key)),
        [],
      );
    });
  }

  it('has plain words for every problem code', () => {
    for (const code of problemCodes) assert.ok(Object.hasOwn(en, `problem.${code}`), code);
  });

  it('has plain words for every verdict on evidence', () => {
    for (const code of Object.keys(evidenceCodes)) assert.ok(Object.hasOwn(en, `item.${code}`), code);
  });

  for (const { key, says, never } of claims) {
    it(`${key} says what is known and nothing stronger, in every language`, () => {
      for (const [locale, messages] of Object.entries<Record<string, string>>({ en, ...others })) {
        const message = messages[key] ?? '';
        assert.match(message, says[locale] ?? /^$/, locale);
        assert.doesNotMatch(message, never, locale);
      }
    });
  }

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
