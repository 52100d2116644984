import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = (path: string) => new URL(path, import.meta.url).pathname;
const catalogue = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(folder(`../src/i18n/catalogues/${locale}.json`), 'utf8'));

/** By language: how covers, grey, blur and less detail are called; what a promise would be; and how doubt is said. */
const words = {
  en: { means: /blur|grey|cover|less detail/i, promise: /protect|\bsafe|harmless/i, doubt: /does not agree/i },
  de: {
    means: /unsch|grau|verdeck|abgedeckt|detail/i,
    promise: /schütz|sicher|harmlos/i,
    doubt: /uneins|nicht einig/i,
  },
  es: {
    means: /desenfo|gris|cubr|tapa|detalle/i,
    promise: /proteg|segur|inofensiv/i,
    doubt: /no (?:se pone|está|coincide)/i,
  },
  ar: { means: /تمويه|رمادي|مغط|تفاصيل/, promise: /يحمي|تحمي|حماية|آمن/, doubt: /لا تتفق|غير متفق|لا يتفق/ },
} as const;

for (const [locale, { means, promise, doubt }] of Object.entries(words)) {
  test(`no word of the console promises that blur or grey protects: ${locale}`, () => {
    const all = Object.entries(catalogue(locale)).filter(([key]) =>
      /^(care|preferences|action|said|picture)\b/.test(key),
    );
    const promising = all.filter(([, text]) => means.test(text) && promise.test(text));
    assert.deepEqual(
      promising.map(([key]) => key),
      ['care.evidence'],
      'one text alone speaks of it',
    );
    assert.match(promising[0]?.[1] ?? '', doubt, 'and says that research does not agree');
  });
}

/** Every source of the console. */
function* sources(path: string): Generator<string> {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) yield* sources(inner);
    else if (/\.tsx?$/.test(entry.name)) yield inner;
  }
}

test('nothing in the console can play: no video, no sound, and no way to start one', () => {
  const files = [...sources(folder('../src'))];
  assert.ok(files.length > 100);
  const playing = /<video\b|<audio\b|autoplay|new Audio\(|createElement\(['"](?:video|audio)|\.play\(\)|AudioContext/i;
  assert.deepEqual(
    files.filter((file) => playing.test(readFileSync(file, 'utf8'))),
    [],
  );
});
