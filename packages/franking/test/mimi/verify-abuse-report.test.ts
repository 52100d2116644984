/** The hub as judge of a report (draft-ietf-mimi-protocol-06 §5.9). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AbuseReport,
  type AbusiveMessage,
  decodeAbuseReport,
  encodeAbuseReport,
  encodeMimiContent,
  verifyAbuseReport,
} from '../../src/mimi/index.ts';
import { flip, join, zeros } from '../support/raw.ts';
import {
  acceptedTimestamp,
  hubKey,
  type MimiScene,
  makeContent,
  makeHubKey,
  makeReport,
  makeScene,
  otherRoomUri,
  otherSenderUri,
  roomUri,
} from './support/scene.ts';

const options = { roomUri, keys: [hubKey] };
const [first, second] = [makeScene('first'), makeScene('second', { at: acceptedTimestamp + 5n })];

/** A report of `scenes` whose first message was altered. */
function altered(change: (message: AbusiveMessage) => Partial<AbusiveMessage>, ...scenes: MimiScene[]): Uint8Array {
  const report = decodeAbuseReport(makeReport(scenes.length > 0 ? scenes : [first]));
  report.messages = report.messages.map((message, index) =>
    index === 0 ? { ...message, ...change(message) } : message,
  );
  return encodeAbuseReport(report);
}

function outcomes(bytes: Uint8Array, change: Partial<typeof options & { framed: boolean }> = {}): string[] {
  const verified = verifyAbuseReport(bytes, { ...options, ...change });
  return verified.ok ? verified.messages.map((message) => (message.ok ? 'ok' : message.code)) : [verified.code];
}

test('two true messages verify, in the order in which they were reported', () => {
  const verified = verifyAbuseReport(makeReport([second, first]), options);
  assert.ok(verified.ok);
  assert.equal(verified.report.note, 'please look');
  const times = verified.messages.map((message) => message.ok && message.acceptedTimestamp);
  assert.deepEqual(times, [acceptedTimestamp + 5n, acceptedTimestamp]);
});

test('a report without messages, or without a reporter, is a report', () => {
  assert.deepEqual(outcomes(makeReport([])), []);
  assert.deepEqual(outcomes(makeReport([first], { reportingUser: '' })), ['ok']);
});

test('framed application data verifies where the group frames, and nowhere else', () => {
  const framed = makeReport([makeScene('framed', { framed: true })]);
  assert.deepEqual(outcomes(framed, { framed: true }), ['ok']);
  assert.deepEqual(outcomes(framed), ['content-malformed']);
});

describe('each message has its own verdict', () => {
  const words = encodeMimiContent(makeContent('other words'));
  const noRoom = encodeMimiContent(makeContent('first', { roomUri: null }));
  const noSender = encodeMimiContent(makeContent('first', { senderUri: null }));
  const later = makeHubKey('later', acceptedTimestamp + 10n ** 9n);
  const elsewhere = makeScene('elsewhere', { content: { roomUri: otherRoomUri } });
  const afterwards = makeScene('afterwards', { at: hubKey.notAfter + 1n });
  const theirs = makeScene('theirs', { content: { senderUri: otherSenderUri } });

  const cases: [string, string, Uint8Array, Partial<typeof options>?][] = [
    ['A1: other words', 'frank-mismatch', altered(() => ({ messageContent: words }))],
    [
      'A3: the content of another message',
      'frank-mismatch',
      altered(() => ({ messageContent: second.applicationData })),
    ],
    ['A4: another time', 'frank-mismatch', altered(() => ({ acceptedTimestamp: acceptedTimestamp + 1n }))],
    ['A4: a time at which the hub had no key', 'key-unknown', altered(() => ({ acceptedTimestamp: 0n }))],
    ['A6: a message of another room', 'room-mismatch', makeReport([elsewhere])],
    ['A6: another room in the path', 'room-mismatch', makeReport([first]), { roomUri: otherRoomUri }],
    ['a message of someone whom the report does not accuse', 'sender-mismatch', makeReport([theirs])],
    ['A1: the accused written into another’s message', 'frank-mismatch', forgedSender(theirs)],
    ['D4: a content that does not decode', 'content-malformed', altered(() => ({ messageContent: zeros(9) }))],
    ['a content that names no room', 'room-missing', altered(() => ({ messageContent: noRoom }))],
    ['a content that names no sender', 'sender-missing', altered(() => ({ messageContent: noSender }))],
    [
      'C7: another suite with Ed25519',
      'signature-invalid',
      altered(({ frank }) => ({ frank: { ...frank, suite: 3 } })),
    ],
    ['C7: a suite without Ed25519', 'suite-unsupported', altered(({ frank }) => ({ frank: { ...frank, suite: 2 } }))],
    ['the frank of another hub', 'frank-mismatch', makeReport([makeScene('x', { key: makeHubKey('other hub') })])],
    ['a key that came later', 'key-unknown', makeReport([first]), { keys: [later] }],
    [
      'A4: a time after the last of the key',
      'key-unknown',
      altered(() => ({ acceptedTimestamp: hubKey.notAfter + 1n })),
    ],
    ['C5: a frank made after the last time of its key', 'key-unknown', makeReport([afterwards])],
    ['no keys at all', 'key-unknown', makeReport([first]), { keys: [] }],
  ];
  for (const [name, code, report, change] of cases) {
    test(`${name}: ${code}`, () => assert.deepEqual(outcomes(report, change), [code]));
  }

  test('A5: the same message twice counts once, and a forged copy before it does not push it out', () => {
    assert.deepEqual(outcomes(makeReport([first, first])), ['ok', 'duplicate']);
    const forged = altered(({ frank }) => ({ frank: { ...frank, serverFrank: zeros(32) } }), first, first);
    assert.deepEqual(outcomes(forged), ['frank-mismatch', 'ok']);
  });

  test('no flipped bit of content, frank or time verifies', () => {
    const { serverFrank, signature } = first.frank;
    const content = first.applicationData;
    for (let bit = 0; bit < 8 * content.length; bit++) {
      const report = altered(() => ({ messageContent: flip(content, bit >> 3, bit & 7) }));
      assert.notDeepEqual(outcomes(report), ['ok'], `content bit ${bit}`);
    }
    for (let bit = 0; bit < 256; bit++) {
      const frank = { ...first.frank, serverFrank: flip(serverFrank, bit >> 3, bit & 7) };
      assert.deepEqual(outcomes(altered(() => ({ frank }))), ['frank-mismatch']);
    }
    for (let bit = 0; bit < 512; bit += 5) {
      const frank = { ...first.frank, signature: flip(signature, bit >> 3, bit & 7) };
      assert.deepEqual(outcomes(altered(() => ({ frank }))), ['signature-invalid']);
    }
  });
});

test('a report that does not decode is one verdict, never an error', () => {
  const honest = makeReport([first]);
  for (const bytes of [zeros(0), honest.subarray(1), join(honest, zeros(1)), new Uint8Array(2_000_000)]) {
    assert.deepEqual(outcomes(bytes), ['report-malformed']);
  }
});

function forgedSender(scene: MimiScene): Uint8Array {
  const report: AbuseReport = decodeAbuseReport(makeReport([scene]));
  const messageContent = encodeMimiContent(makeContent('theirs'));
  report.messages = report.messages.map((message) => ({ ...message, messageContent }));
  return encodeAbuseReport(report);
}
