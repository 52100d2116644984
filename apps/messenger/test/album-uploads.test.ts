import assert from 'node:assert/strict';
import { test } from 'node:test';
import { albumLimits } from '@wellhouse/protocol';
import { albumOfTwo, file, seen, settled, until } from './album-steps.ts';
import { startService } from './harness.ts';

const mebibyte = 1024 * 1024;

test('a connection that breaks again and again loses nothing: the bytes arrive once, whole and in order', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  const large = file('plain', 3 * mebibyte);
  Object.assign(service.safety.faults, { cutPieces: 2, loseAnswers: 1, loseAnnouncements: 1, busy: 1 });
  await ana.device.albums.uploads.add(albumId, [large]);
  const [picture] = await settled(ana, albumId, 1);
  assert.equal(picture?.state, 'released');
  assert.equal(service.safety.pictures.size, 1);
  const bytes = await ben.device.albums.picture(albumId, picture.pictureId);
  assert.ok(Buffer.from(bytes).equals(Buffer.from(await large.bytes.arrayBuffer())));
  assert.deepEqual(await ana.device.albums.uploads.list(albumId), [], 'the file is let go of');
});

test('after a reload the upload goes on from the bytes that are there', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  service.safety.faults.slowMs = 100;
  await ana.device.albums.uploads.add(albumId, [file('plain', 2 * mebibyte)]);
  await until('some bytes', () => [...service.safety.pictures.values()].some(({ bytes }) => bytes.length > 0));
  ana.device.albums.uploads.close();
  const [kept] = [...service.safety.pictures.values()];
  assert.ok(kept && kept.picture.state === 'receiving');
  const before = kept.bytes.length;
  const pieces = service.safety.calls.get('PATCH album-uploads') ?? 0;
  service.safety.faults.slowMs = 0;
  const reloaded = await service.device('Ana', { ...ana, lock: { ...ana.lock, uploadLock: (work) => work() } });
  await reloaded.device.albums.uploads.run();
  await settled(reloaded, albumId, 1);
  const after = (service.safety.calls.get('PATCH album-uploads') ?? 0) - pieces;
  assert.ok(after <= Math.ceil((2 * mebibyte - before) / (256 * 1024)) + 1, `${after} pieces after ${before} bytes`);
});

test('progress is told piece by piece, and an upload without a connection says that it waits', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  const { uploads } = ana.device.albums;
  const told: number[] = [];
  let waited = false;
  uploads.subscribe(() => {
    for (const { sent, waiting } of uploads.progress().values()) {
      told.push(sent);
      if (waiting) waited = true;
    }
  });
  service.offline = true;
  await uploads.add(albumId, [file('plain', mebibyte)]);
  await until('it waits', () => waited);
  service.offline = false;
  await uploads.run();
  await settled(ana, albumId, 1);
  const steps = [...new Set(told)].toSorted((a, b) => a - b);
  assert.ok(steps.length >= 4, `told ${steps.join(', ')}`);
  assert.equal(steps.at(-1), mebibyte + 4);
  assert.equal(uploads.progress().size, 0);
});

test('many files at once arrive in the order in which they were chosen', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  const files = Array.from({ length: 12 }, (_, n) => file('plain', 1_000 + n));
  await ana.device.albums.uploads.add(albumId, files);
  const pictures = await settled(ana, albumId, 12);
  const sizes = pictures.map(({ pictureId }) => service.safety.pictures.get(pictureId)?.picture.size ?? 0);
  // Two go together, so neighbours may change places.
  for (const [index, size] of sizes.entries()) assert.ok(Math.abs(size - 1_004 - index) <= 1, `${index}: ${size}`);
  assert.equal((await seen(ben, albumId)).length, 12);
});

test('a file that is too large is refused before a byte goes out, and does not hold up the next', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  const huge = { name: 'huge.png', bytes: new Blob([new Uint8Array(albumLimits.bytes + 1)]) };
  await ana.device.albums.uploads.add(albumId, [huge, file('plain')]);
  await settled(ana, albumId, 1);
  const [left] = await ana.device.albums.uploads.list(albumId);
  assert.equal(left?.problem, 'too-many-bytes');
  assert.equal(service.safety.pictures.size, 1);
  await ana.device.albums.takeOut(albumId, left.pictureId);
  assert.deepEqual(await ana.device.albums.uploads.list(albumId), []);
});

