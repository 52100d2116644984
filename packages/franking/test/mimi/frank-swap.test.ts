/**
 * C1, the frank swap against draft-ietf-mimi-protocol-06 as written.
 *
 * `FrankingIntegrityTBS` holds server_frank, cipher suite and context (sender, room, time), and not the franking tag. The receiver
 * cannot check `server_frank`: that takes hub_key. So whatever provider stands between hub and receiver can put the frank and
 * timestamp of one message on another of the same sender in the same room:
 *
 *   1. Alice's device sends A (harmless) and B (abusive); the hub franks both, honestly.
 *   2. The follower delivers B with the frank and timestamp of A.
 *   3. The receiver makes every check of §5.4.1.3. All hold. B is shown.
 *   4. The receiver reports B with what it stored. The hub recomputes server_frank over B's tag, and rejects the report.
 *
 * The follower learns which two messages have one sender from that sender, who is the one to profit, or because it is the
 * sender's own provider and one of theirs is the receiver's too. Neither hub nor receiver did anything wrong. MLS does not help:
 * the swap leaves the MLSMessage as it is, and frank and timestamp travel beside it (FanoutMessage, §5.5).
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as f1 from '../../src/index.ts';
import { frankingIntegrityLabel, frankingIntegrityTbs } from '../../src/mimi/franking-integrity.ts';
import {
  type CheckReceivedMimiInput,
  checkReceivedMimi,
  encodeFrank,
  readFrankAad,
  reviewParts,
  verifyAbuseReport,
} from '../../src/mimi/index.ts';
import { signWithLabel, verifyWithLabel } from '../../src/mimi/sign-with-label.ts';
import { join } from '../support/raw.ts';
import * as f1Scene from '../support/scene.ts';
import {
  acceptedTimestamp,
  asReceived,
  hubKey,
  type MimiScene,
  makeReport,
  makeScene,
  otherRoomUri,
  otherSenderUri,
  roomUri,
  senderUri,
  suite,
} from './support/scene.ts';

const harmless = makeScene('good morning');
const abusive = makeScene('I will hurt you', { at: acceptedTimestamp + 60_000n });

/** B on its way through the follower. */
const swapped: MimiScene = {
  ...abusive,
  frank: harmless.frank,
  acceptedTimestamp: harmless.acceptedTimestamp,
};

describe('C1: frank swap against the draft as written', () => {
  test('C1: both messages as the hub sent them are shown, and their reports hold', () => {
    for (const scene of [harmless, abusive]) {
      assert.ok(checkReceivedMimi(asReceived(scene)).ok);
      assert.deepEqual(judged(scene), ['ok']);
    }
  });

  test('C1: the abusive message with the frank of the harmless one passes every check, and its words are shown', () => {
    const received = checkReceivedMimi(asReceived(swapped));
    assert.ok(received.ok);
    assert.deepEqual(
      reviewParts(received.opened.content.body).map(({ text }) => text),
      ['I will hurt you'],
    );
    assert.deepEqual(received.frank, harmless.frank);
  });

  test('C1: the honest report about it is rejected by the hub', () => {
    assert.deepEqual(judged(swapped), ['frank-mismatch']);
  });

  test('C1: the judge sees that the hub signed the frank for other words, and not who exchanged it: a forger looks the same', () => {
    const verified = verifyAbuseReport(makeReport([swapped]), { roomUri, keys: [hubKey] });
    assert.ok(verified.ok);
    const [message] = verified.messages;
    assert.ok(message && !message.ok);
    assert.match(message.detail, /the hub signed the frank for another message/);
    const forged = { ...harmless, applicationData: abusive.applicationData };
    const judgedForger = verifyAbuseReport(makeReport([forged]), { roomUri, keys: [hubKey] });
    assert.ok(judgedForger.ok);
    assert.deepEqual(judgedForger.messages, verified.messages);
  });

  test('C1: the same swap moves the message in time: what was sent a minute later is shown as earlier', () => {
    const order = [harmless, swapped].map(({ acceptedTimestamp: time }) => time);
    assert.deepEqual(order, [acceptedTimestamp, acceptedTimestamp]);
    const back = { ...harmless, frank: abusive.frank, acceptedTimestamp: abusive.acceptedTimestamp };
    assert.ok(checkReceivedMimi(asReceived(back)).ok);
  });

  test('C1: it takes a frank of the same sender and the same room', () => {
    const ofSender = makeScene('hello', { content: { senderUri: otherSenderUri } });
    const ofRoom = makeScene('hello', { content: { roomUri: otherRoomUri } });
    for (const { frank } of [ofSender, ofRoom]) {
      const received = checkReceivedMimi(asReceived(abusive, { frank: encodeFrank(frank) }));
      assert.equal(received.ok ? 'shown' : received.code, 'signature-invalid');
    }
  });
});

