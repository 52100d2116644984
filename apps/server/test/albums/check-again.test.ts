import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCheckPicture } from '../../src/albums/check-picture.ts';
import { createPictureDecoders, type PictureDecoders } from '../../src/albums/picture-decoders.ts';
import type { JobContext } from '../../src/platform/jobs/job.ts';
import { type CheckWorld, checkWorker, pdqOf, sha256, startCheckWorld, type Tools } from './support/check-world.ts';
import { jpeg } from './support/draw-picture.ts';

let world: CheckWorld;
let lists = 0;
before(async () => {
  world = await startCheckWorld();
  await listOf([`sha256 ${sha256(Buffer.from('another'))}`]);
});
after(() => world.close());

async function listOf(lines: readonly string[], more?: Parameters<CheckWorld['list']>[2]): Promise<string> {
  const listId = `again-${++lists}`;
  await world.list(listId, lines, more);
  return listId;
}
const stateOf = async (pictureId: string) => (await world.picture(pictureId)).state;
/** Decoders that die with the first `deaths` pictures, and note whether each was started for one picture alone. */
function mortal(deaths: number): PictureDecoders & { readonly fresh: boolean[] } {
  const fresh: boolean[] = [];
  return {
    ...world.decoders,
    fresh,
    async picture(bytes, options) {
      fresh.push(options.fresh);
      if (fresh.length > deaths) return world.decoders.picture(bytes, options);
      return { ok: false, code: 'decoder-died', detail: 'as the test wants it' };
    },
  };
}

test('a picture that ends its decoder is tried once more in a fresh process, and then judged like any other', async () => {
  const pictureId = await world.add(await jpeg(40));
  const decoders = mortal(1);
  await world.drain({ decoders });
  assert.deepEqual(decoders.fresh, [false, true]);
  const { state, check_attempts } = await world.picture(pictureId);
  assert.deepEqual([state, check_attempts], ['released', 1]);
});

test('a picture that ends two decoders comes to a person and is never seen before', async () => {
  const pictureId = await world.add(await jpeg(41));
  const decoders = mortal(9);
  await world.drain({ decoders });
  assert.equal(decoders.fresh.length, 2);
  const { state, case_reason, case_id, shown_width, checked } = await world.picture(pictureId);
  assert.deepEqual([state, case_reason, shown_width, checked], ['held', 'unreadable', null, true]);
  assert.notEqual(case_id, null);
});

test('a decoder process that really dies, and one that hangs, end alike', async () => {
  const dying = createPictureDecoders({ workers: 1, childFile: join(import.meta.dirname, 'support/dying-decoder.ts') });
  const slow = createPictureDecoders({ workers: 1, limits: { seconds: 0.001 } });
  for (const decoders of [dying, slow]) {
    const pictureId = await world.add(await jpeg(42));
    await world.drain({ decoders });
    decoders.close();
    assert.deepEqual((await world.picture(pictureId)).case_reason, 'unreadable');
  }
});

test('a known file is held as known at the first death of its decoder', async () => {
  const bytes = await jpeg(43);
  await listOf([`sha256 ${sha256(bytes)}`]);
  const pictureId = await world.add(bytes);
  const decoders = mortal(9);
  await world.drain({ decoders });
  assert.equal(decoders.fresh.length, 1);
  assert.deepEqual((await world.picture(pictureId)).case_reason, 'matched');
});

test('an error that is not the picture’s is not held against it', async () => {
  const pictureId = await world.add(await jpeg(44));
  const known = { findMany: () => Promise.reject(new Error('no database for a moment')) };
  for (let times = 0; times < 4; times++) {
    await world.drain({ known });
    const { state, check_attempts } = await world.picture(pictureId);
    assert.deepEqual([state, check_attempts], ['checking', 0]);
    await world.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
  }
  await world.drain();
  assert.equal(await stateOf(pictureId), 'released');
});

