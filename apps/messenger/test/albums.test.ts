import assert from 'node:assert/strict';
import { test } from 'node:test';
import { albumOfTwo, file, seen, settled, until } from './album-steps.ts';
import { startService } from './harness.ts';

const removal = {
  reason: 'It is on the list of the drill.',
  appeal: { how: 'Write to appeals@messenger.localhost', until: '2099-01-01T00:00:00.000Z' },
};

test('a released picture is seen by all members; nobody else learns that one is held or refused', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain'), file('drill'), file('text')]);
  const own = await settled(ana, albumId, 3);
  assert.deepEqual(own.map(({ state }) => state).toSorted(), ['held', 'refused', 'released']);
  assert.equal(own.find(({ state }) => state === 'refused')?.why, 'unknown-format');
  assert.deepEqual(await seen(ben, albumId), ['ana: released']);
  assert.deepEqual(await seen(mal, albumId), []);
  const events = (await ben.api.events(0)).events.filter(({ type }) => type === 'album-changed');
  assert.equal(events.length, 2, 'one for being added, one for the picture: what is held tells on nobody');
});

test('the bytes come through the service as they were sent, to members and of released pictures alone', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, albumId } = await albumOfTwo(service);
  const [plain, drill] = [file('plain'), file('drill')];
  await ana.device.albums.uploads.add(albumId, [plain, drill]);
  const own = await settled(ana, albumId, 2);
  const idOf = (state: string) => own.find((one) => one.state === state)?.pictureId ?? '';
  const bytes = await ben.device.albums.picture(albumId, idOf('released'));
  assert.deepEqual(Buffer.from(bytes), Buffer.from(await plain.bytes.arrayBuffer()));
  await assert.rejects(mal.device.albums.picture(albumId, idOf('released')), { code: 'not-found' });
  await assert.rejects(ben.device.albums.picture(albumId, idOf('held')), { code: 'not-found' });
  await assert.rejects(ana.device.albums.picture(albumId, idOf('held')), { code: 'picture-not-released' });
  const other = await ana.device.albums.create('Other', [mal.device.accountId]);
  await assert.rejects(
    mal.device.albums.picture(other, idOf('released')),
    { code: 'not-found' },
    'not by another album',
  );
});

test('who is taken out or leaves sees nothing more from then on, and a stranger cannot tell that the album exists', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  const [picture] = await settled(ana, albumId, 1);
  await ana.device.albums.removeMember(albumId, ben.device.accountId);
  assert.deepEqual(await seen(ben, albumId), []);
  assert.equal((await ben.device.albums.list()).length, 0);
  await assert.rejects(ben.device.albums.picture(albumId, picture?.pictureId ?? ''), { code: 'not-found' });
  const made = await mal.api.album(albumId).catch((error: unknown) => error);
  const invented = await mal.api.album('00000000-0000-4000-8000-000000000000').catch((error: unknown) => error);
  assert.deepEqual(
    [made, invented].map((error) => error instanceof Error && error.message),
    ['there is no such album', 'there is no such album'],
  );
  await ana.device.albums.addMember(albumId, mal.device.accountId);
  assert.deepEqual(await seen(mal, albumId), ['ana: released']);
  await mal.device.albums.leave(albumId);
  assert.equal((await mal.device.albums.list()).length, 0);
});

test('only the owner adds, takes out and chooses the cover; when the owner leaves, the next member owns the album', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, albumId } = await albumOfTwo(service);
  await ben.device.albums.uploads.add(albumId, [file('plain'), file('plain')]);
  const pictures = await settled(ben, albumId, 2);
  const second = pictures[1]?.pictureId ?? '';
  await assert.rejects(ben.device.albums.addMember(albumId, mal.device.accountId), { code: 'owner-only' });
  await assert.rejects(ben.device.albums.removeMember(albumId, ana.device.accountId), { code: 'owner-only' });
  await assert.rejects(ben.device.albums.chooseCover(albumId, second), { code: 'owner-only' });
  await ana.device.albums.chooseCover(albumId, second);
  await ben.device.sync();
  const cover = async () => (await ben.device.albums.list())[0]?.coverId;
  assert.equal(await cover(), second);
  await service.safety.move(second, 'held');
  await ben.device.sync();
  assert.equal(await cover(), pictures[0]?.pictureId, 'a cover that is held is no cover');
  await ana.device.albums.leave(albumId);
  await ben.device.albums.addMember(albumId, mal.device.accountId);
  assert.equal((await ben.device.albums.list())[0]?.ownerId, ben.device.accountId);
});