/** The smallest repair: `FrankingIntegrityTBS` with one field more, `uint8 franking_tag[32]`. */
describe('C1: frank swap against the draft with the franking tag signed too', () => {
  const resigned = (scene: MimiScene): MimiScene => ({
    ...scene,
    frank: {
      ...scene.frank,
      signature: signWithLabel(suite, hubKey.privateKey, frankingIntegrityLabel, repaired(scene)),
    },
  });
  const [repairedHarmless, repairedAbusive] = [resigned(harmless), resigned(abusive)];
  const repairedSwap: MimiScene = {
    ...repairedAbusive,
    frank: repairedHarmless.frank,
    acceptedTimestamp: repairedHarmless.acceptedTimestamp,
  };

  test('C1: what the hub sent verifies', () => {
    for (const scene of [repairedHarmless, repairedAbusive]) assert.ok(repairedCheck(asReceived(scene), scene.frank));
  });

  test('C1: the swap fails at the receiver, so that what is shown can be reported', () => {
    assert.equal(repairedCheck(asReceived(repairedSwap), repairedSwap.frank), false);
  });

  test('C1: with the tag of the harmless message in the authenticated data it fails, too: MLS and the tag check hold that', () => {
    const input = asReceived({ ...repairedSwap, authenticatedData: repairedHarmless.authenticatedData });
    assert.ok(repairedCheck(input, repairedSwap.frank), 'the signature alone would hold');
    const received = checkReceivedMimi(asReceived({ ...swapped, authenticatedData: harmless.authenticatedData }));
    assert.equal(received.ok ? 'shown' : received.code, 'tag-mismatch');
  });

  function repaired({ frank, frankingTag, acceptedTimestamp: time }: MimiScene): Uint8Array {
    const context = { senderUri, roomUri, acceptedTimestamp: time };
    return join(frankingIntegrityTbs({ ...frank, context }), frankingTag);
  }

  /** The receiver's signature check, over the tag that MLS authenticated. */
  function repairedCheck(input: CheckReceivedMimiInput, frank: MimiScene['frank']): boolean {
    const context = { senderUri, roomUri, acceptedTimestamp: input.acceptedTimestamp };
    const content = join(frankingIntegrityTbs({ ...frank, context }), readFrankAad(input.authenticatedData));
    return verifyWithLabel(suite, hubKey.publicKey, frankingIntegrityLabel, content, frank.signature);
  }
});

describe('C1: frank swap against F1', () => {
  const [calm, rude] = [
    f1Scene.makeScene({ label: 'calm', parts: [{ type: 'text', text: 'good morning' }] }),
    f1Scene.makeScene({ label: 'rude', parts: [{ type: 'text', text: 'I will hurt you' }] }),
  ];
  const code = (stamp: Uint8Array) => {
    const received = f1.checkReceived(f1Scene.asReceived(rude, { stamp }));
    return received.ok ? 'shown' : received.code;
  };

  test('C1: the own stamp is shown', () => {
    assert.equal(code(f1.encodeStamp(rude.stamp)), 'shown');
    assert.equal(code(f1.encodeCompactStamp(rude.stamp)), 'shown');
  });

  test('C1: the stamp of the calm message is refused, full and compact', () => {
    assert.equal(code(f1.encodeStamp(calm.stamp)), 'message-mismatch');
    assert.equal(code(f1.encodeCompactStamp(calm.stamp)), 'signature-invalid');
  });

  test('C1: and still with the hash of the other message written into it', () => {
    const { messageHash } = rude.stamp.context;
    const stamp = { ...calm.stamp, context: { ...calm.stamp.context, messageHash } };
    assert.equal(code(f1.encodeStamp(stamp)), 'signature-invalid');
  });
});

function judged(scene: MimiScene): string[] {
  const verified = verifyAbuseReport(makeReport([scene]), { roomUri, keys: [hubKey] });
  assert.ok(verified.ok);
  return verified.messages.map((message) => (message.ok ? 'ok' : message.code));
}
