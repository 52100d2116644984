import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type OpenPack, openPack, releaseKeys } from '@wellhouse/classifiers';
import { openTextEngine, type TextEngine } from '../../src/engine/engine.ts';
import { friendly, pairs } from '../support/mild-lines.ts';

const folder = join(import.meta.dirname, '../../packs');
const mostBytes = 8_000_000;
const names = readdirSync(folder).filter((name) => /^[a-z]+-\d+\.whpack$/.test(name));

interface Source {
  readonly name: string;
  readonly licence: string;
  readonly attribution: string;
}

const training = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../training/sources.json'), 'utf8')) as {
  readonly sources: readonly Source[];
  readonly german: readonly Source[];
};

function openShipped(name: string): Promise<OpenPack> {
  return openPack(readFileSync(join(folder, name)), { trustedKeys: releaseKeys });
}

async function engineFor(language: string): Promise<TextEngine> {
  const [name] = names.filter((one) => one.startsWith(`${language}-`));
  assert.ok(name, `a pack for ${language}`);
  return openTextEngine(await openShipped(name));
}

for (const name of names) {
  test(`${name} is signed by a release key, for the language in its name, and at most 8 MB`, async () => {
    const { header, size } = await openShipped(name);
    assert.equal(`${header.language}-${header.version}.whpack`, name);
    assert.ok(size <= mostBytes, `${size} bytes`);
    assert.deepEqual(Object.keys(header.thresholds).sort(), [...header.kinds].sort());
    for (const [kind, threshold] of Object.entries(header.thresholds))
      assert.ok(threshold > 0.5 && threshold < 1, `${kind} ${threshold}`);
  });

  test(`${name} names licence and attribution of every source, what it misses and whom it may wrong`, async () => {
    const { header } = await openShipped(name);
    const card = header.card as { readonly [part: string]: unknown };
    for (const part of ['purpose', 'notFor', 'scores', 'made', 'misses', 'mayWrong', 'evaluation'])
      assert.ok(card[part], part);
    const known = [...training.sources, ...training.german];
    const trainedOn = header.licences.filter(({ part }) => part.startsWith('training data: '));
    assert.ok(trainedOn.length > 0);
    for (const { part, licence, attribution } of trainedOn) {
      const source = known.find((one) => `training data: ${one.name}` === part);
      assert.deepEqual({ licence, attribution }, { licence: source?.licence, attribution: source?.attribution }, part);
    }
    const digests = (card.made as { digests: string[] }).digests.map((line) => line.split(' ')[0]);
    for (const digest of digests)
      assert.ok(
        trainedOn.some(({ part }) => part.endsWith(`: ${digest}`)),
        digest,
      );
  });
}

test('friendly messages prompt nothing', async () => {
  const engine = await engineFor('en');
  for (const text of friendly) assert.equal(engine.classify(text).prompt, null, text);
});

for (const [kind, more, less] of pairs) {
  test(`what resembles ${kind} scores higher for it than what does not`, async () => {
    const engine = await engineFor('en');
    const score = (text: string) => engine.classify(text).scores[kind] ?? Number.NaN;
    assert.ok(score(more) > score(less), `${score(more)} and ${score(less)}`);
  });
}

test('what is plainly a threat, hateful, insulting, an unwanted request, spam or blackmail prompts for what it is', async () => {
  const engine = await engineFor('en');
  const prompts = pairs.map(([kind, more, less]) => [kind, engine.classify(more).prompt, engine.classify(less).prompt]);
  assert.deepEqual(
    prompts,
    pairs.map(([kind]) => [kind, kind, null]),
  );
});

test('a threat and an unwanted request prompt in words that were not trained on', async () => {
  const engine = await engineFor('en');
  assert.equal(engine.classify('if you come here again I will hit you').prompt, 'threat');
  assert.equal(engine.classify('I want to see you without your clothes on').prompt, 'sexual');
});

test('friends who swear, joke and tease prompt nothing', async () => {
  const engine = await engineFor('en');
  for (const text of [
    'haha you damn idiot, see you at eight',
    'shut up you are so dumb lol love you',
    'damn, I forgot the bloody keys again',
    'I could kill for a coffee',
    'this heat is killing me',
  ])
    assert.equal(engine.classify(text).prompt, null, text);
});

test('the German pack tells a rude message from a kind one, and knows no threats', async () => {
  const engine = await engineFor('de');
  const { scores } = engine.classify('du bist so ein dummer Idiot');
  assert.ok((scores.insult ?? 0) > (engine.classify('du bist so ein lieber Freund').scores.insult ?? 1));
  assert.equal(scores.threat, undefined);
});
