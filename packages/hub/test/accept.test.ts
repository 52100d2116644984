import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkReceived, discloseMessage, verifyEvidence } from '@wellhouse/franking';
import { type AcceptedMessage, createHub, memorySequenceStore } from '../src/index.ts';
import { groupId, hubId, key, makeHub, now, sender, submit } from './support/submission.ts';

test('an accepted message is shown by a receiver and proves itself in a report', async () => {
  const hub = makeHub();
  const submission = submit('hello');
  const { stamp, sequence, acceptedAt } = await hub.accept(submission);
  assert.deepEqual([sequence, acceptedAt, stamp.length], [1n, now, 100]);
  const received = checkReceived({ ...submission, stamp, hubId, keys: hub.publicKeys(), last: null, now });
  assert.ok(received.ok, received.ok ? '' : received.code);
  const evidence = discloseMessage({ content: submission.content, stamp: received.stampBytes });
  const verified = verifyEvidence(evidence, { keys: hub.verifyKeys(), hubId });
  assert.ok(verified.ok);
  assert.equal(verified.stamp.context.sender, sender);
});

test('a stamp names the authenticated account, whatever the content says', async () => {
  const hub = makeHub();
  const submission = submit('I am Ana', { sender: 'mal@messenger.localhost' });
  const { stamp } = await hub.accept(submission);
  const input = { ...submission, stamp, hubId, keys: hub.publicKeys(), last: null, now };
  const asMal = checkReceived(input);
  assert.equal(asMal.ok ? 'shown' : asMal.code, 'sender-mismatch');
  const asAna = checkReceived({ ...input, sender });
  assert.equal(asAna.ok ? 'shown' : asAna.code, 'signature-invalid');
});

describe('sequences', () => {
  test('concurrent accepts get distinct numbers without gaps, each group its own', async () => {
    const hub = makeHub({ store: slowStore() });
    const groups = [1, 2, 3].map((value) => new Uint8Array(16).fill(value));
    const accepted = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const group = groups[index % 3] ?? groupId;
        return { index, group: index % 3, ...(await hub.accept(submit('x', { groupId: group }))) };
      }),
    );
    for (const group of [0, 1, 2]) {
      const numbers = accepted.filter((item) => item.group === group).map(({ sequence }) => Number(sequence));
      assert.deepEqual(
        numbers,
        Array.from({ length: 100 }, (_, index) => index + 1),
        'numbers follow the order of submission',
      );
    }
  });

  test('the same message submitted twice is two messages with two numbers', async () => {
    const hub = makeHub();
    const submission = submit('again');
    const [first, second] = await Promise.all([hub.accept(submission), hub.accept(submission)]);
    assert.deepEqual([first.sequence, second.sequence], [1n, 2n]);
    assert.notDeepEqual(first.stamp, second.stamp);
  });

  test('refused messages take no number', async () => {
    const hub = makeHub();
    await hub.accept(submit('one'));
    await assert.rejects(hub.accept(submit('no tag', { authenticatedData: new Uint8Array() })));
    await assert.rejects(hub.accept(submit('too large', { message: new Uint8Array(200_000) })));
    assert.equal((await hub.accept(submit('two'))).sequence, 2n);
  });

  test('a store that fails once fails one message; the group goes on', async () => {
    const store = memorySequenceStore();
    let fail = false;
    const hub = makeHub({
      store: {
        next(group) {
          if (fail) throw new Error('disk full');
          return store.next(group);
        },
      },
    });
    await hub.accept(submit('one'));
    fail = true;
    await assert.rejects(hub.accept(submit('lost')), /disk full/);
    fail = false;
    assert.equal((await hub.accept(submit('two'))).sequence, 2n);
  });

  test('a slow group does not hold up another', async () => {
    const store = memorySequenceStore();
    const held = Promise.withResolvers<void>();
    const slow = new Uint8Array(16).fill(9);
    const hub = makeHub({
      store: {
        next: async (group) => (group[0] === 9 ? held.promise.then(() => store.next(group)) : store.next(group)),
      },
    });
    const waiting = hub.accept(submit('slow', { groupId: slow }));
    assert.equal((await hub.accept(submit('fast'))).sequence, 1n);
    held.resolve();
    assert.equal((await waiting).sequence, 1n);
  });
});

