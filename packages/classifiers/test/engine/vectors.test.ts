/** What happens to a text before the encoder, against vectors that other languages check too. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { format, vectors } from '../../scripts/write-vectors.ts';
import { ngramFeatures } from '../../src/engine/ngrams.ts';
import { normalise } from '../../src/engine/normalise.ts';
import { createTokenizer, type ScoredPiece } from '../../src/engine/pieces.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 80 });

for (const [file, value] of Object.entries(vectors())) {
  test(`${file} gives what the committed vectors say`, async () => {
    const committed = await readFile(join(import.meta.dirname, 'vectors', `${file}.json`), 'utf8');
    assert.deepEqual(JSON.parse(format(value)), JSON.parse(committed));
  });
}

test('no zero-width, bidirectional or control character and no lone surrogate comes through', () => {
  const hidden = fc.constantFrom('\u200b', '\u202e', '\u2066', '\u00ad', '\ufe0f', '\u0000', '\u{e0041}', '\u3164');
  const texts = fc.array(fc.oneof(anyText, hidden, fc.constantFrom('\ud800', '\udc00'))).map((parts) => parts.join(''));
  const property = fc.property(texts, (text) => {
    const out = normalise(text);
    assert.ok(out.isWellFormed());
    assert.doesNotMatch(out, /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\n\t]/u);
    assert.doesNotMatch(out, /^ | $| {2}/);
  });
  fc.assert(property);
});

test('hidden characters between letters change nothing of what is read', () => {
  const property = fc.property(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('\u200b', '\u2060', '\u00ad'),
    (text, hidden) => {
      assert.equal(normalise([...text].join(hidden)), normalise(text));
    },
  );
  fc.assert(property);
});

test('a text of ASCII, which goes a shorter way, comes out as on the long one', () => {
  const char = fc.constantFrom(...'ab Z09 .,-_@:/w\t~\u007f\n');
  const parts = fc.constantFrom('www.', 'WWW.x', '://', 'http://a', 'see @name', ' ', '  ', 'word', '?');
  const text = fc.array(fc.oneof(char, parts), { maxLength: 40 }).map((all) => all.join(''));
  // what is not seen makes it go the long way
  fc.assert(fc.property(text, (given) => assert.equal(normalise(given), normalise(`${given}\u200b`))));
  for (const length of [4_096, 4_097, 16_384, 16_385, 20_000]) {
    const long = 'seat '.repeat(length).slice(0, length);
    assert.equal(normalise(long), normalise(`${long}\u200b`));
  }
});

test('pieces cover a text from its beginning, in order, and known characters keep their own', () => {
  const vocabulary: ScoredPiece[] = [
    ...Array.from({ length: 6 }, (_, id): ScoredPiece => [`mark${id}`, 0]),
    ['▁', -2],
    ...[...'abcdef'].map((char): ScoredPiece => [char, -3]),
    ['ab', -4],
    ['▁abc', -5],
  ];
  const tokenize = createTokenizer(vocabulary);
  const property = fc.property(fc.string({ unit: fc.constantFrom(...'abcdef xyz😀'), maxLength: 60 }), (raw) => {
    const text = normalise(raw);
    const { ids, starts } = tokenize(text);
    const ends = [...starts.slice(1), text.length];
    const rebuilt = Array.from(ids, (id, index) =>
      id === 0 ? text.slice(starts[index], ends[index]) : (vocabulary[id]?.[0] ?? ''),
    ).join('');
    assert.equal(rebuilt.replaceAll('▁', ' ').trimStart(), text);
    assert.ok(!ids.some((id, index) => id === 0 && ids[index + 1] === 0));
  });
  fc.assert(property);
});

test('features of a text have the Euclidean length 1, and repeating it does not change which there are', () => {
  const property = fc.property(anyText.map(normalise), fc.constantFrom(2 ** 12, 2 ** 17), (text, buckets) => {
    const { values, buckets: found } = ngramFeatures(text, buckets);
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    assert.ok(text === '' ? values.length === 0 : Math.abs(squares - 1) < 1e-9);
    assert.ok(found.every((bucket) => bucket < buckets));
  });
  fc.assert(property);
});
