import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findContradictions, verifyEvidence } from '@wellhouse/franking';
import { hubId } from './harness.ts';
import { createHouse, type House } from './mls-house.ts';

const [ana, ben, mal] = ['ana', 'ben', 'mal'].map((name) => `${name}@${hubId}`) as [string, string, string];

/** Ana's phone founds a group with Mal's phone, and with Ben's phone and laptop. */
async function houseOfThree() {
  const house = createHouse();
  const phones = { ana: await house.device(ana), mal: await house.device(mal), ben: await house.device(ben) };
  const laptop = await house.device(ben);
  await house.found(phones.ana);
  await house.add(phones.ana, phones.mal, phones.ben, laptop);
  return { house, ...phones, laptop };
}

function verified(house: House, evidence: Parameters<typeof verifyEvidence>[0]) {
  const result = verifyEvidence(evidence, { keys: house.keys, hubId });
  assert.ok(result.ok);
  return result;
}

test('two devices of one account: either reports what it received, and both bring one piece of evidence', async () => {
  const { house, mal: sender, ben: phone, laptop } = await houseOfThree();
  const sequence = await sender.say('I will hurt you');
  const [one, two] = [phone.report(sequence), laptop.report(sequence)];
  for (const evidence of [one, two]) assert.equal(house.level(evidence, ben), 'VERIFIED');
  // one number, one statement of the hub: what the safety server counts once (hub, group, sequence)
  assert.deepEqual(one, two);
  assert.deepEqual(findContradictions([verified(house, one), verified(house, two)]), []);
  // what one of them keeps back, the other opens: still one message
  const hidden = phone.report(sequence, []);
  assert.deepEqual(verified(house, hidden).hidden, [1]);
  assert.deepEqual(findContradictions([verified(house, hidden), verified(house, two)]), []);
  assert.equal(house.level(one, mal), 'VERIFIED', 'a member, whoever it is');
});

test('a message of one’s own other device is checked, kept and reportable like anybody’s, and so is one’s own', async () => {
  const { house, ben: phone, laptop, ana: other } = await houseOfThree();
  const sequence = await laptop.say('written on the laptop');
  for (const device of [phone, laptop, other]) {
    const evidence = device.report(sequence);
    assert.equal(house.level(evidence, device.accountId), 'VERIFIED');
    assert.equal(verified(house, evidence).stamp.context.sender, ben, 'the account counts, not the device');
  }
  assert.deepEqual(phone.report(sequence), laptop.report(sequence));
});

test('a second device begins nothing and ends nothing: the account’s span is that of its first and last leaf', async () => {
  const house = createHouse();
  const [first, phone, laptop] = [await house.device(ana), await house.device(ben), await house.device(ben)];
  await house.found(first);
  await house.add(first, phone); // into epoch 1
  await house.add(first, laptop); // into epoch 2
  const spans = () => house.groups.membershipsOf(ben, [house.groupId])[0]?.spans;
  assert.deepEqual(spans(), [{ from: 1, to: 2 }]);
  await house.remove(first, phone); // two commits: into epoch 4
  assert.deepEqual(spans(), [{ from: 1, to: 4 }]);
  await house.remove(first, laptop); // into epoch 6; the last that the account read is 4
  await first.say('alone');
  assert.deepEqual(spans(), [{ from: 1, to: 4 }]);
});

test('a device that is lost takes its messages along: a new one has no keys to what came before it joined', async () => {
  const { house, ana: other, mal: sender, ben: phone, laptop } = await houseOfThree();
  const sequence = await sender.say('before');
  const store = new Map(phone.kept);
  await house.remove(other, phone, laptop); // both are lost
  const fresh = await house.device(ben);
  await house.add(other, fresh);
  for (const one of house.delivered) assert.equal(await fresh.receive(one), false);
  assert.throws(() => fresh.report(sequence), /holds no message/);
  const later = await sender.say('after');
  assert.equal(house.level(fresh.report(later), ben), 'VERIFIED');

  // an account that brings its store along (a backup of content and stamp) can report: the hub still knows that it was there
  for (const [number, kept] of store) fresh.kept.set(number, kept);
  assert.equal(house.level(fresh.report(sequence), ben), 'VERIFIED');
});

