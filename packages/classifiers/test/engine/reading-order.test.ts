/** What a right-to-left override shows in reverse is read as it is shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalise } from '../../src/engine/normalise.ts';
import { inReadingOrder } from '../../src/engine/reading-order.ts';

const [lre, pdf, lro, rlo] = ['\u202a', '\u202c', '\u202d', '\u202e'];

/** Latin letters from left to right as a screen has them: a level for each (UAX #9, X1 to X8), then whatever is as deep is turned around (L2). */
function onScreen(text: string): string {
  const stack = [{ level: 0, isTurned: false }];
  let shown: { char: string; level: number }[] = [];
  for (const char of text) {
    const { level, isTurned } = stack.at(-1) ?? assert.fail();
    if (char === rlo) stack.push({ level: level + (level % 2 === 0 ? 1 : 2), isTurned: true });
    else if (char === lre || char === lro) stack.push({ level: level + (level % 2 === 0 ? 2 : 1), isTurned: false });
    else if (char !== pdf) shown.push({ char, level: isTurned ? level : level + (level % 2) });
    else if (stack.length > 1) stack.pop();
  }
  for (let least = 30; least > 0; least--) {
    const turned: typeof shown = [];
    let run: typeof shown = [];
    for (const one of shown) {
      if (one.level >= least) run.unshift(one);
      else {
        turned.push(...run, one);
        run = [];
      }
    }
    shown = [...turned, ...run];
  }
  return shown.map(({ char }) => char).join('');
}

test('overrides within and beside overrides and embeddings give what stands on a screen', () => {
  const part = fc.constantFrom(...'abcdef', lre, lro, pdf, pdf, rlo, rlo);
  const property = fc.property(fc.array(part, { maxLength: 28 }), (all) => {
    assert.equal(normalise(all.join('')), onScreen(all.join('')));
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('attack: letters turned around one by one, with what is not seen between them, are read as they are shown', () => {
  for (const between of [
    '',
    '\u200b',
    '\ufe0f',
    '\u034f',
    '\u200f',
    '\u061c',
    '\u2066\u2069',
    '\u2067\u200b\u2069',
    '\u202a\u202c',
  ]) {
    const text = [...'netsil t’nod I ,on'].map((char) => rlo + char + pdf).join(between);
    assert.equal(normalise(text), 'no, I don’t listen', escape(between));
  }
  assert.equal(normalise([...'stay'].map((char) => rlo + char + pdf).join('\u200e')), 'stay');
  assert.equal(normalise([...'stay'].map((char) => rlo + char + pdf).join('\u3164')), 'stay');
  assert.equal(normalise(`${rlo}net${pdf} ${rlo}ta${pdf}, ${rlo}emoC${pdf}`), 'Come ,at ten');
});

test('what is turned around by code points and marked is read as it was, accents and all, and its line ends it', () => {
  const reverse = (text: string) => (text.match(/\P{M}\p{M}*/gu) ?? []).reverse().join('');
  const words = fc.string({ unit: fc.constantFrom('a', 'ß', 'e\u0301', 'ж', '😀', ' ', '.', '字'), maxLength: 40 });
  const property = fc.property(words, words, words, (before, turned, after) => {
    const read = normalise(`${before}${turned}\n${after}`);
    assert.equal(normalise(`${before}${rlo}${reverse(turned)}\n${after}`), read);
    assert.equal(normalise(`${before}${rlo}${reverse(turned)}${pdf}\n${after}`), read);
    assert.equal(normalise(`${rlo}${reverse(before + turned)}${pdf} ${after}`), read);
  });
  fc.assert(property);
});

test('what is written from right to left is read in its own order', () => {
  for (const text of ['שלום עולם', 'مرحبا، أيها العالم!']) assert.equal(normalise(`${rlo}${text}${pdf}`), text);
});

test('attack: a megabyte of marks ends', () => {
  const most = 2 ** 20;
  const patterns = [`${rlo}a${pdf}`, `\u2067${rlo}ab`, `${rlo}a\u0301א!`];
  for (const pattern of patterns) {
    const letters = pattern.replace(/[^a-zא!]/g, '').length;
    const text = pattern.repeat(most / pattern.length);
    assert.equal(inReadingOrder(text).replace(/[^a-zא!]/g, '').length, Math.floor(most / pattern.length) * letters);
  }
  const deep = `${rlo.repeat(1_000)}${'ab '.repeat(300_000)}`;
  assert.equal(inReadingOrder(deep), ' ba'.repeat(300_000));
});
