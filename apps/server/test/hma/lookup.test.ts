import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { drawFile, drawPhoto, drawPlain } from './support/draw-photo.ts';
import { type HmaServer, madeUp, startHmaServer, turnedOver } from './support/hma-server.ts';

let server: HmaServer;
let photo: Buffer;
let photoHash = '';
let cleared: Buffer;
let video: Buffer;
const pdq = madeUp('known', 32);
const md5 = madeUp('known', 16);
const ids: Record<string, Record<string, number>> = {};
const sum = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');

before(async () => {
  server = await startHmaServer();
  photo = await drawFile({ seed: 3 });
  cleared = await drawFile({ seed: 4 });
  video = Buffer.from('a film');
  photoHash = (await server.upload('/h/hash', { photo })).body.pdq;
  const clearedHash = (await server.upload('/h/hash', { photo: cleared })).body.pdq;
  const lines = `pdq ${pdq}\nmd5 ${md5}\n`;
  await server.addList('child-safety', `${lines}pdq ${photoHash}\nmd5 ${sum('md5', cleared)}\npdq ${clearedHash}\n`);
  await server.addList('second', `pdq ${turnedOver(pdq, 7)}\nvideo_md5 ${sum('md5', video)}\n`);
  await server.addList('in-shadow', lines, { state: 'shadow' });
  await server.addList('elsewhere', lines, { settings: { surfaces: ['shared-album'] } });
  await server.addList('narrow', `pdq ${turnedOver(pdq, 5)}\n`, { settings: { radius: 4 } });
  await server.addList('two-sources', lines, { settings: { minimumSources: 2 } });
  await server.addList('american', lines, { settings: { legalBasis: { US: 'for tests' } } });
  await server.addList('withdrawn', lines, { state: 'withdrawn' });
  await server.addList('harmless', `pdq ${clearedHash}\n`, { kind: 'negative' });
  for (const listId of ['child-safety', 'second', 'american', 'narrow']) ids[listId] = await server.entryIds(listId);
});
after(() => server.close());

const idOf = (listId: string, hex: string) => ids[listId]?.[hex];
const match = (listId: string, hex: string, distance: string) => ({ bank_content_id: idOf(listId, hex), distance });
const expected = () => ({
  AMERICAN: [match('american', pdq, '0')],
  CHILD_SAFETY: [match('child-safety', pdq, '0')],
  SECOND: [match('second', turnedOver(pdq, 7), '7')],
});

test('a hash is found in the banks that are active and may answer here, with its distance in words', async () => {
  const { status, body } = await server.get(`/m/lookup?signal_type=pdq&signal=${pdq}`);
  assert.equal(status, 200);
  assert.deepEqual(body, expected());
});

test('a list answers within its own radius', async () => {
  const { body } = await server.get(`/m/lookup?signal_type=pdq&signal=${turnedOver(pdq, 2)}&banks=NARROW`);
  assert.deepEqual(body, { NARROW: [match('narrow', turnedOver(pdq, 5), '3')] });
  assert.deepEqual((await server.get(`/m/lookup?signal_type=pdq&signal=${pdq}&banks=NARROW`)).body, {});
});

test('a digest has no distance', async () => {
  const { body } = await server.get(`/m/lookup?signal_type=md5&signal=${md5.toUpperCase()}`);
  assert.deepEqual(body.CHILD_SAFETY, [match('child-safety', md5, '-')]);
});

test('banks are asked by name, unknown ones answer nothing', async () => {
  const look = async (banks: string) =>
    (await server.get(`/m/lookup?signal_type=pdq&signal=${pdq}&banks=${banks}`)).body;
  const { SECOND, CHILD_SAFETY } = expected();
  assert.deepEqual(await look('SECOND'), { SECOND });
  assert.deepEqual(await look('SECOND,CHILD_SAFETY'), { SECOND, CHILD_SAFETY });
  assert.deepEqual(await look('second,IN_SHADOW,NOT_THERE'), {});
  assert.deepEqual(Object.keys(await look('')).sort(), ['AMERICAN', 'CHILD_SAFETY', 'SECOND']);
});

