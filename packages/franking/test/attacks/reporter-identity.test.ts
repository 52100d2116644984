/** A reporter who speaks as someone else. Evidence names no reporter; the token of the delivery service alone does. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { createReporterToken } from '@wellhouse/hub';
import { toBase64Url } from '../../src/index.ts';
import { houseHubId, judge, mustVerify, noon, openHouse, report, say } from './support/house.ts';
import { checkReporterToken } from './support/reporter-check.ts';

const secrets = new Map([
  [houseHubId, 'the secret of the hub, thirty-two bytes or more'],
  ['other.localhost', 'the secret of another hub, also long enough'],
]);
const secretOf = (hubId: string) => secrets.get(hubId) ?? '';
const groups = [{ groupId: toBase64Url(openHouse().group.groupId), spans: [{ from: 0, to: 5 }] }];

function tokenFor(accountId: string, hubId = houseHubId, apiSecret = secretOf(hubId), now = noon): string {
  return createReporterToken({ hubId, apiSecret, accountId, groups, now, ttlSeconds: 600 });
}

const outcome = (token: string, now = noon) => checkReporterToken(token, secrets, now);
const honest = tokenFor('ana@hub.localhost');

test('A9: evidence names no reporter: two members make the same bytes of one message', async () => {
  const house = openHouse();
  const delivered = await say(house, house.mal, 'to both of you');
  const [byAna, byBen] = [report(house, delivered), report(house, delivered)];
  assert.deepEqual(byAna, byBen);
  const { stamp, header, parts } = mustVerify(judge(house, byAna));
  const told = JSON.stringify([stamp.context.sender, header.sender, parts]);
  assert.ok(!told.includes('ana@') && !told.includes('ben@'));
});

describe('A9: the token that names the reporter', () => {
  test('A9: the account is the one that the hub authenticated', () => {
    assert.equal(outcome(honest), 'ana@hub.localhost');
  });

  test('A9: signed by the impostor, without the hub’s secret', () => {
    for (const guess of ['x'.repeat(32), secretOf('other.localhost'), `${secretOf(houseHubId)} `]) {
      assert.equal(outcome(tokenFor('ben@hub.localhost', houseHubId, guess)), 'refused');
    }
  });

  test('A9: of a foreign hub, under its own name, for an account of this one', () => {
    const foreign = tokenFor('ben@hub.localhost', 'other.localhost');
    assert.equal(outcome(foreign), 'ben@hub.localhost', 'the foreign hub vouches for its own namespace');
    assert.equal(checkReporterToken(foreign, new Map([[houseHubId, secretOf(houseHubId)]]), noon), 'refused');
    const [, claims = '', signature = ''] = foreign.split('.');
    const renamed = edit(claims, (value) => ({ ...value, iss: houseHubId }));
    assert.equal(outcome([foreign.split('.')[0], renamed, signature].join('.')), 'refused');
  });

  test('A9: altered in any one character', () => {
    for (let index = 0; index < honest.length; index++) {
      if (honest[index] === '.') continue;
      const other = honest[index] === 'A' ? 'B' : 'A';
      assert.equal(outcome(honest.slice(0, index) + other + honest.slice(index + 1)), 'refused', `character ${index}`);
    }
  });

  test('A9: with another account, a longer membership or a longer life written in', () => {
    const [header = '', claims = '', signature = ''] = honest.split('.');
    const longer = groups.map(({ groupId }) => ({ groupId, spans: [{ from: 0, to: null }] }));
    for (const change of [{ sub: 'ben@hub.localhost' }, { groups: longer }, { exp: 9_999_999_999 }]) {
      const altered = edit(claims, (value) => ({ ...value, ...change }));
      assert.equal(outcome([header, altered, signature].join('.')), 'refused');
    }
  });

  test('A9: without a signature, or under another algorithm', () => {
    const [, claims = '', signature = ''] = honest.split('.');
    for (const alg of ['none', 'HS512', 'RS256']) {
      const header = toBase64Url(new TextEncoder().encode(JSON.stringify({ alg, typ: 'JWT' })));
      const mac = createHmac('sha512', secretOf(houseHubId)).update(`${header}.${claims}`).digest('base64url');
      for (const tail of ['', signature, mac]) assert.equal(outcome([header, claims, tail].join('.')), 'refused');
    }
  });

  test('A9: expired, or not yet valid: a stolen token lives ten minutes', () => {
    assert.equal(outcome(honest, noon + 599_000), 'ana@hub.localhost');
    assert.equal(outcome(honest, noon + 600_000), 'refused');
    assert.equal(outcome(honest, noon - 1_000), 'refused');
  });

  test('A9: a token for something else, signed with the same secret', () => {
    const [header = '', claims = ''] = honest.split('.');
    const other = edit(claims, (value) => ({ ...value, aud: 'wellhouse:admin' }));
    const mac = createHmac('sha256', secretOf(houseHubId)).update(`${header}.${other}`).digest('base64url');
    assert.equal(outcome([header, other, mac].join('.')), 'refused');
  });

  test('A9: a hub that would sign with a guessable secret is stopped', () => {
    assert.throws(() => tokenFor('ana@hub.localhost', houseHubId, 'x'.repeat(31)), { code: 'secret-too-short' });
  });
});

function edit(claims: string, change: (value: object) => object): string {
  const value: object = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return Buffer.from(JSON.stringify(change(value))).toString('base64url');
}
