import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type ServerProcess, startServerProcess, writeHubsFile } from '../faults/support/server-process.ts';
import { startTripwireProxy, type Tripwire, type TripwireProxy } from '../faults/support/tripwire-proxy.ts';
import { type CheckWorld, sha256, startCheckWorld } from './support/check-world.ts';
import { jpeg } from './support/draw-picture.ts';

let world: CheckWorld;
let proxy: TripwireProxy;
let hubsFile = '';
let pictures = 100;
before(async () => {
  world = await startCheckWorld();
  proxy = await startTripwireProxy(world.deps.database.pool.options.connectionString ?? '');
  hubsFile = join(world.deps.config.stateDirectory, 'hubs.json');
  await writeHubsFile(hubsFile, []);
});
after(async () => {
  await proxy.close();
  await world.close();
});

/** The worker as it is installed, with a wire between it and its database. */
function startWork(): ServerProcess {
  const state = world.deps.config.stateDirectory;
  return startServerProcess(['work'], { state, hubsFile, databaseUrl: proxy.connectionString });
}

/** Starts a worker, and kills it with SIGKILL in the moment when it comes to this place. */
async function workUntil(wire: Tripwire): Promise<void> {
  const { promise: touched, resolve, reject } = Promise.withResolvers<void>();
  const limit = setTimeout(() => reject(new Error(`come to ${wire.texts}: not in a minute`)), 60_000);
  proxy.arm(wire, () => resolve());
  const work = startWork();
  try {
    await Promise.race([touched, work.ready.then(() => touched)]);
  } finally {
    clearTimeout(limit);
    proxy.disarm();
    work.kill();
    await work.exited;
  }
  // As half a minute later, when its leases have run out.
  await world.deps.database.pool.query(`update job set state = 'ready', lease_id = null, lease_until = null, run_at = now()
    where state in ('ready', 'running')`);
}

const begun = 'update "album_picture" set "check_attempts"';
const ended = "update job set state = 'done', finished_at = now()";
const steps: readonly { name: string; texts: readonly string[]; at: readonly Tripwire['at'][] }[] = [
  { name: 'the start is written down', texts: [begun], at: ['asked', 'answered'] },
  { name: 'matches are counted', texts: ['insert into list_entry_match'], at: ['asked', 'answered'] },
  { name: 'a match is kept', texts: ['insert into "album_match"'], at: ['answered'] },
  { name: 'the end is written', texts: [ended], at: ['asked', 'answered'] },
  { name: 'all of it is committed', texts: [ended, 'commit'], at: ['asked', 'done', 'answered'] },
];

test('kill -9 at every step: no picture is visible unmatched, none is lost, none is counted twice', async () => {
  const bytes = await jpeg(99);
  let known = 0;
  await world.list('killed', [`sha256 ${sha256(bytes)}`, `pdq ${'12'.repeat(32)}`]);
  for (const { name, texts, at: places } of steps) {
    for (const at of places) {
      known += 1;
      const ids = [await world.add(bytes), await world.add(await jpeg(pictures++))];
      await workUntil({ texts, at });
      const [listed, free] = await Promise.all(ids.map((pictureId) => world.picture(pictureId)));
      const step = `${name}, ${at}`;
      assert.match(listed?.state ?? '', /^(checking|held)$/, step);
      assert.match(free?.state ?? '', /^(checking|released)$/, step);
      await world.drain();
      for (const [pictureId, state] of [
        [ids[0] ?? '', 'held'],
        [ids[1] ?? '', 'released'],
      ] as const) {
        const settled = await world.picture(pictureId);
        assert.deepEqual([settled.state, settled.version, settled.checked], [state, 3, true], step);
      }
      assert.equal((await world.matches(ids[0] ?? '')).length, 1, step);
      assert.deepEqual(await world.counts('killed'), { hold: known }, step);
    }
  }
  const { rows } = await world.deps.database.pool.query('select sum(picture_count)::integer as n from case_file');
  assert.equal(rows[0]?.n, known, 'each is in a case once');
});

test('a picture that takes the whole worker with it, twice, comes to a person and is not decoded a third time', async () => {
  const pictureId = await world.add(await jpeg(pictures++));
  for (const attempts of [1, 2]) {
    await workUntil({ texts: [begun], at: 'answered' });
    const { state, check_attempts } = await world.picture(pictureId);
    assert.deepEqual([state, check_attempts], ['checking', attempts]);
  }
  await world.drain({ decoders: { ...world.decoders, picture: () => assert.fail('it was decoded') } });
  const { state, case_reason } = await world.picture(pictureId);
  assert.deepEqual([state, case_reason], ['held', 'unreadable']);
});

test('kill -9 while pictures are weighed anew: none waits for a ground that is gone, and no case hears of it twice', async () => {
  const filler = `pdq ${'34'.repeat(32)}`;
  const bytes = await jpeg(pictures++);
  await world.list('withdrawing', [filler]);
  const list = async (lines: readonly string[]) => {
    const { pool } = world.deps.database;
    await pool.query("update list set state = 'shadow' where list_id = 'withdrawing'");
    await world.load('withdrawing', `${lines.join('\n')}\n`);
    await pool.query("update list set state = 'active', version = version + 1 where list_id = 'withdrawing'");
  };
  const places: readonly Tripwire[] = [
    { texts: ['update "list_event" set "handled_at"'], at: 'answered' },
    { texts: ['update "list_event" set "handled_at"', 'commit'], at: 'answered' },
    { texts: ['update album_match match set withdrawn_at'], at: 'answered' },
    { texts: ['update album_match match set withdrawn_at', ended, 'commit'], at: 'asked' },
  ];
  for (const wire of places) {
    await list([filler, `sha256 ${sha256(bytes)}`]);
    const pictureId = await world.add(bytes);
    await world.drain();
    const { state: before, version } = await world.picture(pictureId);
    assert.equal(before, 'held');
    await list([filler]);
    await workUntil(wire);
    await world.drain();
    const after = await world.picture(pictureId);
    assert.deepEqual([after.state, after.version], ['released', version + 1], wire.texts.join(', '));
  }
});