test('an upload that is stopped by its owner stops, and is taken out', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  service.safety.faults.slowMs = 50;
  await ana.device.albums.uploads.add(albumId, [file('plain', 4 * mebibyte)]);
  await until('some bytes', () => [...service.safety.pictures.values()].some(({ bytes }) => bytes.length > 0));
  await ana.device.sync();
  const [upload] = await ana.device.albums.uploads.list(albumId);
  await ana.device.albums.takeOut(albumId, upload?.pictureId ?? '');
  await ana.device.albums.uploads.run();
  assert.deepEqual(await ana.device.albums.uploads.list(albumId), []);
  await until('withdrawn', () =>
    [...service.safety.pictures.values()].every((one) => one.picture.state === 'withdrawn'),
  );
  assert.deepEqual(await seen(ana, albumId), []);
});

test('two tabs of one account send a file once', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  const second = await service.device('Ana', ana);
  await ana.device.albums.uploads.add(albumId, [file('plain', mebibyte)]);
  await Promise.all([ana.device.albums.uploads.run(), second.device.albums.uploads.run()]);
  await settled(second, albumId, 1);
  const pieces = service.safety.calls.get('PATCH album-uploads') ?? 0;
  assert.equal(pieces, Math.ceil((mebibyte + 4) / (256 * 1024)));
});

test('a picture that was announced while the safety server was away, and then the service restarted, is added once', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  const { uploads } = ana.device.albums;
  service.safety.faults.down = true;
  await uploads.add(albumId, [file('plain')]);
  await until('it waits', () => [...uploads.progress().values()].some(({ waiting }) => waiting));
  assert.deepEqual(await seen(ana, albumId), ['ana: receiving']);
  assert.deepEqual(await seen(ben, albumId), []);
  await service.restart();
  service.safety.faults.down = false;
  await uploads.run();
  await settled(ana, albumId, 1);
  assert.deepEqual(await seen(ben, albumId), ['ana: released']);
  assert.equal(service.safety.pictures.size, 1);
});

test('a picture that the safety server never heard of is given up, and its owner reads so', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  service.safety.faults.down = true;
  const picture = { pictureId: crypto.randomUUID(), size: 5, sha256: '0'.repeat(64) };
  await assert.rejects(ana.api.addAlbumPicture(albumId, picture), { name: 'DeliveryUnreachable' });
  service.safety.faults.down = false;
  service.advance(120_000);
  await until('given up', async () => (await seen(ana, albumId)).includes('ana: withdrawn'));
  assert.equal((await ana.device.albums.list())[0]?.pictures[0]?.why, 'lost');
  await ana.device.albums.takeOut(albumId, picture.pictureId);
  assert.deepEqual(await seen(ana, albumId), []);
});

test('one picture id means one picture: another album, account or size under it is refused', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  const picture = { pictureId: crypto.randomUUID(), size: 5, sha256: '0'.repeat(64) };
  const first = await ana.api.addAlbumPicture(albumId, picture);
  assert.deepEqual(await ana.api.addAlbumPicture(albumId, picture), first, 'the same again is answered alike');
  await assert.rejects(ana.api.addAlbumPicture(albumId, { ...picture, size: 6 }), { code: 'picture-exists' });
  await assert.rejects(ben.api.addAlbumPicture(albumId, picture), { code: 'picture-exists' });
  const other = await ana.device.albums.create('Other', []);
  await assert.rejects(ana.api.addAlbumPicture(other, picture), { code: 'picture-exists' });
  await assert.rejects(ana.api.addAlbumPicture(albumId, { ...picture, size: albumLimits.bytes + 1 }), {
    code: 'too-large',
  });
});

test('what a person is still sending when taken out of the album does not come in any more; when the last one leaves, all goes', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  await ben.device.albums.uploads.add(albumId, [file('plain')]);
  await settled(ben, albumId, 1);
  service.safety.faults.slowMs = 100;
  await ben.device.albums.uploads.add(albumId, [file('plain', 2 * mebibyte)]);
  const states = () => [...service.safety.pictures.values()].map(({ picture }) => picture.state);
  await until('some bytes', () => [...service.safety.pictures.values()].some(({ bytes }) => bytes.length > 100_000));
  await ana.device.albums.removeMember(albumId, ben.device.accountId);
  await until('withdrawn', () => states().includes('withdrawn'));
  assert.deepEqual(await seen(ana, albumId), ['ben: released']);
  await ana.device.albums.leave(albumId);
  await until('all withdrawn', () => states().every((state) => state === 'withdrawn'));
});