test('attack: no parameter of theirs makes a list answer that is in shadow or not for this surface', async () => {
  for (const more of [
    '&bypass_coinflip=true',
    '&seed=1',
    '&banks=IN_SHADOW&bypass_coinflip=true',
    '&banks=ELSEWHERE',
  ]) {
    const { body } = await server.get(`/m/lookup?signal_type=pdq&signal=${pdq}${more}`);
    for (const bank of ['IN_SHADOW', 'ELSEWHERE', 'WITHDRAWN', 'TWO_SOURCES', 'HARMLESS'])
      assert(!(bank in body), bank);
  }
  const raw = await server.get(`/m/raw_lookup?signal_type=pdq&signal=${pdq}&banks=IN_SHADOW,ELSEWHERE`);
  assert.deepEqual(raw.body, { matches: [] });
  const { body } = await server.upload('/m/lookup?bypass_coinflip=true&banks=IN_SHADOW', { photo });
  assert.deepEqual(body, { pdq: {} });
});

test('the raw look-up answers numbers, or numbers with distances', async () => {
  const numbers = [idOf('child-safety', pdq), idOf('american', pdq), idOf('second', turnedOver(pdq, 7))];
  const { body } = await server.get(`/m/raw_lookup?signal_type=pdq&signal=${pdq}`);
  assert.deepEqual(body.matches.toSorted(), numbers.toSorted());
  const more = await server.get(`/m/raw_lookup?signal_type=pdq&signal=${pdq}&banks=SECOND&include_distance=True`);
  assert.deepEqual(more.body, { matches: [match('second', turnedOver(pdq, 7), '7')] });
});

test('an uploaded photo is found', async () => {
  const { status, body } = await server.upload('/m/lookup', { photo });
  assert.deepEqual([status, body], [200, { pdq: { CHILD_SAFETY: [match('child-safety', photoHash, '0')] } }]);
});

for (const [what, edit] of [
  ['turned', (file: ReturnType<typeof drawPhoto>) => file.rotate(90)],
  ['mirrored', (file: ReturnType<typeof drawPhoto>) => file.flop()],
  [
    'framed',
    (file: ReturnType<typeof drawPhoto>) => file.extend({ top: 60, bottom: 60, left: 0, right: 0, background: '#000' }),
  ],
  ['smaller, as JPEG', (file: ReturnType<typeof drawPhoto>) => file.resize(320).jpeg({ quality: 70 })],
] as const) {
  test(`an uploaded photo that was ${what} is found all the same`, async () => {
    const edited = await edit(drawPhoto({ seed: 3 }))
      .toFormat(what.includes('JPEG') ? 'jpeg' : 'png')
      .toBuffer();
    const { body } = await server.upload('/m/lookup', { photo: edited });
    assert.equal(body.pdq.CHILD_SAFETY?.[0].bank_content_id, idOf('child-safety', photoHash));
    assert(Number(body.pdq.CHILD_SAFETY[0].distance) <= 31);
  });
}

test('attack: a photo that is drawn in its transparency alone is found as it is seen', async () => {
  const alpha = await drawPhoto({ seed: 3 }).greyscale().negate().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = alpha.info;
  const black = { create: { width, height, channels: 3, background: '#000' } } as const;
  const hidden = await sharp(black)
    .joinChannel(alpha.data, { raw: { width, height, channels: alpha.info.channels } })
    .png()
    .toBuffer();
  const { body } = await server.upload('/m/lookup', { photo: hidden });
  assert.equal(body.pdq.CHILD_SAFETY?.[0].bank_content_id, idOf('child-safety', photoHash));
});

test('digests of a photo are looked up when they are named', async () => {
  const { body } = await server.upload('/m/lookup?types=pdq,md5', { photo: cleared });
  assert.deepEqual(body, { pdq: {}, md5: { CHILD_SAFETY: [match('child-safety', sum('md5', cleared), '-')] } });
});

test('a photo that a person has cleared by its looks is not answered by its looks', async () => {
  assert.deepEqual((await server.upload('/m/lookup', { photo: cleared })).body, { pdq: {} });
});

test('a photo that a person has cleared by its bytes is not answered at all', async () => {
  const again = await drawFile({ seed: 3, width: 320, height: 240 });
  assert.notDeepEqual((await server.upload('/m/lookup', { photo: again })).body.pdq, {});
  await server.addList('harmless-bytes', `sha256 ${sum('sha256', again)}\n`, { kind: 'negative' });
  assert.deepEqual((await server.upload('/m/lookup', { photo: again })).body, { pdq: {} });
  assert.deepEqual((await server.upload('/m/lookup?types=pdq,sha256', { photo: again })).body, { pdq: {}, sha256: {} });
});

test('an uploaded video is found by its bytes', async () => {
  const { body } = await server.upload('/m/lookup', { video });
  assert.deepEqual(body, { video_md5: { SECOND: [match('second', sum('md5', video), '-')] } });
});