test('a picture that is held later leaves the others’ views at once, and its bytes with it', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  const [picture] = await settled(ana, albumId, 1);
  const id = picture?.pictureId ?? '';
  assert.deepEqual(await seen(ben, albumId), ['ana: released']);
  await service.safety.move(id, 'held');
  assert.deepEqual(await seen(ben, albumId), []);
  assert.deepEqual(await seen(ana, albumId), ['ana: held']);
  await assert.rejects(ben.device.albums.picture(albumId, id), { code: 'not-found' });
  await service.safety.move(id, 'removed', { notice: removal });
  await ana.device.sync();
  assert.deepEqual((await ana.device.albums.list())[0]?.pictures[0]?.notice, removal);
  assert.deepEqual(await seen(ben, albumId), []);
  await assert.rejects(ana.device.albums.takeOut(albumId, id), { code: 'picture-closed' });
});

test('of two words about a picture the higher version holds, in whatever order they come', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  const [picture] = await settled(ana, albumId, 1);
  const kept = service.safety.pictures.get(picture?.pictureId ?? '');
  assert.ok(kept);
  const event = (version: number, state: typeof kept.picture.state, notice: typeof kept.notice = null) =>
    service.webhook({
      type: 'album-picture.changed',
      timestamp: new Date().toISOString(),
      data: { hubId: 'messenger.localhost', picture: { ...kept.picture, version, state }, notice },
    });
  assert.equal((await event(9, 'held')).status, 204);
  assert.equal((await event(8, 'released')).status, 204);
  assert.deepEqual(await seen(ben, albumId), []);
  await event(9, 'released');
  assert.deepEqual(await seen(ben, albumId), [], 'the same version again says nothing new');
  const foreign = { ...kept.picture, version: 99, state: 'released' as const, accountId: 'mal@messenger.localhost' };
  await service.webhook({
    type: 'album-picture.changed',
    timestamp: new Date().toISOString(),
    data: { hubId: 'messenger.localhost', picture: foreign, notice: null },
  });
  assert.deepEqual(await seen(ben, albumId), [], 'a word about a picture of somebody else under this id');
  await event(10, 'removed', removal);
  await ana.device.sync();
  assert.deepEqual((await ana.device.albums.list())[0]?.pictures[0]?.notice, removal);
});

test('a lost webhook costs nothing: the service asks, and a notice that comes after the answer is told all the same', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  service.safety.faults.mute = true;
  await ana.device.albums.uploads.add(albumId, [file('plain'), file('drill')]);
  await until('both sent', async () => {
    const uploads = await ana.device.albums.uploads.list(albumId);
    return uploads.length === 0 || uploads.every(({ sent }) => sent);
  });
  service.advance(60_000);
  const own = await settled(ana, albumId, 2);
  assert.deepEqual(own.map(({ state }) => state).toSorted(), ['held', 'released']);
  assert.deepEqual(await seen(ben, albumId), ['ana: released']);
  const held = own.find(({ state }) => state === 'held')?.pictureId ?? '';
  await service.safety.move(held, 'removed', { notice: removal });
  service.advance(3_600_000);
  await until('removed', async () => (await seen(ana, albumId)).includes('ana: removed'));
  const notice = async () =>
    (await ana.device.albums.list())[0]?.pictures.find(({ pictureId }) => pictureId === held)?.notice;
  assert.equal(await notice(), null);
  const kept = service.safety.pictures.get(held);
  assert.ok(kept);
  await service.webhook({
    type: 'album-picture.changed',
    timestamp: new Date().toISOString(),
    data: { hubId: 'messenger.localhost', picture: kept.picture, notice: removal },
  });
  await ana.device.sync();
  assert.deepEqual(await notice(), removal);
});

test('bytes that the safety server refuses are not shown, and the view follows', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  const [picture] = await settled(ana, albumId, 1);
  service.safety.faults.mute = true;
  await service.safety.move(picture?.pictureId ?? '', 'held');
  assert.deepEqual(await seen(ben, albumId), ['ana: released'], 'the word has not come yet');
  await assert.rejects(ben.device.albums.picture(albumId, picture?.pictureId ?? ''), { code: 'not-found' });
  await until('held', async () => (await seen(ben, albumId)).length === 0);
});