describe('time', () => {
  test('a clock that goes back never takes a group’s times back with it', async () => {
    const readings = [now, now - 50_000, now + 5, now - 1, now + 3];
    const hub = makeHub({ clock: () => readings.shift() ?? now });
    const accepted: AcceptedMessage[] = [];
    for (let index = 0; index < 5; index++) accepted.push(await hub.accept(submit(`message ${index}`)));
    assert.deepEqual(
      accepted.map(({ acceptedAt }) => acceptedAt - now),
      [0, 0, 5, 5, 5],
    );
  });

  test('under concurrency, times are monotone in the sequence', async () => {
    let tick = 0;
    const hub = makeHub({ store: slowStore(), clock: () => now + ((tick++ * 7919) % 101) });
    const accepted = await Promise.all(Array.from({ length: 200 }, () => hub.accept(submit('x'))));
    const bySequence = accepted.toSorted((a, b) => Number(a.sequence - b.sequence));
    for (const [index, { acceptedAt }] of bySequence.entries()) {
      assert.ok(acceptedAt >= (bySequence[index - 1]?.acceptedAt ?? 0));
    }
  });

  test('another group keeps the time of the clock', async () => {
    const readings = [now + 1_000, now];
    const hub = makeHub({ clock: () => readings.shift() ?? now });
    await hub.accept(submit('ahead'));
    const other = await hub.accept(submit('other group', { groupId: new Uint8Array(16).fill(2) }));
    assert.equal(other.acceptedAt, now);
  });

  test('after a restart the store says where a group’s times stood', async () => {
    const asked: number[] = [];
    const store = {
      ...memorySequenceStore(),
      lastAcceptedAt: (group: Uint8Array) => {
        asked.push(group[0] ?? 0);
        return group[0] === 1 ? now + 500 : null;
      },
    };
    const hub = makeHub({ store });
    assert.equal((await hub.accept(submit('first'))).acceptedAt, now + 500);
    assert.equal((await hub.accept(submit('second'))).acceptedAt, now + 500);
    assert.equal((await hub.accept(submit('new group', { groupId: new Uint8Array([7]) }))).acceptedAt, now);
    assert.deepEqual(asked, [1, 7]);
  });
});

describe('keys', () => {
  test('the newest key in use stamps, and a replaced set is used from the next message on', async () => {
    const older = { ...key, keyId: 5, notBefore: now - 9_000_000 };
    const newer = { ...key, keyId: 6, notBefore: now };
    const future = { ...key, keyId: 7, notBefore: now + 1 };
    const hub = createHub({ hubId, keys: [older, newer, future], store: memorySequenceStore(), clock: () => now });
    const keyIdOf = ({ stamp }: AcceptedMessage) => new DataView(stamp.buffer, stamp.byteOffset).getUint32(1);
    assert.equal(keyIdOf(await hub.accept(submit('x'))), 6);
    hub.replaceKeys([older]);
    assert.equal(keyIdOf(await hub.accept(submit('x'))), 5);
  });

  test('verifying keys hold no private key, public keys no MAC key either', () => {
    const hub = makeHub();
    assert.deepEqual(Object.keys(hub.verifyKeys()[0] ?? {}).sort(), [
      'keyId',
      'macKey',
      'notAfter',
      'notBefore',
      'publicKey',
    ]);
    assert.deepEqual(Object.keys(hub.publicKeys()[0] ?? {}).sort(), ['keyId', 'notAfter', 'notBefore', 'publicKey']);
  });

  test('a hub without a name is refused at once', () => {
    for (const name of ['', 'x'.repeat(256), '\ud800']) assert.throws(() => makeHub({ hubId: name }), /hub id/);
  });
});

/** Answers after a few turns of the event loop, later ones sooner: order has to come from the hub. */
function slowStore() {
  const store = memorySequenceStore();
  let calls = 0;
  return {
    async next(group: Uint8Array) {
      for (let turns = calls++ % 5; turns < 5; turns++) await new Promise(setImmediate);
      return store.next(group);
    },
  };
}
