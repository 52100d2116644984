import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ListPage } from '@wellhouse/protocol';
import { findLeaf } from '@wellhouse/taxonomy';
import { categoryOfEntry } from '../../src/lists/category-of-entry.ts';
import type { TestSession } from '../support/test-server.ts';
import { type ListServer, settings, startListServer } from './fakes/list-server.ts';

let server: ListServer;
let kim: TestSession;
let lee: TestSession;

before(async () => {
  const login = { username: 'u', password: 'p' };
  server = await startListServer([
    { ...login, connectionId: 'ncmec', source: 'ncmec', url: 'http://127.0.0.1:1' },
    { ...login, connectionId: 'tat', source: 'tech-against-terrorism', url: 'http://127.0.0.1:1' },
    { subscriptionKey: 's', fetchKey: 'f', connectionId: 'stopncii', source: 'stopncii', url: 'http://127.0.0.1:1' },
    {
      ...{ appId: '1', appSecret: 's', privacyGroup: '1', url: 'http://127.0.0.1:1' },
      ...{ connectionId: 'tx', source: 'threatexchange' },
    },
  ]);
  kim = await server.logIn('lead');
  lee = await server.logIn('lead');
});
after(() => server.close());

const { category: _, ...without } = settings;
function add(listId: string, source: string, connectionId: string | null, more: object = {}) {
  const payload = { listId, kind: 'known', source, connectionId, settings: without, ...more };
  return server.app.inject({ method: 'POST', url: '/v1/lists', headers: kim.headers, payload });
}
const categoryOf = async (listId: string) =>
  ListPage.parse((await server.app.inject({ method: 'GET', url: `/v1/lists/${listId}`, headers: kim.headers })).json())
    .list.settings.category;

for (const [source, connectionId, category] of [
  ['ncmec', 'ncmec', 'child.csam_known'],
  ['stopncii', 'stopncii', 'adult.ncii'],
  ['tech-against-terrorism', 'tat', 'terror.content'],
] as const) {
  test(`a list of ${source} stands for ${category} unless told`, async () => {
    assert.equal((await add(`usual-${connectionId}`, source, connectionId)).statusCode, 201);
    assert.equal(await categoryOf(`usual-${connectionId}`), category);
    assert(findLeaf(category));
    const told = { settings: { ...without, category: 'child.csam_ai' } };
    assert.equal((await add(`told-${connectionId}`, source, connectionId, told)).statusCode, 201);
    assert.equal(await categoryOf(`told-${connectionId}`), 'child.csam_ai');
  });
}

test('a file and ThreatExchange have to say what they stand for, and a negative list need not', async () => {
  for (const [source, connectionId] of [
    ['file', null],
    ['threatexchange', 'tx'],
  ] as const) {
    const response = await add('unsaid', source, connectionId);
    assert.equal(response.statusCode, 400, response.body);
    assert.match(response.body, /settings\/category/);
  }
  assert.equal((await add('harmless', 'file', null, { kind: 'negative' })).statusCode, 201);
  assert.equal(await categoryOf('harmless'), 'other');
});

test('a leaf that the taxonomy does not have is refused, when a list is added and when it is changed', async () => {
  const made = { ...without, category: 'child.made_up' };
  assert.equal((await add('made-up', 'file', null, { settings: made })).statusCode, 400);
  assert.equal((await add('own', 'file', null, { settings })).statusCode, 201);
  const url = '/v1/lists/own/changes';
  const propose = (category: string) => {
    const payload = { kind: 'settings', reason: 'It was wrong.', settings: { ...without, category } };
    return server.app.inject({ method: 'POST', url, headers: kim.headers, payload });
  };
  assert.equal((await propose('child.made_up')).statusCode, 400);
  const { changeId } = (await propose('adult.ncii')).json() as { changeId: string };
  assert.equal(await categoryOf('own'), 'other');
  const payload = { answer: 'approve', reason: 'Yes.' };
  await server.app.inject({ method: 'POST', url: `${url}/${changeId}/answer`, headers: lee.headers, payload });
  assert.equal(await categoryOf('own'), 'adult.ncii');
});

for (const [source, given, severityClass, ageGroup] of [
  ['ncmec', 'A1', 'sexual-act', 'prepubescent'],
  ['ncmec', 'A2', 'sexual-pose', 'prepubescent'],
  ['ncmec', 'B1', 'sexual-act', 'pubescent'],
  ['ncmec', ' b2 ', 'sexual-pose', 'pubescent'],
  ['ncmec', 'C1', null, null],
  ['ncmec', 'constructor', null, null],
  ['ncmec', null, null, null],
  ['threatexchange', 'A1', null, null],
  ['tech-against-terrorism', 'islamist', null, null],
  ['stopncii', null, null, null],
  ['file', null, null, null],
] as const) {
  test(`class ${given} of ${source}: ${severityClass ?? 'nothing is known'}`, () => {
    const category = categoryOfEntry({ source, class: given, listCategory: 'adult.ncii' });
    assert.deepEqual(category, { leaf: 'adult.ncii', severityClass, ageGroup });
  });
}
