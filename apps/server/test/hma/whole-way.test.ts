import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { parseHash } from '@wellhouse/fingerprint';
import { drawFile, drawPhoto } from './support/draw-photo.ts';
import { type HmaServer, madeUp, startHmaServer, turnedOver } from './support/hma-server.ts';
import { searchEveryEntry } from './support/search-every-entry.ts';

let server: HmaServer;
before(async () => {
  server = await startHmaServer({ real: true });
});
after(() => server.close());

test('with the index that the server uses: a photo added by its hash is found once two people have made the list count', async () => {
  const photo = await drawFile({ seed: 7 });
  await server.addList('own', '', { state: 'shadow' });
  const added = await server.upload('/c/bank/OWN/content', { photo });
  assert.equal(added.status, 200);
  assert.deepEqual((await server.upload('/m/lookup', { photo })).body, { pdq: {} });
  // As two people do it in the console (test/lists/registry.test.ts).
  await server.deps.database.pool.query(
    "update list set state = 'active', version = version + 1 where list_id = 'own'",
  );
  const turned = await drawPhoto({ seed: 7 }).rotate(180).png().toBuffer();
  for (const file of [photo, turned]) {
    const { body } = await server.upload('/m/lookup', { photo: file });
    assert.equal(body.pdq.OWN?.[0].bank_content_id, added.body.id);
  }
  // Loaded since it was first asked; the question alone does not wait for it.
  while ((await server.get('/status')).status !== 200) await setImmediate();
  assert.deepEqual(await server.get('/status'), { status: 200, body: 'I-AM-ALIVE' });
});

test('its look-ups answer what comparing with every entry answers', async () => {
  const hashes = Array.from({ length: 60 }, (_, n) => turnedOver(madeUp(`group ${n % 6}`, 32), (n * 7) % 50));
  const digests = Array.from({ length: 10 }, (_, n) => madeUp(`digest ${n}`, 16));
  await server.addList(
    'many',
    [...hashes.map((hex) => `pdq ${hex}`), ...digests.map((hex) => `md5 ${hex}`)].join('\n'),
  );
  const oracle = searchEveryEntry(server.deps);
  for (const hex of hashes.slice(0, 12)) {
    const { body } = await server.get(`/m/raw_lookup?signal_type=pdq&signal=${hex}&banks=MANY`);
    const { found } = await oracle.find({
      pdq: [{ variant: 'original', hash: parseHash(hex) }],
      md5: null,
      sha1: null,
      sha256: null,
    });
    assert.deepEqual(body.matches.toSorted(), found.map(({ entryId }) => Number(entryId)).toSorted());
    assert(body.matches.length > 1);
  }
  const { body } = await server.get(`/m/lookup?signal_type=md5&signal=${digests[3]}`);
  assert.equal(body.MANY.length, 1);
});
