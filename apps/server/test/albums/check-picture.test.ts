import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { type CheckWorld, pdqOf, sha256, startCheckWorld } from './support/check-world.ts';
import { drawn, jpeg } from './support/draw-picture.ts';

let world: CheckWorld;
let lists = 0;
before(async () => {
  world = await startCheckWorld();
});
after(() => world.close());

/** A list of its own for each test. */
async function listOf(lines: readonly string[], more?: Parameters<CheckWorld['list']>[2]): Promise<string> {
  const listId = `check-${++lists}`;
  await world.list(listId, lines, more);
  return listId;
}
const jobsOf = async (kind: string, pictureId: string) =>
  (
    await world.deps.database.kysely
      .selectFrom('job')
      .select('state')
      .where('kind', '=', kind)
      .where('payload', '@>', JSON.stringify({ pictureId }))
      .execute()
  ).map(({ state }) => state);

test('a picture that is on no list is released, with what it was matched against, and its hub is told', async () => {
  const listId = await listOf([`sha256 ${sha256(Buffer.from('another'))}`]);
  const pictureId = await world.add(await jpeg(1));
  await world.drain();
  const picture = await world.picture(pictureId);
  assert.deepEqual([picture.state, picture.checked, picture.why], ['released', true, null]);
  assert.equal(picture.list_versions?.[listId], '3');
  // By nothing that is kept could it be known again.
  assert.deepEqual([picture.pdq, picture.sha256, picture.sha1, picture.md5], [null, null, null, null]);
  assert.equal(picture.announced_sha256, null);
  assert.equal(picture.media_type, 'image/jpeg');
  assert.equal(picture.check_attempts, 0);
  assert.ok((picture.quality ?? 0) >= 50);
  assert.notEqual(picture.key_wrapped, null);
  assert.deepEqual(await jobsOf('check-picture', pictureId), ['done']);
  assert.equal((await jobsOf('tell-hub-of-picture', pictureId)).length, 1);
});

test('the very bytes of a listed file are held, whatever the file is', async () => {
  const [picture, text] = [await jpeg(2), Buffer.from('no picture at all')];
  const listId = await listOf([`md5 ${'ab'.repeat(16)}`, `sha256 ${sha256(picture)}`, `sha256 ${sha256(text)}`]);
  const ids = [await world.add(picture), await world.add(text)];
  await world.drain();
  for (const pictureId of ids) {
    const { state, case_id, case_reason } = await world.picture(pictureId);
    assert.deepEqual([state, case_reason], ['held', 'matched']);
    assert.notEqual(case_id, null);
    assert.deepEqual(await world.matches(pictureId), [
      { list: listId, kind: 'sha256', distance: null, variant: null, effect: 'hold', withdrawn: false },
    ]);
  }
  const [shown, hidden] = [await world.picture(ids[0] ?? ''), await world.picture(ids[1] ?? '')];
  assert.deepEqual([shown.shown_width, shown.shown_height], [800, 600]);
  assert.deepEqual([hidden.shown_width, hidden.pdq], [null, null]);
  assert.deepEqual(await world.counts(listId), { hold: 2 });
});

test('a copy that was shrunk, turned, mirrored or framed is held, and the match says which', async () => {
  const original = await jpeg(3);
  const listId = await listOf([`pdq ${await pdqOf(world.decoders, original)}`]);
  const copies: [variant: string, bytes: Buffer][] = [
    ['original', await sharp(original).resize(400).webp({ quality: 60 }).toBuffer()],
    ['rotate180', await sharp(original).rotate(180).png().toBuffer()],
    ['flip-x|flip-y', await sharp(original).flop().jpeg().toBuffer()],
    ['trimmed', await sharp(original).extend({ top: 120, bottom: 120, background: 'black' }).jpeg().toBuffer()],
  ];
  for (const [variant, bytes] of copies) {
    const pictureId = await world.add(bytes);
    await world.drain();
    assert.equal((await world.picture(pictureId)).state, 'held', variant);
    const [match, ...others] = await world.matches(pictureId);
    assert.deepEqual(others, []);
    assert.equal(match?.list, listId);
    assert.match(match?.variant ?? '', new RegExp(`^(${variant})$`));
    assert.ok((match?.distance ?? 99) <= 31);
  }
});

test('what a person sees through the holes of a picture, and late in an animation, is matched too', async () => {
  const secret = drawn(4, 400, 300);
  await listOf([`pdq ${await pdqOf(world.decoders, await secret.clone().png().toBuffer())}`]);
  // One colour all over; the picture is in the alpha channel alone.
  const grey = await secret.clone().greyscale().raw().toBuffer();
  const seen = await sharp(grey, { raw: { width: 400, height: 300, channels: 1 } })
    .png()
    .toBuffer();
  await listOf([`pdq ${await pdqOf(world.decoders, seen)}`]);
  const pixels = Buffer.alloc(grey.length * 4);
  for (const [at, value] of grey.entries()) pixels[at * 4 + 3] = 255 - value;
  const holes = await sharp(pixels, { raw: { width: 400, height: 300, channels: 4 } })
    .png()
    .toBuffer();
  const pages = [drawn(5, 400, 300), drawn(6, 400, 300), secret].map((page) => page.clone().png().toBuffer());
  const animation = await sharp(await Promise.all(pages), { join: { animated: true } })
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
  for (const bytes of [holes, animation]) {
    const pictureId = await world.add(bytes);
    await world.drain();
    assert.equal((await world.picture(pictureId)).state, 'held');
  }
});