test('a photo with nothing in it matches nothing', async () => {
  assert.deepEqual(await server.upload('/m/lookup', { photo: await drawPlain() }), { status: 200, body: { pdq: {} } });
});

test('a region that is named must be one in which pictures are matched, and only its lists answer', async () => {
  const look = (region: string) => server.get(`/m/lookup?signal_type=pdq&signal=${pdq}&region=${region}`);
  assert.deepEqual(Object.keys((await look('US-CA')).body), ['AMERICAN']);
  assert.deepEqual(Object.keys((await look('GB')).body).sort(), ['CHILD_SAFETY', 'SECOND']);
  for (const region of ['DE', 'BR']) {
    const { status, body } = await look(region);
    assert.deepEqual([status, body.code], [403, 'region-not-checked'], region);
  }
  assert.equal((await look('Germany')).status, 422);
});

test('attack: a list whose every region is switched off is not reached by naming none', async () => {
  const hex = madeUp('european', 32);
  const legalBasis = { EU: 'for tests', 'DE-BY': 'for tests' };
  await server.addList('european', `pdq ${hex}\n`, { settings: { legalBasis } });
  const look = async () => Object.keys((await server.get(`/m/lookup?signal_type=pdq&signal=${hex}`)).body);
  assert.deepEqual(await look(), []);
  const raw = await server.get(`/m/raw_lookup?signal_type=pdq&signal=${hex}`);
  assert.deepEqual(raw.body, { matches: [] });
  await server.deps.database.kysely
    .updateTable('list')
    .set({ legal_basis: JSON.stringify({ ...legalBasis, NZ: 'for tests' }) })
    .where('list_id', '=', 'european')
    .execute();
  assert.deepEqual(await look(), ['EUROPEAN']);
});

test('an entry that is set aside, ruled out or withdrawn is not answered from that moment on', async () => {
  const hex = madeUp('soon gone', 32);
  await server.addList('soon-gone', `pdq ${hex}\n`);
  const look = async () => Object.keys((await server.get(`/m/lookup?signal_type=pdq&signal=${hex}`)).body);
  assert.deepEqual(await look(), ['SOON_GONE']);
  const gone = { value: null, withdrawn_at: new Date(), withdrawn_why: 'deleted' } as const;
  for (const status of ['quarantined', 'excluded', 'withdrawn'] as const) {
    await server.deps.database.kysely
      .updateTable('list_entry')
      .set({ status, ...(status === 'withdrawn' && gone) })
      .where('list_id', '=', 'soon-gone')
      .execute();
    assert.deepEqual(await look(), [], status);
  }
});

test('attack: many entries of one bank do not crowd out those of another', async () => {
  const hex = madeUp('crowded', 32);
  const crowd = Array.from({ length: 400 }, (_, n) => `pdq ${neighbour(hex, n)}\n`).join('');
  await server.addList('crowd', crowd);
  await server.addList('far', `pdq ${turnedOver(hex, 30)}\n`);
  const { body } = await server.get(`/m/lookup?signal_type=pdq&signal=${hex}`);
  assert.equal(body.CROWD.length, 250);
  assert.equal(body.FAR.length, 1);
});

test('questions that name nothing to look for are refused in Hasher-Matcher-Actioner’s words', async () => {
  for (const [query, status, message] of [
    ['', 400, 'Either url or both signal and signal_type are required'],
    [`signal=${pdq}`, 400, 'Either url or both signal and signal_type are required'],
    [`signal=${pdq}&signal_type=tmk`, 400, "No such SignalType 'tmk'"],
    [`signal=${pdq.toUpperCase()}&signal_type=pdq`, 400, 'invalid signal: invalid PDQ hash'],
    [`signal=%00&signal_type=md5`, 400, 'invalid signal: not a valid MD5 hash'],
  ] as const) {
    assert.deepEqual(await server.get(`/m/lookup?${query}`), { status, body: { message, code: 'invalid-request' } });
  }
  for (const query of ['', `signal=${pdq}`, `signal=${pdq}&signal_type=pdq&include_distance=maybe`]) {
    const { status, body } = await server.get(`/m/raw_lookup?${query}`);
    assert.deepEqual([status, body.code], [422, 'invalid-request'], query);
  }
});

/** Another hash a bit or two away, for each number up to some thousands. */
function neighbour(hex: string, n: number): string {
  const bytes = Buffer.from(hex, 'hex');
  for (const bit of [n % 256, (n >> 8) + 100]) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('hex');
}