test('one’s own picture is out of every view at once, even while the safety server is away, and then out of that too', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain'), file('drill')]);
  const own = await settled(ana, albumId, 2);
  await assert.rejects(ben.api.takeOutAlbumPicture(albumId, own[0]?.pictureId ?? ''), { code: 'not-found' });
  service.safety.faults.down = true;
  for (const { pictureId } of own) await ana.device.albums.takeOut(albumId, pictureId);
  assert.deepEqual(await seen(ben, albumId), []);
  assert.deepEqual(await seen(ana, albumId), []);
  await service.restart();
  service.safety.faults.down = false;
  service.advance(60_000);
  await until('withdrawn', () =>
    [...service.safety.pictures.values()].every((one) => one.picture.state === 'withdrawn'),
  );
  assert.deepEqual(await seen(ana, albumId), []);
});

test('who was taken out of an album still learns what became of a held picture', async (t) => {
  const service = await startService(t);
  const { ana, ben, albumId } = await albumOfTwo(service);
  await ben.device.albums.uploads.add(albumId, [file('drill'), file('plain')]);
  const own = await settled(ben, albumId, 2);
  await ana.device.albums.removeMember(albumId, ben.device.accountId);
  assert.deepEqual(await seen(ben, albumId), ['ben: held']);
  const [album] = await ben.device.albums.list();
  assert.deepEqual([album?.isMember, album?.members], [false, []]);
  const held = own.find(({ state }) => state === 'held')?.pictureId ?? '';
  await service.safety.move(held, 'removed', { notice: removal });
  assert.deepEqual(await seen(ben, albumId), ['ben: removed']);
  await assert.rejects(
    ben.api.addAlbumPicture(albumId, { pictureId: crypto.randomUUID(), size: 1, sha256: '0'.repeat(64) }),
    {
      code: 'not-found',
    },
  );
});

test('the notice is that of the region in which the account is, and is read anew in another one', async (t) => {
  const service = await startService(t);
  const { ana, albumId } = await albumOfTwo(service);
  const notice = await ana.device.albums.notice();
  assert.equal(notice.region, 'ZZ');
  assert.equal(notice.checked, true);
  await ana.device.albums.seeNotice(albumId, 'ZZ');
  const read = async () => (await ana.device.albums.list())[0]?.noticeSeen;
  assert.equal(await read(), true);
  await ana.device.chooseRegion('DE');
  assert.equal((await ana.device.accountState()).region, 'DE');
  const german = await ana.device.albums.notice();
  assert.equal(german.checked, false);
  assert.match(german.why ?? '', /2021\/1232/);
  assert.equal(await read(), false);
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  const [picture] = await settled(ana, albumId, 1);
  assert.match(service.safety.pictures.get(picture?.pictureId ?? '')?.body ?? '', /"region":"DE"/);
  await assert.rejects(ana.api.chooseRegion('Atlantis'), { code: 'invalid-request' });
});

test('a suspended person adds nothing and invites nobody, but may leave and take pictures out', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, albumId } = await albumOfTwo(service);
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  const [picture] = await settled(ana, albumId, 1);
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const notice = {
    reference: 'D-1',
    decisionId: '6f9619ff-8b86-4011-b42d-00c04fc964ff' as never,
    decidedAt: new Date().toISOString(),
    headline: 'Your account is suspended',
    reason: 'You threatened a person.',
    policy: null,
    automated: false,
    appeal: { how: 'Write to us', until },
  };
  const data = { accountId: ana.device.accountId, notice, until };
  await service.webhook({ type: 'account.suspended', sequence: 1, timestamp: new Date().toISOString(), data });
  await assert.rejects(ana.device.albums.create('More', []), { code: 'account-suspended' });
  await assert.rejects(ana.device.albums.addMember(albumId, mal.device.accountId), { code: 'account-suspended' });
  await ana.device.albums.uploads.add(albumId, [file('plain')]);
  await ana.device.albums.uploads.run();
  assert.equal((await ana.device.albums.uploads.list(albumId))[0]?.problem, 'account-suspended');
  await ana.device.albums.takeOut(albumId, picture?.pictureId ?? '');
  assert.deepEqual(await seen(ben, albumId), []);
  await ana.device.albums.leave(albumId);
});
