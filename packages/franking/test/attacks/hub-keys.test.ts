/** A hub that stamps with a key which is not in use, not known, or not its own. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkReceived,
  createStamp,
  discloseMessage,
  encodeStamp,
  generateHubKey,
  generateMacOnlyHubKey,
  verifyEvidence,
} from '../../src/index.ts';
import { bytes, join, zeros } from '../support/raw.ts';
import { acceptedAt, asEvidence, asReceived, hubId, hubKey } from '../support/scene.ts';
import { openEnvelope, sealEnvelope } from './support/envelope.ts';
import { honest, withContext, withStamp } from './support/honest-message.ts';
import {
  draft,
  houseHubId,
  houseKey,
  judgement,
  noon,
  openHouse,
  receive,
  report,
  say,
  submit,
  verdict,
} from './support/house.ts';
import { dropped } from './support/verdicts.ts';

describe('C5: keys out of use or unknown', () => {
  test('C5: a key id that the receiver does not know', () => {
    assert.equal(dropped(asReceived(honest, { keys: [] })).code, 'key-unknown');
    assert.equal(dropped(withContext({ keyId: 8 })).code, 'key-unknown');
  });

  test('C5: a key id that was never published, stamped with the secrets of a key that was', () => {
    const { tag, stamp } = honest;
    const unknown = createStamp({ key: { ...hubKey, keyId: 8 }, tag, context: stamp.context });
    assert.equal(dropped(withStamp(unknown)).code, 'key-unknown');
    const verified = verifyEvidence({ ...asEvidence(honest), stamp: encodeStamp(unknown) }, { keys: [hubKey], hubId });
    assert.equal(verified.ok ? 'verified' : verified.code, 'key-unknown');
  });

  test('C5: a stamp dated outside the period of its key, both ends included in it', () => {
    const period = (notBefore: number, notAfter: number) =>
      asReceived(honest, { keys: [{ ...hubKey, notBefore, notAfter }] });
    assert.ok(checkReceived(period(acceptedAt, acceptedAt)).ok);
    assert.equal(dropped(period(acceptedAt + 1, acceptedAt + 9)).code, 'key-outside-period');
    assert.equal(dropped(period(0, acceptedAt - 1)).code, 'key-outside-period');
    const retired = { ...hubKey, notAfter: acceptedAt - 1 };
    const verified = verifyEvidence(asEvidence(honest), { keys: [retired], hubId });
    assert.equal(verified.ok ? 'verified' : verified.code, 'key-outside-period');
  });

  test('C5: a stamp by another key under a known id', () => {
    const impostor = generateHubKey({ ...hubKey });
    const stamp = createStamp({ key: impostor, tag: honest.tag, context: honest.stamp.context });
    assert.equal(dropped(withStamp(stamp)).code, 'signature-invalid');
    const verified = verifyEvidence({ ...asEvidence(honest), stamp: encodeStamp(stamp) }, { keys: [hubKey], hubId });
    assert.equal(verified.ok ? 'verified' : verified.code, 'mac-mismatch');
  });

  test('C5: a hub does not stamp with a key that is not in use', () => {
    const context = { ...honest.stamp.context, acceptedAt: hubKey.notAfter + 1 };
    assert.throws(() => createStamp({ key: hubKey, tag: honest.tag, context }), { code: 'invalid-argument' });
  });
});

describe('C5: mounted with a real hub', () => {
  test('C5: a stamp under a key that the hub never published', async () => {
    const house = openHouse();
    const rogue = openHouse({ keys: [houseKey(2)] });
    const delivered = await say({ ...house, hub: rogue.hub }, house.mal, 'hello');
    assert.equal(verdict(receive(house, delivered)), 'key-unknown');
    assert.equal(judgement(house, report({ ...house, hub: rogue.hub }, delivered)), 'key-unknown');
  });

  test('C5: a rogue key under a known id', async () => {
    const house = openHouse();
    const rogue = openHouse({ keys: [houseKey(2, { keyId: 1 })] });
    const delivered = await say({ ...house, hub: rogue.hub }, house.mal, 'hello');
    assert.equal(verdict(receive(house, delivered)), 'signature-invalid');
    assert.equal(judgement(house, report({ ...house, hub: rogue.hub }, delivered)), 'mac-mismatch');
  });

  test('C5: an honest hub has no key in use and takes nothing, rather than stamp with an old one', async () => {
    const { notAfter, notBefore } = houseKey(1);
    for (const time of [notBefore - 1, notAfter + 1]) {
      let numbers = 0;
      const house = openHouse({ clock: () => time, store: { next: () => BigInt(++numbers) } });
      await assert.rejects(say(house, house.mal, 'hello'), { code: 'key-missing' });
      assert.equal(numbers, 0);
    }
  });

  test('C5: the key of an earlier period, carried on by a hub that sets its clock back', async () => {
    const keys = [houseKey(1, { notAfter: noon - 1 }), houseKey(2, { notBefore: noon })];
    const house = openHouse({ keys });
    const { mal, group } = house;
    const back = openHouse({ keys, clock: () => noon - 500 });
    const message = sealEnvelope(group, mal, draft(group, mal, 'backdated'));
    const delivered = await submit(back.hub, mal.account, message);
    assert.equal(verdict(receive(house, delivered, { last: { sequence: 0n, acceptedAt: noon } })), 'time-backwards');
  });
});

describe('C5: retired keys, whose private half anyone can read', () => {
  test('C5: an outsider signs for any account with the published key: no receiver shows it, no safety team takes it', async () => {
    const retired = houseKey(1, { notBefore: noon - 900_000, notAfter: noon - 1 });
    const current = houseKey(2, { notBefore: noon });
    const house = openHouse({ keys: [retired, current] });
    const known = [{ ...retired, retired: true }, current];
    const outsider = openHouse({ keys: [retired], clock: () => noon - 1 });
    const { mal, group } = house;
    const message = sealEnvelope(group, mal, draft(group, mal, 'words of an outsider'));
    const forged = await submit(outsider.hub, mal.account, message);
    assert.equal(verdict(receive(house, forged, { keys: known })), 'key-retired');
    const evidence = report({ ...house, hub: outsider.hub }, forged);
    const verified = verifyEvidence(evidence, { keys: known, hubId: houseHubId });
    assert.equal(verified.ok ? 'verified' : verified.code, 'key-retired');
  });

  test('C5: retirement is not undone by a stamp: the same key without the mark would have verified', async () => {
    const house = openHouse();
    const delivered = await say(house, house.mal, 'in its time');
    const [key] = house.hub.verifyKeys();
    assert.ok(key);
    const evidence = report(house, delivered);
    const outcome = (keys: typeof key) => verifyEvidence(evidence, { keys: [keys], hubId: houseHubId });
    assert.ok(outcome(key).ok);
    assert.ok(!outcome({ ...key, retired: true }).ok);
  });
});

describe('C5: MAC-only keys, under which a receiver can check nothing', () => {
  const macOnly = generateMacOnlyHubKey({ keyId: 3, notBefore: 0, notAfter: 2 * noon });

  test('C5: are not accepted by a messenger that did not ask for them', async () => {
    const house = openHouse({ keys: [macOnly] });
    const delivered = await say(house, house.mal, 'deniable');
    assert.equal(verdict(receive(house, delivered)), 'key-mac-only');
    assert.equal(verdict(receive(house, delivered, { acceptMacOnlyKeys: true })), 'shown');
  });

  test('C5: a signature under such a key says nothing and is refused on both sides, so that nobody takes it for one', async () => {
    const house = openHouse({ keys: [macOnly] });
    const { message, stamp } = await say(house, house.mal, 'deniable');
    const signed = join(stamp.subarray(0, -1), bytes(1), zeros(64));
    const received = receive(house, { message, stamp: signed }, { acceptMacOnlyKeys: true });
    assert.equal(verdict(received), 'signature-unexpected');
    const shown = receive(house, { message, stamp }, { acceptMacOnlyKeys: true });
    assert.ok(shown.ok);
    const { content } = openEnvelope(house.group, message);
    assert.equal(judgement(house, discloseMessage({ content, stamp: shown.stamp })), 'verified');
    const withSignature = { ...shown.stamp, signature: zeros(64) };
    assert.equal(judgement(house, discloseMessage({ content, stamp: withSignature })), 'signature-unexpected');
  });

  test('C5: a hub that takes a signing key for MAC-only is stopped: half a key signs nothing', () => {
    for (const half of [{ privateKey: null }, { publicKey: null }]) {
      const stamping = () =>
        createStamp({ key: { ...hubKey, ...half }, tag: honest.tag, context: honest.stamp.context });
      assert.throws(stamping, { code: 'invalid-argument' });
    }
  });
});
