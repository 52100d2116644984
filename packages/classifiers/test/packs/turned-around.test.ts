/** What the shipped English pack says, from the message to the verdict, of text that a mark turns around. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TextClassifier } from '@wellhouse/classifiers';
import { openTextClassifier, shippedPacks } from '@wellhouse/classifiers/node';
import { friendly, pairs } from '../support/mild-lines.ts';

const [rlo, pdf] = ['\u202e', '\u202c'];
const reverse = (text: string) => [...text].reverse().join('');
const [kind, threat] = pairs[0] ?? assert.fail();

let classifier: TextClassifier | null = null;
before(async () => {
  classifier = openTextClassifier({ packs: await shippedPacks() });
});
after(() => classifier?.close());

async function verdictOf(text: string) {
  const verdict = await classifier?.classify({ text, languages: ['en'] });
  assert.deepEqual([verdict?.silent, verdict?.language], [null, 'en'], text);
  return verdict?.prompt;
}

test('attack: a threat that is written backwards behind a right-to-left override prompts, as does one half so or letter by letter', async () => {
  const half = threat.length >> 1;
  const [first, last] = [threat.slice(0, half), threat.slice(half)];
  for (const text of [
    threat,
    `${rlo}${reverse(threat)}`,
    `${rlo}${reverse(threat)}${pdf}`,
    `${first}${rlo}${reverse(last)}`,
    `${rlo}${reverse(first)}${pdf}${last}`,
    `\u2068${rlo}${reverse(threat)}\u2069`,
    `see you tomorrow\n${rlo}${reverse(threat)}`,
    [...reverse(threat)].map((char) => rlo + char + pdf).join('\u200b'),
  ]) {
    assert.equal(await verdictOf(text), kind, escape(text));
  }
});

test('harmless lines that are turned around prompt nothing, and all lines what they prompt as they are', async () => {
  for (const text of friendly) assert.equal(await verdictOf(`${rlo}${reverse(text)}`), null, text);
  for (const text of pairs.flatMap(([, more, less]) => [more, less])) {
    assert.equal(await verdictOf(`${rlo}${reverse(text)}`), await verdictOf(text), text);
  }
});
