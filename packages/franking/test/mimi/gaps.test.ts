/**
 * What F0 cannot do, shown (docs/spec/franking-f0.md §7). These tests hold a gap of draft-ietf-mimi-protocol-06 open: one that
 * fails says that the draft changed, or that F0 is no longer the draft. Beside each stands what F1 does instead.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as f1 from '../../src/index.ts';
import {
  checkReceivedMimi,
  decodeFrank,
  encodeFrank,
  encodeMimiContent,
  frameContent,
  type NestedPart,
  unframeContent,
  verifyAbuseReport,
} from '../../src/mimi/index.ts';
import { flip, zeros } from '../support/raw.ts';
import * as f1Scene from '../support/scene.ts';
import {
  acceptedTimestamp,
  asReceived,
  hubKey,
  type MimiScene,
  makeContent,
  makeHubKey,
  makeReport,
  makeScene,
  roomUri,
  utf8,
} from './support/scene.ts';

function judge(scenes: readonly MimiScene[], keys = [hubKey], framed = false): string[] {
  const verified = verifyAbuseReport(makeReport(scenes), { roomUri, keys, framed });
  assert.ok(verified.ok);
  return verified.messages.map((message) => (message.ok ? 'ok' : message.code));
}

describe('gap 2: no sequence, epoch, group id or hash of the wire bytes', () => {
  const [one, two, three] = ['a', 'b', 'c'].map((text) => makeScene(text)) as [MimiScene, MimiScene, MimiScene];

  test('A10: a report that leaves out the message between two others looks complete', () => {
    assert.deepEqual(judge([one, three]), ['ok', 'ok']);
    assert.deepEqual(judge([one, two, three]), ['ok', 'ok', 'ok']);
  });

  test('A10: F1 numbers the messages, so the gap between 41 and 43 is there to be shown', () => {
    const sequences = [41n, 43n].map((sequence) => {
      const scene = f1Scene.makeScene({ context: { sequence } });
      const options = { keys: [f1Scene.hubKey], hubId: f1Scene.hubId };
      const verified = f1.verifyEvidence(f1Scene.asEvidence(scene), options);
      return verified.ok ? verified.stamp.context.sequence : null;
    });
    assert.deepEqual(sequences, [41n, 43n]);
  });

  test('C4: messages of one millisecond have no order, and a receiver takes them in any', () => {
    for (const order of [
      [one, two],
      [two, one],
    ]) {
      assert.deepEqual(
        order.map((scene) => checkReceivedMimi(asReceived(scene)).ok),
        [true, true],
      );
    }
  });

  test('C4: the check does not know what it saw: the same message is accepted twice. F1 refuses a number that is not new', () => {
    const results = [one, one].map((scene) => checkReceivedMimi(asReceived(scene)).ok);
    assert.deepEqual(results, [true, true]);
    const scene = f1Scene.makeScene();
    const { sequence, acceptedAt } = scene.stamp.context;
    const again = f1.checkReceived(f1Scene.asReceived(scene, { last: { sequence, acceptedAt } }));
    assert.equal(again.ok ? 'shown' : again.code, 'sequence-not-new');
  });

  test('A5: one content sent twice is two messages to the judge, with one message id', () => {
    const again = { ...makeScene('a', { at: acceptedTimestamp + 1n }) };
    const verified = verifyAbuseReport(makeReport([one, again]), { roomUri, keys: [hubKey] });
    assert.ok(verified.ok);
    const ids = verified.messages.map((message) => message.ok && f1.toBase64Url(message.opened.messageId));
    assert.equal(ids[0], ids[1]);
    assert.deepEqual(judge([one, again]), ['ok', 'ok']);
  });
});

describe('gap 3: the frank does not name the key that made it', () => {
  const next = makeHubKey('next hub key', acceptedTimestamp + 3_600_000n);

  test('where two keys overlap, the judge has to try both', () => {
    const [old, young] = [makeScene('a'), makeScene('a', { key: next })];
    assert.deepEqual(
      [old, young].map((scene) => encodeFrank(scene.frank).length),
      [100, 100],
    );
    assert.deepEqual(judge([old], [next, hubKey]), ['ok']);
    assert.deepEqual(judge([young], [next, hubKey]), ['ok']);
    assert.deepEqual(judge([young], [hubKey]), ['frank-mismatch']);
  });

  test('an unknown key and altered words look the same. F1 says which key is missing', () => {
    const young = makeScene('a', { key: next });
    const forged = { ...young, applicationData: encodeMimiContent(makeContent('b')) };
    assert.deepEqual(judge([young], [hubKey]), judge([forged], [hubKey]));
    const other = f1.generateHubKey({ keyId: 9, notBefore: 0, notAfter: 2 ** 47 });
    const scene = f1Scene.makeScene({ key: other });
    const verified = f1.verifyEvidence(f1Scene.asEvidence(scene), { keys: [f1Scene.hubKey], hubId: f1Scene.hubId });
    assert.equal(verified.ok ? 'ok' : verified.code, 'key-unknown');
  });
});

describe('gap 4: a frank is optional', () => {
  const scene = makeScene('I will hurt you');
  const asDrafted = (change: Parameters<typeof asReceived>[1]) => {
    const received = checkReceivedMimi(asReceived(scene, { ...change, acceptUnfranked: true }));
    return received.ok && received.frank === null;
  };

  test('C6: a provider that takes the frank away makes the message unreportable, and the draft lets it be shown', () => {
    assert.ok(asDrafted({ frank: null }));
  });

  test('C6, C7: one flipped bit of the suite does the same, and spares the signature check', () => {
    const frank = flip(encodeFrank(scene.frank), 33, 1);
    assert.equal(decodeFrank(frank).suite, 3);
    assert.ok(asDrafted({ frank }));
  });

  test('B1: a sender that leaves out the tag sends what nobody can report', () => {
    assert.ok(asDrafted({ authenticatedData: zeros(0) }));
  });

  test('unless asked, this package refuses all three; F1 leaves no choice', () => {
    const code = (change: Parameters<typeof asReceived>[1]) => {
      const received = checkReceivedMimi(asReceived(scene, change));
      return received.ok ? 'shown' : received.code;
    };
    assert.equal(code({ frank: null }), 'frank-missing');
    assert.equal(code({ frank: flip(encodeFrank(scene.frank), 33, 1) }), 'suite-mismatch');
    assert.equal(code({ authenticatedData: zeros(0) }), 'tag-missing');
  });
});

describe('gap 6: a message is disclosed whole or not at all', () => {
  const part = (text: string): NestedPart => ({
    ...{ disposition: 1, language: '', type: 'single', contentType: 'text/plain' },
    content: utf8(text),
  });
  const body = (second: string): NestedPart => ({
    ...{ disposition: 1, language: '', type: 'multi', semantics: 'processAll' },
    parts: [part('I will hurt you'), part(second)],
  });

  test('without its second part the message no longer verifies', () => {
    const scene = makeScene('two parts', { content: { body: body('a secret of mine') } });
    const redacted = encodeMimiContent(makeContent('two parts', { body: body('') }));
    assert.deepEqual(judge([scene]), ['ok']);
    assert.deepEqual(judge([{ ...scene, applicationData: redacted }]), ['frank-mismatch']);
  });

  test('F1 opens one part and keeps the other', () => {
    const scene = f1Scene.makeScene();
    const options = { keys: [f1Scene.hubKey], hubId: f1Scene.hubId };
    const verified = f1.verifyEvidence(f1Scene.asEvidence(scene, [1]), options);
    assert.ok(verified.ok);
    assert.deepEqual([verified.parts.map(({ index }) => index), verified.hidden], [[1], [2, 3]]);
  });
});

test('gap 9: "message_content (ex: MIMI Content message)" of a framed message does not give the hub the tag', () => {
  const scene = makeScene('framed', { framed: true });
  const inner = unframeContent(scene.applicationData);
  assert.deepEqual(judge([scene], [hubKey], true), ['ok']);
  assert.deepEqual(judge([{ ...scene, applicationData: inner }]), ['frank-mismatch']);
  assert.deepEqual(judge([{ ...scene, applicationData: frameContent(inner) }], [hubKey], true), ['ok']);
});
