/** Receiver verification of draft-ietf-mimi-protocol-06 §5.4.1.3, check by check. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CheckReceivedMimiInput,
  checkReceivedMimi,
  createFrank,
  encodeFrank,
  encodeFrankAad,
  encodeFrankingAgent,
  encodeMimiContent,
  type MimiContent,
} from '../../src/mimi/index.ts';
import { signWithLabel, verifyWithLabel } from '../../src/mimi/sign-with-label.ts';
import { ascii, bytes, flip, join, put, rawAuthenticatedData, rawItem, zeros } from '../support/raw.ts';
import {
  acceptedTimestamp,
  asReceived,
  frankingAgent,
  hubKey,
  type MimiSceneChange,
  makeContent,
  makeHubKey,
  makeScene,
  otherRoomUri,
  otherSenderUri,
  roomUri,
  senderUri,
} from './support/scene.ts';

const honest = makeScene('hello');

function outcome(input: CheckReceivedMimiInput): string {
  const received = checkReceivedMimi(input);
  return received.ok ? (received.frank ? 'shown' : 'shown without a frank') : received.code;
}

describe('what an honest hub franked is shown', () => {
  const scenes: [string, MimiSceneChange, Partial<CheckReceivedMimiInput>][] = [
    ['in suite 1', {}, {}],
    ['in suite 3', { suite: 3 }, { suite: 3 }],
    ['in ApplicationFraming', { framed: true }, { framed: true }],
    ['at time 0', { at: 0n }, {}],
    ['at the last time of a uint64', { at: 2n ** 64n - 1n }, {}],
  ];
  for (const [name, change, received] of scenes) {
    test(name, () => assert.equal(outcome(asReceived(makeScene('hello', change), received)), 'shown'));
  }

  test('and its content, sender, room and frank come out', () => {
    const received = checkReceivedMimi(asReceived(honest));
    assert.ok(received.ok);
    assert.equal(received.opened.senderUri, senderUri);
    assert.equal(received.opened.roomUri, roomUri);
    assert.deepEqual(received.opened.content, makeContent('hello'));
    assert.deepEqual(received.frank, honest.frank);
  });

  test('the agent may name the hub by its domain alone, in any case', () => {
    for (const identity of ['hub.example', 'HUB.example', 'mimi://hub.example/agent']) {
      const credential = { type: 'basic', identity: ascii(identity) } as const;
      const agent = encodeFrankingAgent({ signatureKey: hubKey.publicKey, credential });
      assert.equal(outcome(asReceived(honest, { frankingAgent: agent })), 'shown');
    }
  });
});

describe('each check of the draft', () => {
  const agentOf = (signatureKey: Uint8Array, identity = 'hub.example') =>
    encodeFrankingAgent({ signatureKey, credential: { type: 'basic', identity: ascii(identity) } });
  const x509 = encodeFrankingAgent({
    signatureKey: hubKey.publicKey,
    credential: { type: 'x509', certificates: [ascii('hub.example')] },
  });
  const other = makeScene('other words');
  const frankOf = (suite: number) => encodeFrank({ ...honest.frank, suite });
  const twoTags = rawAuthenticatedData(rawItem(0x0020, honest.frankingTag), rawItem(0x0020, honest.frankingTag));
  const noSender = encodeMimiContent(makeContent('hello', { senderUri: null }));
  const noRoom = encodeMimiContent(makeContent('hello', { roomUri: null }));

  const cases: [string, string, Partial<CheckReceivedMimiInput>][] = [
    ['B1: no tag', 'tag-missing', { authenticatedData: zeros(0) }],
    ['B3: two tags', 'tag-duplicate', { authenticatedData: twoTags }],
    ['B3: authenticated data cut short', 'authenticated-data-malformed', { authenticatedData: bytes(0x23, 0) }],
    ['B2: a tag of zeros', 'tag-mismatch', { authenticatedData: encodeFrankAad(zeros(32)) }],
    ['B4: the tag of another message', 'tag-mismatch', { authenticatedData: other.authenticatedData }],
    ['B4: other content under the tag', 'tag-mismatch', { applicationData: other.applicationData }],
    ['B6: content with a byte more', 'content-malformed', { applicationData: join(honest.applicationData, zeros(1)) }],
    ['B6: framed content where none is expected', 'content-malformed', { framed: true }],
    ['a content that names no sender', 'sender-missing', { applicationData: noSender }],
    ['a content that names no room', 'room-missing', { applicationData: noRoom }],
    ['B7: another account in the credential', 'sender-mismatch', { senderUri: otherSenderUri }],
    ['another room', 'room-mismatch', { roomUri: otherRoomUri }],
    ['C6: no frank', 'frank-missing', { frank: null }],
    ['C2: frank cut short', 'frank-malformed', { frank: encodeFrank(honest.frank).subarray(0, -1) }],
    ['C2: frank of nothing', 'frank-malformed', { frank: zeros(0) }],
    ['C7: frank for another suite', 'suite-mismatch', { frank: frankOf(3) }],
    ['C7: frank and group in another suite with Ed25519', 'signature-invalid', { frank: frankOf(3), suite: 3 }],
    ['C7: a suite with P-256', 'suite-unsupported', { frank: frankOf(2), suite: 2 }],
    ['C3: a millisecond later', 'signature-invalid', { acceptedTimestamp: acceptedTimestamp + 1n }],
    ['no franking agent', 'agent-missing', { frankingAgent: null }],
    ['a franking agent with a byte more', 'agent-malformed', { frankingAgent: join(frankingAgent, zeros(1)) }],
    ['a franking key of 31 bytes', 'agent-malformed', { frankingAgent: agentOf(zeros(31)) }],
    ['a franking key of small order', 'signature-invalid', { frankingAgent: agentOf(join(bytes(1), zeros(31))) }],
    ['C5: another franking key', 'signature-invalid', { frankingAgent: agentOf(makeHubKey('other').publicKey) }],
    ['the agent of a follower', 'hub-mismatch', { frankingAgent: agentOf(hubKey.publicKey, 'follower.example') }],
    [
      'an agent whose name ends like the hub’s',
      'hub-mismatch',
      { frankingAgent: agentOf(hubKey.publicKey, 'evilhub.example') },
    ],
    [
      'an agent with the hub’s name in its path',
      'hub-mismatch',
      { frankingAgent: agentOf(hubKey.publicKey, 'mimi://b.example/hub.example') },
    ],
    [
      'an agent with the hub’s name before an @',
      'hub-mismatch',
      { frankingAgent: agentOf(hubKey.publicKey, 'mimi://hub.example@b.example') },
    ],
    ['an agent with a certificate, which is not read here', 'hub-mismatch', { frankingAgent: x509 }],
    ['the hub under another domain', 'hub-mismatch', { hubDomain: 'other.example' }],
  ];
  for (const [name, code, change] of cases) {
    test(`${name}: ${code}`, () => assert.equal(outcome(asReceived(honest, change)), code));
  }

  /** The hub franks what the credential and the path say, and cannot read the content. */
  const frankedAs = (content: Partial<MimiContent>) => {
    const { applicationData, authenticatedData } = makeScene('hello', { content });
    const at = { key: hubKey, suite: 1, senderUri, roomUri, acceptedTimestamp };
    const frank = encodeFrank(createFrank({ ...at, authenticatedData }));
    return asReceived(honest, { applicationData, authenticatedData, frank });
  };

  test('B7: a content that names another sender than the account whom the hub franked: shown, its report would fail', () => {
    assert.equal(outcome(frankedAs({ senderUri: otherSenderUri })), 'sender-mismatch');
  });

  test('B8: a content that names another room than the one that it was sent to: shown, its report would fail', () => {
    assert.equal(outcome(frankedAs({ roomUri: otherRoomUri })), 'room-mismatch');
  });

  test('C7: a true frank of the hub in another suite than the group’s', () => {
    assert.equal(outcome(asReceived(makeScene('hello', { suite: 3 }))), 'suite-mismatch');
  });

  test('C8: a frank for a sender whom the content does not name', () => {
    const frank = createFrank({
      ...{ key: hubKey, suite: 1, authenticatedData: honest.authenticatedData },
      ...{ senderUri: otherSenderUri, roomUri, acceptedTimestamp },
    });
    assert.equal(outcome(asReceived(honest, { frank: encodeFrank(frank) })), 'signature-invalid');
  });

  for (const field of ['applicationData', 'authenticatedData', 'frank', 'frankingAgent'] as const) {
    test(`no flipped bit of ${field} is shown`, () => {
      const input = asReceived(honest);
      const data = input[field] ?? zeros(0);
      for (let bit = 0; bit < 8 * data.length; bit++) {
        const altered = flip(data, bit >> 3, bit & 7);
        if (sameDomain(field, altered)) continue;
        assert.notEqual(outcome({ ...input, [field]: altered }), 'shown', `bit ${bit}`);
      }
    });
  }

  /** A domain name reads the same in capitals: the flips of bit 5 in its letters. */
  function sameDomain(field: string, altered: Uint8Array): boolean {
    if (field !== 'frankingAgent') return false;
    const lower = (data: Uint8Array) => Buffer.from(data.subarray(36)).toString('latin1').toLowerCase();
    const key = Buffer.compare(altered.subarray(0, 36), frankingAgent.subarray(0, 36)) === 0;
    return key && lower(altered) === lower(frankingAgent);
  }

  test('a signature of 63 or 65 bytes does not verify', () => {
    const { signature } = honest.frank;
    for (const wrong of [signature.subarray(1), join(signature, zeros(1))]) {
      const frank = encodeFrank({ ...honest.frank, signature: wrong });
      assert.equal(outcome(asReceived(honest, { frank })), 'signature-invalid');
    }
  });
});