test('a list on trial counts and holds nothing, and the match is kept', async () => {
  const picture = await jpeg(7);
  const listId = await listOf([`sha256 ${sha256(picture)}`], { state: 'shadow' });
  const pictureId = await world.add(picture);
  await world.drain();
  assert.equal((await world.picture(pictureId)).state, 'released');
  assert.deepEqual(
    (await world.matches(pictureId)).map(({ effect }) => effect),
    ['counted'],
  );
  assert.deepEqual(await world.counts(listId), { counted: 1 });
});

test('a picture with too little in it is released and says so; by its bytes it is held', async () => {
  const plain = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#345' } })
    .png()
    .toBuffer();
  const pixel = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#543' } })
    .png()
    .toBuffer();
  await listOf([`pdq ${'00'.repeat(32)}`, `pdq ${await pdqOf(world.decoders, plain)}`]);
  for (const bytes of [plain, pixel]) {
    const pictureId = await world.add(bytes);
    await world.drain();
    const { state, why, quality } = await world.picture(pictureId);
    assert.deepEqual([state, why, quality], ['released', 'too-plain', 0]);
  }
  await listOf([`sha256 ${sha256(plain)}`]);
  const pictureId = await world.add(plain);
  await world.drain();
  assert.equal((await world.picture(pictureId)).state, 'held');
});

test('a large photograph is hashed fast, and what its match rests on is the distance of the exact hash', async () => {
  const large = await jpeg(8, 3_000, 2_000);
  const exact = await pdqOf(world.decoders, large);
  const fast = await world.decoders.picture(large, { mode: 'auto', fresh: false });
  assert.ok(fast.ok && fast.mode === 'fast');
  // 31 bits from the exact hash, wherever the fast one lies.
  const listed = Buffer.from(exact, 'hex');
  for (let bit = 0; bit < 31; bit++) listed[bit % 32] = (listed[bit % 32] ?? 0) ^ (1 << (bit % 8));
  const beyond = Buffer.from(listed);
  beyond[31] = (beyond[31] ?? 0) ^ 0x80;
  await listOf([`pdq ${listed.toString('hex')}`, `pdq ${beyond.toString('hex')}`]);
  const pictureId = await world.add(large);
  await world.drain();
  const matches = await world.matches(pictureId);
  assert.deepEqual(
    matches.map(({ distance, effect }) => [distance, effect]),
    [[31, 'hold']],
  );
  assert.equal((await world.picture(pictureId)).pdq?.toString('hex'), exact, 'in the order of lists');
});

test('where checks are off nothing is opened: the picture is released and says that it was not checked', async () => {
  const picture = await jpeg(9);
  const listId = await listOf([`sha256 ${sha256(picture)}`]);
  const pictureId = await world.add(picture, { region: 'DE' });
  await world.drain({ decoders: { ...world.decoders, picture: () => assert.fail('it was decoded') } });
  const { state, checked, list_versions, sha256: kept } = await world.picture(pictureId);
  assert.deepEqual([state, checked, list_versions, kept], ['released', false, null, null]);
  assert.deepEqual(await world.matches(pictureId), []);
  assert.deepEqual(await world.counts(listId), {});
});

test('a list without a legal basis where the owner is holds nothing there, and no match is written down', async () => {
  const picture = await jpeg(10);
  const listId = await listOf([`sha256 ${sha256(picture)}`], { settings: { legalBasis: { GB: 'for tests' } } });
  await listOf([`sha256 ${sha256(Buffer.from('us'))}`], {
    settings: { legalBasis: { US: 'for tests' } },
  });
  const pictureId = await world.add(picture, { region: 'US-CA' });
  await world.drain();
  assert.deepEqual(
    [(await world.picture(pictureId)).state, (await world.picture(pictureId)).checked],
    ['released', true],
  );
  assert.deepEqual(await world.matches(pictureId), []);
  assert.deepEqual(await world.counts(listId), { 'not-allowed': 1 });
});

test('what a person has cleared is not held for its looks again', async () => {
  const picture = await jpeg(11);
  const hash = await pdqOf(world.decoders, picture);
  await listOf([`pdq ${hash}`]);
  const negative = await listOf([`pdq ${hash}`], { kind: 'negative' });
  const pictureId = await world.add(picture);
  await world.drain();
  assert.equal((await world.picture(pictureId)).state, 'released');
  assert.deepEqual((await world.matches(pictureId)).map(({ effect }) => effect).sort(), ['harmless', 'hold']);
  await world.deps.database.pool.query(
    "update list set state = 'withdrawn', version = version + 1 where list_id = $1",
    [negative],
  );
});

test('the bytes of a picture that its delivery service keeps are gone once it is released', async () => {
  const pictureId = await world.add(await jpeg(12), { form: 'fetch' });
  await world.drain();
  const { state, key_wrapped } = await world.picture(pictureId);
  assert.deepEqual([state, key_wrapped], ['released', null]);
});
