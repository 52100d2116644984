import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AlbumRegion, AlbumRegionChange } from '@wellhouse/protocol';
import { z } from 'zod';
import { checkRegion } from '../../src/lists/check-region.ts';
import { weighMatches } from '../../src/lists/weigh-matches.ts';
import { recordAudit } from '../../src/staff/record-audit.ts';
import type { TestSession } from '../support/test-server.ts';
import { type ListServer, madeUp, settings, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let kim: TestSession;
let lee: TestSession;
let ada: TestSession;
let viv: TestSession;

before(async () => {
  server = await startListServer();
  kim = await server.logIn('lead');
  lee = await server.logIn('lead');
  ada = await server.logIn('admin');
  viv = await server.logIn('reviewer');
});
after(() => server.close());

const reason = 'Reviewed with counsel.';
const on = { state: 'on', legalBasis: 'A law of tests', reason };
const off = { state: 'off', reason: 'A court asked us to stop.' };
const query = (text: string, values: unknown[] = []) => server.deps.database.pool.query(text, values);
const check = (region: string) => checkRegion(server.deps.database.kysely, region);
const codeOf = (response: { json(): unknown }) => (response.json() as { code: string }).code;
function call(session: TestSession, path: string, payload?: object) {
  const method = payload === undefined ? 'GET' : 'POST';
  const url = `/v1/album-regions${path}`;
  return server.app.inject({ method, url, headers: session.headers, ...(payload && { payload }) });
}
async function propose(session: TestSession, region: string, body: object) {
  const response = await call(session, `/${region}/changes`, body);
  assert.equal(response.statusCode, 201, response.body);
  return AlbumRegionChange.parse(response.json());
}
const reply = (session: TestSession, change: AlbumRegionChange, answer = 'approve') =>
  call(session, `/${change.region}/changes/${change.changeId}/answer`, { answer, reason });
async function regions() {
  const { regions: all } = z.object({ regions: z.array(AlbumRegion) }).parse((await call(viv, '')).json());
  return new Map(all.map((each) => [String(each.region), each]));
}
/** A list for these regions; `state` as if two people had agreed. */
async function add(listId: string, names: readonly string[], state: 'shadow' | 'active' = 'active') {
  const legalBasis = Object.fromEntries(names.map((name) => [name, `law of ${name}`]));
  await server.add(listId, 'file', { settings: { ...settings, legalBasis } });
  await server.load(listId, `pdq ${madeUp(listId, 32)}\n`);
  await query('update list set state = $2 where list_id = $1', [listId, state]);
}

test('the EU is off from the start and says why, and so is every region that no active list has a basis for', async () => {
  const eu = (await regions()).get('EU');
  assert.equal(eu?.checked, false);
  assert.equal(eu?.switch?.state, 'off');
  assert.match(eu?.why ?? '', /2021\/1232.*expired on 3 April 2026/);
  for (const region of ['DE', 'IS', 'EU']) assert.match((await check(region)).why ?? '', /^EU is switched off/);
  assert.match((await check('CA')).why ?? '', /No list/);
  await add('canadian', ['CA'], 'shadow');
  assert.match((await check('CA')).why ?? '', /No active list/);
  await query("update list set state = 'active' where list_id = 'canadian'");
  assert.deepEqual(await check('CA'), { checked: true, why: null });
  assert.deepEqual(await check('CA-QC'), { checked: true, why: null });
  assert.equal((await regions()).get('CA')?.lists[0]?.legalBasis, 'law of CA');
});

test('two people switch a region on, not one twice, and not by going round the server', async () => {
  await add('swiss', ['CH'], 'shadow');
  const change = await propose(kim, 'CH', on);
  assert.equal(change.state, 'held');
  assert.equal((await check('CH')).checked, false);
  assert.deepEqual((await regions()).get('CH')?.waiting, [change]);
  assert.equal(codeOf(await reply(kim, change)), 'same-person');
  assert.equal((await reply(ada, change)).statusCode, 403);
  assert.equal((await call(viv, '/CH/changes', off)).statusCode, 403);
  assert.equal(codeOf(await call(lee, '/CH/changes', on)), 'region-not-ready');
  const alone = "update album_region_change set state = 'in-force', second_staff_id = $2 where change_id = $1";
  for (const second of [kim.staffId, null]) {
    await assert.rejects(query(alone, [change.changeId, second]), /album_region_change_check/);
  }
  assert.equal((await reply(lee, change)).statusCode, 200);
  assert.deepEqual(await check('CH'), { checked: true, why: null });
  const shown = (await regions()).get('CH');
  assert.equal(shown?.switch?.legalBasis, on.legalBasis);
  assert.deepEqual(shown?.waiting, []);
  assert.equal(codeOf(await reply(lee, change)), 'change-closed');
  const { rows } = await query("select action, staff_id from audit_entry where object = 'region:CH' order by entry_id");
  assert.deepEqual(rows, [
    { action: 'region.propose', staff_id: kim.staffId },
    { action: 'region.approve', staff_id: lee.staffId },
  ]);
});

test('one person switches a region off, at once, and what waited to switch it on is closed', async () => {
  await add('british', ['GB']);
  const waiting = await propose(kim, 'GB', on);
  assert.equal((await propose(ada, 'GB', off)).state, 'in-force');
  assert.deepEqual(await check('GB'), { checked: false, why: `GB is switched off: ${off.reason}` });
  assert.equal(codeOf(await reply(lee, waiting)), 'change-closed');
  assert.equal((await check('GB')).checked, false);
  assert.equal(codeOf(await call(kim, '/GB/changes', off)), 'region-not-ready');
});

test('a part of a region that is off is off too, whatever its own switch says', async () => {
  await add('american', ['US', 'US-CA']);
  assert.equal((await reply(lee, await propose(kim, 'US-CA', on))).statusCode, 200);
  await propose(kim, 'US', off);
  for (const region of ['US', 'US-CA', 'US-NY']) assert.match((await check(region)).why ?? '', /^US is switched off/);
  await query("delete from album_region where region = 'US'");
  await propose(kim, 'US-CA', off);
  assert.equal((await check('US-CA')).checked, false);
  assert.equal((await check('US-NY')).checked, true);
});

test('a refused change leaves the region off', async () => {
  const change = await propose(kim, 'EU', on);
  assert.equal((await reply(lee, change, 'refuse')).statusCode, 200);
  assert.equal((await check('FR')).checked, false);
});

test('whoever invited the author less than a week ago does not switch a region on for them', async () => {
  const sam = await server.logIn('lead');
  const invited = { staffId: lee.staffId, action: 'staff.invite', object: `staff:${sam.staffId}`, details: {} };
  await server.deps.database.transaction((tx) => recordAudit(tx, invited));
  const change = await propose(sam, 'CH', on);
  assert.equal(codeOf(await reply(lee, change)), 'not-independent');
  assert.equal((await reply(lee, change, 'refuse')).statusCode, 200);
});

test('what was found in a region that somebody switches off meanwhile is not held', async () => {
  await add('australian', ['AU']);
  const [entry] = await server.entries('australian');
  const weigh = (region: string) =>
    server.deps.database.transaction((tx) =>
      weighMatches(tx, server.deps, {
        picture: createHash('sha256').update(region).digest(),
        quality: 90,
        surface: 'shared-album',
        region,
        found: [{ entryId: entry?.entryId ?? '', distance: 0 }],
      }),
    );
  assert.equal((await weigh('AU')).held, true);
  assert.equal((await weigh('AU-VIC')).held, true);
  await propose(ada, 'AU', off);
  for (const region of ['AU', 'AU-VIC']) {
    const { held, matches } = await weigh(region);
    assert.equal(held, false);
    assert.equal(matches[0]?.effect, 'not-allowed');
  }
});

test('a region that is none is refused', async () => {
  for (const region of ['gb', 'GBR', 'US_CA'])
    assert.equal((await call(kim, `/${region}/changes`, off)).statusCode, 400);
});
