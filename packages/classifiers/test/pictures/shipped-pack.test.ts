/** The pack for pictures that ships, against what it was made of. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openPack, releaseKeys } from '@wellhouse/classifiers';
import { openPictureEngine } from '../../src/pictures/engine.ts';
import { pictureInput } from '../../src/pictures/input.ts';
import { parsePictureModel } from '../../src/pictures/model.ts';
import { createNetwork } from '../../src/pictures/network.ts';
import { startPlainKernel } from './plain-kernel.ts';
import { committedPicture } from './png.ts';

const file = readFileSync(new URL('../../packs/sensitive-picture-1.whpack', import.meta.url));
const stock = JSON.parse(readFileSync(new URL('stock.json', import.meta.url), 'utf8')) as {
  readonly classes: readonly string[];
  readonly said: Readonly<Record<string, readonly number[]>>;
};
const open = () => openPack(file, { trustedKeys: releaseKeys, language: 'zxx' });

/** Activations have 13 bits here, and float32 there. */
const apart = 0.006;

test('the model says of drawn pictures what nsfwjs says of them', async () => {
  const engine = openPictureEngine(await open());
  for (const [path, expected] of Object.entries(stock.said)) {
    const found = engine.classes(pictureInput(committedPicture(path)));
    assert.deepEqual(Object.keys(found), stock.classes);
    for (const [at, name] of stock.classes.entries()) {
      const [ours, theirs] = [found[name] ?? Number.NaN, expected[at] ?? 0];
      assert.ok(Math.abs(ours - theirs) <= apart, `${path}: ${name} ${ours}, not ${theirs}`);
    }
  }
});

test('in WebAssembly and in plain TypeScript the whole model says the same, to the last bit', async () => {
  const pack = await open();
  const sections = { weights: pack.section('weights'), channels: pack.section('channels') };
  const sizes = { weights: sections.weights.length, channels: sections.channels.length };
  const { model, plan } = parsePictureModel(pack.header.model, sizes);
  const input = pictureInput(committedPicture('messenger/public/pictures/mountains.png'));
  const plain = createNetwork(plan, sections, startPlainKernel())(input);
  const ours = openPictureEngine(pack).classes(input);
  assert.deepEqual(Object.values(ours), [...plain]);
  assert.deepEqual(Object.keys(ours), model.classes);
});

test('harmless drawn pictures are left alone', async () => {
  const engine = openPictureEngine(await open());
  for (const name of ['lanterns', 'mountains']) {
    const { prompt, drill } = engine.look(pictureInput(committedPicture(`messenger/public/pictures/${name}.png`)));
    assert.deepEqual([prompt, drill], [null, false]);
  }
});

test('the card names licence, source of every claim, what is missed and whom it may wrong, and claims no accuracy', async () => {
  const { header, size } = await open();
  assert.ok(size < 3_000_000, `${size} bytes`);
  assert.ok(
    header.licences.some(
      ({ part, licence, attribution }) =>
        part === 'weights' && licence === 'MIT' && attribution.includes('Infinite Red'),
    ),
  );
  const card = header.card as Readonly<Record<string, unknown>>;
  for (const part of ['purpose', 'notFor', 'scores', 'classes', 'made', 'measured', 'misses', 'mayWrong', 'drill'])
    assert.ok(card[part], part);
  const { claimedHere, source } = card.accuracy as Readonly<Record<string, string>>;
  assert.match(claimedHere ?? '', /^none/);
  assert.match(source ?? '', /nsfwjs 4\.4\.0/);
});