/** The usual tools, with something that happens between a look and the decision. */
function meddling(times: number, meddle: () => Promise<unknown>): Pick<Tools, 'known'> & { looks(): number } {
  let looks = 0;
  return {
    looks: () => looks,
    known: {
      async findMany(pictures) {
        const answers = await world.known.findMany(pictures);
        looks += 1;
        if (looks <= times) await meddle();
        return answers;
      },
    },
  };
}
/** Adds to a list as if two people had agreed. */
async function addTo(listId: string, lines: readonly string[]): Promise<void> {
  await world.deps.database.pool.query("update list set state = 'shadow' where list_id = $1", [listId]);
  await world.load(listId, `${lines.join('\n')}\n`);
  await world.deps.database.pool.query("update list set state = 'active' where list_id = $1", [listId]);
}

test('what is listed between the look and the decision holds the picture', async () => {
  const bytes = await jpeg(45);
  const listId = await listOf([`md5 ${'cd'.repeat(16)}`]);
  const pictureId = await world.add(bytes);
  const tools = meddling(1, async () => addTo(listId, [`md5 ${'cd'.repeat(16)}`, `sha256 ${sha256(bytes)}`]));
  await world.drain(tools);
  // Again because of the list, and again once it is known what a reviewer will see.
  assert.equal(tools.looks(), 3);
  assert.equal(await stateOf(pictureId), 'held');
  const version = (await world.picture(pictureId)).list_versions?.[listId];
  const { rows } = await world.deps.database.pool.query('select version from list where list_id = $1', [listId]);
  assert.equal(version, rows[0]?.version);
});

test('a list that is made active between the look and the decision is looked in', async () => {
  const bytes = await jpeg(46);
  const listId = await listOf([`sha256 ${sha256(bytes)}`], { state: 'shadow' });
  const pictureId = await world.add(bytes);
  const activate = "update list set state = 'active', version = version + 1 where list_id = $1";
  await world.drain(meddling(1, () => world.deps.database.pool.query(activate, [listId])));
  assert.equal(await stateOf(pictureId), 'held');
  assert.deepEqual(await world.counts(listId), { hold: 1 });
});

test('what is withdrawn between the look and the decision holds nothing', async () => {
  const bytes = await jpeg(47);
  const listId = await listOf([`sha256 ${sha256(bytes)}`, `md5 ${'ce'.repeat(16)}`]);
  const pictureId = await world.add(bytes);
  await world.drain(meddling(1, () => addTo(listId, [`md5 ${'ce'.repeat(16)}`])));
  assert.equal(await stateOf(pictureId), 'released');
  assert.deepEqual(await world.counts(listId), {});
});

test('while an index is behind a list in force no picture leaves the check; behind a list on trial it does', async () => {
  const listId = await listOf([`md5 ${'cf'.repeat(16)}`]);
  const bump = () =>
    world.deps.database.pool.query('update list set version = version + 1 where list_id = $1', [listId]);
  const pictureId = await world.add(await jpeg(48));
  const behind = meddling(99, bump);
  await world.drain(behind);
  assert.equal(behind.looks(), 4);
  const { state, check_attempts } = await world.picture(pictureId);
  assert.deepEqual([state, check_attempts], ['checking', 0]);
  await world.deps.database.pool.query("update list set state = 'shadow', version = version + 1 where list_id = $1", [
    listId,
  ]);
  await world.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
  await world.drain(meddling(99, bump));
  assert.equal(await stateOf(pictureId), 'released');
});

test('who withdraws an entry while a picture is decided by it waits, and then finds what came of the picture', async () => {
  const bytes = await jpeg(51);
  const listId = await listOf([`sha256 ${sha256(bytes)}`, `md5 ${'bb'.repeat(16)}`]);
  const pictureId = await world.add(bytes);
  await world.deps.database.pool.query("update job set state = 'done', finished_at = now() where state = 'ready'");
  let withdrawn = false;
  let withdrawal: Promise<void> = Promise.resolve();
  const context: JobContext = {
    ...{ jobId: '0', attempt: 1, maxAttempts: 1, createdAt: new Date(), signal: new AbortController().signal },
    // The last thing that happens before the commit.
    async finish() {
      withdrawal = addTo(listId, [`md5 ${'bb'.repeat(16)}`]).then(() => {
        withdrawn = true;
      });
      await sleep(300);
      assert.equal(withdrawn, false);
    },
  };
  await createCheckPicture(world.deps, world)({ pictureId }, context);
  assert.equal(await stateOf(pictureId), 'held');
  await withdrawal;
  await world.drain();
  assert.equal(await stateOf(pictureId), 'released');
});