describe('what the draft shows without a frank, for a caller that asks for it', () => {
  const lenient = (change: Partial<CheckReceivedMimiInput>) =>
    outcome(asReceived(honest, { ...change, acceptUnfranked: true }));

  test('no tag, no frank, no agent, or a frank for another suite', () => {
    const changes = [{ authenticatedData: zeros(0) }, { frank: null }, { frankingAgent: null }, { suite: 3 }];
    for (const change of changes) assert.equal(lenient(change), 'shown without a frank');
  });

  test('a frank that is there and does not hold is refused all the same', () => {
    assert.equal(lenient({ acceptedTimestamp: 5n }), 'signature-invalid');
    assert.equal(lenient({ frank: zeros(3) }), 'frank-malformed');
    assert.equal(lenient({ senderUri: otherSenderUri, frank: null }), 'sender-mismatch');
    assert.equal(lenient({ frank: put(encodeFrank(honest.frank), 0, zeros(32)) }), 'signature-invalid');
  });
});

describe('the hub', () => {
  const input = {
    ...{ key: hubKey, suite: 1, authenticatedData: honest.authenticatedData },
    ...{ senderUri, roomUri, acceptedTimestamp },
  };

  test('refuses to frank in a suite without Ed25519', () => {
    for (const suite of [0, 2, 4, 5, 6, 7, 0xf000]) {
      assert.throws(() => createFrank({ ...input, suite }), { name: 'FrankingError', code: 'suite-unsupported' });
    }
  });

  test('refuses a message without exactly one tag', () => {
    const code = (authenticatedData: Uint8Array) => {
      try {
        createFrank({ ...input, authenticatedData });
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'franked';
    };
    assert.equal(code(zeros(0)), 'tag-missing');
    assert.equal(code(join(honest.authenticatedData, zeros(1))), 'authenticated-data-malformed');
    assert.equal(code(honest.authenticatedData), 'franked');
  });

  test('A8: neither it nor the sender takes a key that HMAC would pad to another', () => {
    const short = { ...hubKey, hubKey: hubKey.hubKey.subarray(1) };
    assert.throws(() => createFrank({ ...input, key: short }), { code: 'invalid-argument' });
  });
});

test('C7: VerifyWithLabel holds in suites with Ed25519 alone, even for a signature that Ed25519 would verify', () => {
  const content = ascii('content');
  const signature = signWithLabel(1, hubKey.privateKey, 'label', content);
  for (const suite of [1, 3]) assert.ok(verifyWithLabel(suite, hubKey.publicKey, 'label', content, signature));
  for (const suite of [0, 2, 4, 5, 6, 7]) {
    assert.equal(verifyWithLabel(suite, hubKey.publicKey, 'label', content, signature), false);
  }
  assert.equal(verifyWithLabel(1, hubKey.publicKey, 'other label', content, signature), false);
});
