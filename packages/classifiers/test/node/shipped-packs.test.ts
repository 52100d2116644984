import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { packFile, shippedPacks, shippedPicturePack } from '@wellhouse/classifiers/node';

test('the newest pack of each language is found, and nothing else in the folder', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'packs-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const name of ['en-2.whpack', 'en-10.whpack', 'de-1.whpack', 'en-11.txt', 'EN-12.whpack', 'en-.whpack']) {
    await writeFile(join(folder, name), name);
  }
  const packs = await shippedPacks(pathToFileURL(`${folder}/`));
  const found = packs.map(async ({ language, load }) => [language, new TextDecoder().decode(await load())]);
  assert.deepEqual((await Promise.all(found)).sort(), [
    ['de', 'de-1.whpack'],
    ['en', 'en-10.whpack'],
  ]);
});

test('the newest pack for pictures is found by its number, and a missing one is named', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'packs-'));
  t.after(() => rm(folder, { recursive: true }));
  const address = pathToFileURL(`${folder}/`);
  await assert.rejects(shippedPicturePack(address), /sensitive-picture/);
  for (const version of [2, 10, 9]) await writeFile(join(folder, `sensitive-picture-${version}.whpack`), `${version}`);
  assert.equal(new TextDecoder().decode(await (await shippedPicturePack(address)).load()), '10');
});

test('a file larger than any pack is refused before it is read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'packs-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'en-1.whpack');
  await writeFile(file, new Uint8Array(2 ** 24 + 1));
  await assert.rejects(packFile('en', file).load(), { code: 'too-large' });
});