test('a region that is switched off while a picture is checked: it is released unchecked, and nothing of it is kept', async () => {
  const bytes = await jpeg(49);
  const listId = await listOf([`sha256 ${sha256(bytes)}`]);
  const pictureId = await world.add(bytes);
  const off = `insert into album_region (region, state, reason, version, changed_at)
    values ('GB', 'off', 'for tests', 1, now())`;
  await world.drain(meddling(1, () => world.deps.database.pool.query(off)));
  const { state, checked, pdq, sha256: digest, list_versions } = await world.picture(pictureId);
  assert.deepEqual([state, checked, pdq, digest, list_versions], ['released', false, null, null, null]);
  assert.deepEqual(await world.counts(listId), {});
  await world.deps.database.pool.query("delete from album_region where region = 'GB'");
});

test('two workers at once, and each picture twice in the queue: every one is settled and counted once', async () => {
  const picture = await jpeg(50);
  const listId = await listOf([`pdq ${await pdqOf(world.decoders, picture)}`]);
  const ids: string[] = [];
  for (let n = 0; n < 6; n++)
    ids.push(await world.add(Buffer.concat([picture, Buffer.from([n])])), await world.add(await jpeg(60 + n)));
  await world.deps.database.pool.query(`insert into job (kind, payload, max_attempts)
    select kind, payload, max_attempts from job where state = 'ready' and kind = 'check-picture'`);
  const workers = [1, 2].map(() => checkWorker(world.deps, world));
  await Promise.all(workers.map((worker) => worker.drain()));
  for (const [n, pictureId] of ids.entries()) {
    const { state, version } = await world.picture(pictureId);
    assert.deepEqual([state, version], [n % 2 === 0 ? 'held' : 'released', 3]);
  }
  assert.deepEqual(await world.counts(listId), { hold: 6 });
  const { rows } = await world.deps.database.pool.query(
    "select 1 from job where kind = 'tell-hub-of-picture' and payload->>'pictureId' = any($1)",
    [ids],
  );
  assert.equal(rows.length, ids.length);
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

test('a frame of a video that is a known picture holds the video', {
  skip: !hasFfmpeg && 'no ffmpeg here',
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wellhouse-video-'));
  try {
    const file = join(folder, 'video.mp4');
    const source = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=5:duration=3'];
    spawnSync('ffmpeg', ['-loglevel', 'error', ...source, '-pix_fmt', 'yuv420p', file]);
    const frame = join(folder, 'frame.png');
    spawnSync('ffmpeg', ['-loglevel', 'error', '-ss', '2', '-i', file, '-frames:v', '1', frame]);
    const video = await readFile(file);
    const free = await world.add(video);
    await world.drain();
    const { rows } = await world.deps.database.pool.query(
      "select kind, state from job where kind like 'check-%' and payload->>'pictureId' = $1 order by kind",
      [free],
    );
    assert.deepEqual(
      rows.map(({ kind, state }) => [kind, state]),
      [
        ['check-picture', 'done'],
        ['check-video', 'done'],
      ],
      'in lanes of their own',
    );
    const { state, media_type, why, quality } = await world.picture(free);
    assert.deepEqual([state, media_type, why], ['released', 'video/mp4', null]);
    assert.ok((quality ?? 0) >= 50);
    await listOf([`pdq ${await pdqOf(world.decoders, await readFile(frame))}`]);
    const held = await world.add(video);
    await world.drain();
    const shown = await world.picture(held);
    assert.deepEqual([shown.state, shown.shown_width], ['held', 1_440], 'with stills to look at');
  } finally {
    await rm(folder, { recursive: true });
  }
});
