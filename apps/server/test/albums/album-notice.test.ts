import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AlbumNotice } from '@wellhouse/protocol';
import { type ListServer, settings, startListServer } from '../lists/fakes/list-server.ts';

let server: ListServer;
before(async () => {
  server = await startListServer();
  const { pool } = server.deps.database;
  const list = async (listId: string, state: string, changed: object, kind: 'known' | 'negative' = 'known') => {
    const given = {
      ...settings,
      title: `List ${listId}`,
      purpose: 'Known pictures.',
      surfaces: ['shared-album'],
      ...changed,
    };
    await server.add(listId, 'file', { kind, settings: given });
    await pool.query('update list set state = $2 where list_id = $1', [listId, state]);
  };
  const britain = { legalBasis: { GB: 'Online Safety Act 2023' } };
  await list('in-force', 'active', britain);
  await list('on-trial', 'shadow', britain);
  await list('gone', 'withdrawn', britain);
  await list('harmless', 'active', britain, 'negative');
  await list('elsewhere', 'active', { ...britain, surfaces: ['profile-picture'] });
  await list('american', 'active', { legalBasis: { US: '18 U.S.C. § 2258A' } });
});
after(() => server.close());

async function noticeOf(region: string): Promise<AlbumNotice> {
  const response = await server.app.inject({ url: `/v1/album-notice?region=${region}` });
  assert.equal(response.statusCode, 200, response.body);
  return AlbumNotice.parse(response.json());
}

test('members are told that pictures are checked, against which lists, which are on trial, by whom and how to object', async () => {
  const notice = await noticeOf('GB');
  assert.deepEqual([notice.checked, notice.why], [true, null]);
  assert.deepEqual(
    notice.lists.map(({ listId, title, onTrial }) => [listId, title, onTrial]),
    [
      ['in-force', 'List in-force', false],
      ['on-trial', 'List on-trial', true],
    ],
  );
  const { readers, appeals } = server.deps.config;
  assert.deepEqual([notice.readers, notice.appeals], [readers, appeals]);
});

test('a part of a country is told of the lists of its country', async () => {
  const notice = await noticeOf('US-CA');
  assert.equal(notice.checked, true);
  assert.deepEqual(
    notice.lists.map(({ listId }) => listId),
    ['american'],
  );
});

test('where checks are off, members are told so and why in words for them, and of no list', async () => {
  for (const region of ['DE', 'EU', 'FR', 'JP']) {
    const notice = await noticeOf(region);
    assert.deepEqual([notice.checked, notice.lists], [false, []], region);
    assert.match(notice.why ?? '', /legal basis/, region);
    assert.doesNotMatch(notice.why ?? '', /2021|counsel|switched off/, region);
  }
});

test('what is no region is refused', async () => {
  for (const region of ['', 'gb', 'GBR', 'GB-', "GB'", '../']) {
    const response = await server.app.inject({ url: `/v1/album-notice?region=${encodeURIComponent(region)}` });
    assert.equal(response.statusCode, 400, region);
  }
});
