import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formatHash, hammingDistance, parseHash } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import { drillPictures, readDrillPicture } from '../../src/drill/drill-pictures.ts';

const root = join(import.meta.dirname, '../../../..');
const samples = join(root, 'apps/messenger/public');
const hasher = createHasher({ workers: 1 });
after(() => hasher.close());

/** All eight ways a picture can lie. */
async function turned(bytes: Buffer): Promise<readonly Uint8Array[]> {
  const print = await hasher.hash(bytes, { mode: 'exact', dihedral: true });
  assert.ok(print.ok && print.dihedral);
  return print.dihedral;
}

test('each drill picture has the digest and the hash that the list gets, and enough in it to compare', async () => {
  for (const { name, sha256, pdq } of drillPictures) {
    const print = await hasher.hash(await readDrillPicture(name), { mode: 'exact' });
    assert.ok(print.ok, name);
    assert.deepEqual({ sha256: print.sha256, pdq: formatHash(print.pdq) }, { sha256, pdq }, name);
    assert.ok(print.quality >= 50, name);
  }
});

test('no drill picture, and no plain one of the sample, looks like another, however it is turned', async () => {
  const plain = readdirSync(join(samples, 'pictures')).map((file) => ({
    name: file,
    bytes: readFileSync(join(samples, 'pictures', file)),
  }));
  assert.ok(plain.length >= 2);
  const drill = await Promise.all(
    drillPictures.map(async ({ name }) => ({ name, bytes: await readDrillPicture(name) })),
  );
  for (const { name, bytes } of [...drill, ...plain]) {
    const views = await turned(bytes);
    for (const other of drillPictures) {
      if (other.name === name) continue;
      const nearest = Math.min(...views.map((view) => hammingDistance(view, parseHash(other.pdq))));
      assert.ok(nearest >= 90, `${name} and ${other.name}: ${nearest}`);
    }
  }
});

test('the sample messenger offers the very files that the list knows', async () => {
  const offered = readdirSync(join(samples, 'drill'));
  assert.deepEqual(offered.toSorted(), drillPictures.map(({ name }) => `${name}.png`).toSorted());
  for (const { name } of drillPictures) {
    assert.ok((await readDrillPicture(name)).equals(readFileSync(join(samples, 'drill', `${name}.png`))), name);
  }
});
