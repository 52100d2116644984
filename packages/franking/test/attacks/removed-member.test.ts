/** D3: a member who was removed, as a reporter and as a sender. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createReporterToken } from '@wellhouse/hub';
import { ReporterClaims } from '@wellhouse/protocol';
import { discloseMessage, encodeStamp, toBase64Url } from '../../src/index.ts';
import { openEnvelope, removeMember, sealEnvelope } from './support/envelope.ts';
import {
  draft,
  houseHubId,
  judge,
  judgement,
  mustVerify,
  noon,
  openHouse,
  receive,
  report,
  say,
  submit,
} from './support/house.ts';

/** Ben's view stays at the epoch in which he was removed; the others go on. */
function withoutBen() {
  const house = openHouse();
  return { house, bens: house.group, next: removeMember(house.group, house.ben.account) };
}

describe('D3: a member reports after removal', () => {
  test('D3: what was received before can be reported for as long as the device holds it', async () => {
    const { house, bens, next } = withoutBen();
    const delivered = await say(house, house.mal, 'while Ben was there', bens);
    await say(house, house.mal, 'and after', next);
    const { stamp } = mustVerify(judge(house, report(house, delivered, undefined, bens)));
    assert.equal(stamp.context.epoch, bens.epoch);
  });

  test('D3: what came after opens on no device of theirs, though a provider hands over all bytes and stamps', async () => {
    const { house, bens, next } = withoutBen();
    const delivered = await say(house, house.mal, 'without Ben', next);
    assert.throws(() => openEnvelope(bens, delivered.message), /no secret of epoch 6/);
    assert.throws(() => receive(house, delivered, { state: bens }), /no secret of epoch 6/);
  });

  test('D3: what a member leaks to them is still true, and the epoch in its stamp says that they were not there', async () => {
    const { house, bens, next } = withoutBen();
    const leaked = report(house, await say(house, house.mal, 'without Ben', next), undefined, next);
    const { stamp } = mustVerify(judge(house, leaked));
    const groups = [{ groupId: toBase64Url(bens.groupId), spans: [{ from: 1, to: Number(bens.epoch) }] }];
    const account = { hubId: houseHubId, apiSecret: 'x'.repeat(32), accountId: house.ben.account };
    const [, claims = ''] = createReporterToken({ ...account, groups, now: noon, ttlSeconds: 600 }).split('.');
    const { sub, groups: spans } = ReporterClaims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    const epoch = Number(stamp.context.epoch);
    const wasThere = spans.some(({ spans: held }) =>
      held.some(({ from, to }) => from <= epoch && epoch <= (to ?? epoch)),
    );
    assert.equal(sub, house.ben.account);
    assert.ok(!wasThere, 'the token that the hub gives to Ben ends with the epoch of the removal');
    const moved = { ...stamp, context: { ...stamp.context, epoch: bens.epoch } };
    assert.equal(
      judgement(house, { ...leaked, stamp: encodeStamp(moved) }),
      'mac-mismatch',
      'nor can the epoch be moved',
    );
  });

  test('D3: invented words about a time before the removal are no more provable than anyone’s', async () => {
    const { house, bens } = withoutBen();
    const delivered = await say(house, house.mal, 'said', bens);
    const { content } = draft(bens, house.mal, 'never said');
    const received = receive(house, delivered, { state: bens });
    assert.ok(received.ok);
    assert.equal(judgement(house, discloseMessage({ content, stamp: received.stamp })), 'mac-mismatch');
  });
});

test('D3: a removed member who goes on sending in an old epoch is opened by nobody, whatever the hub stamps', async () => {
  const { house, bens, next } = withoutBen();
  const { ben } = house;
  const delivered = await submit(house.hub, ben.account, sealEnvelope(bens, ben, draft(bens, ben, 'still here')));
  assert.throws(() => receive(house, delivered, { state: next }), /ben@hub.localhost did not sign/);
});