test('a removed device of an account that stays keeps what it held, and reads nothing more', async () => {
  const { house, ana: other, mal: sender, ben: phone, laptop } = await houseOfThree();
  const held = await sender.say('held by both');
  await house.remove(other, laptop);
  const missed = await sender.say('after the laptop was thrown out');
  assert.deepEqual([...phone.kept.keys()], [held, missed]);
  assert.deepEqual([...laptop.kept.keys()], [held]);
  assert.equal(house.level(laptop.report(held), ben), 'VERIFIED');
  // the hub vouches for accounts: what the phone hands over to the laptop is the account's own
  laptop.kept.set(missed, phone.kept.get(missed) ?? assert.fail());
  assert.equal(house.level(laptop.report(missed), ben), 'VERIFIED');
});

test('D3: a removed member reports the epochs it held, and what a member hands it of later ones proves nothing', async () => {
  const { house, ana: other, mal: sender, ben: phone, laptop } = await houseOfThree();
  const held = await sender.say('while Ben was there');
  await house.remove(other, phone, laptop);
  const later = await sender.say('when Ben had gone');
  assert.equal(house.level(phone.report(held), ben), 'VERIFIED');
  phone.kept.set(later, other.kept.get(later) ?? assert.fail());
  assert.equal(verified(house, phone.report(later)).stamp.context.sender, mal, 'its cryptography holds');
  assert.equal(house.level(phone.report(later), ben), 'ASSERTED');
  assert.equal(house.level(other.report(later), ana), 'VERIFIED', 'who was there can report it');
});

test('history that a member shares with a newcomer verifies, and is the newcomer’s word all the same', async () => {
  const { house, ana: other, mal: sender } = await houseOfThree();
  const old = await sender.say('before Cleo');
  const cleo = await house.device(`cleo@${hubId}`);
  await house.add(other, cleo);
  const first = await sender.say('hello Cleo');
  cleo.kept.set(old, other.kept.get(old) ?? assert.fail());
  assert.equal(house.level(cleo.report(old), cleo.accountId), 'ASSERTED');
  assert.equal(house.level(cleo.report(first), cleo.accountId), 'VERIFIED');
});

test('the spans are exact: a device’s keys open a message if and only if the token vouches for its epoch', async () => {
  const { house, ana: other, mal: sender, ben: phone, laptop } = await houseOfThree();
  const opened = new Map<string, Set<number>>([phone, laptop, other].map((one) => [one.accountId, new Set()]));
  const sayAndOffer = async (text: string) => {
    await sender.say(text);
    for (const one of [phone, laptop, other]) {
      const at = house.delivered.at(-1);
      if (at !== undefined && one.kept.has(at.sequence)) opened.get(one.accountId)?.add(Number(at.epoch));
    }
  };
  await sayAndOffer('all');
  await house.remove(other, phone, laptop);
  await sayAndOffer('without Ben');
  await house.add(other, phone);
  await sayAndOffer('with Ben again');
  await sayAndOffer('and once more');
  await house.remove(other, phone);
  await sayAndOffer('without');
  await sayAndOffer('still without');
  const epochs = [...new Set(house.delivered.map(({ epoch }) => Number(epoch)))];
  assert.equal(epochs.length, 4);
  for (const account of [ana, ben]) {
    const vouched = epochs.filter((epoch) => house.spansHold(account, epoch));
    assert.deepEqual([...(opened.get(account) ?? [])], vouched, account);
  }
  assert.deepEqual(
    epochs.map((epoch) => house.spansHold(ben, epoch)),
    [true, false, true, false],
  );
});

test('a message of the epoch that a removal has ended is refused, so none is delivered that a span would miss', async () => {
  const { house, ana: other, mal: sender, ben: phone, laptop } = await houseOfThree();
  const state = sender.state();
  await house.remove(other, phone, laptop);
  sender.adopt(state); // in flight: encrypted before the removal came back to the sender
  await assert.rejects(sender.say('too late'), /epoch-passed/);
  assert.equal(house.delivered.length, 0);
});
