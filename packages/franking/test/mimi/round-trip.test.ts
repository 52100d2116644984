/** Every structure of F0 has one encoding: what decodes encodes to the same bytes, whichever bit was turned over. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FrankingError } from '../../src/errors.ts';
import { decodeServerFrankingContext, encodeServerFrankingContext } from '../../src/mimi/franking-integrity.ts';
import {
  type AbuseReport,
  decodeAbuseReport,
  decodeFrank,
  decodeFrankingAgent,
  decodeSubmitMessageResponse,
  encodeAbuseReport,
  encodeFrank,
  encodeFrankAad,
  encodeFrankingAgent,
  encodeMimiContent,
  encodeSubmitMessageResponse,
  frameContent,
  mimiLimits,
  readFrankAad,
  unframeContent,
} from '../../src/mimi/index.ts';
import { bytesOf } from '../support/arbitraries.ts';
import { ascii, bytes, flip, join, rawAuthenticatedData, rawItem, vector, zeros } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';
import { frankingAgent, makeContent, makeReport, makeScene } from './support/scene.ts';

const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

const uris = fc.string({ unit: fc.constantFrom(...'abcXYZ019:/.-_~%?#@'), minLength: 1, maxLength: 40 });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const franks = record({
  serverFrank: bytesOf(32),
  suite: fc.nat(65_535),
  signature: fc.uint8Array({ minLength: 1, maxLength: 255 }),
});
const agents = record({
  signatureKey: fc.uint8Array({ minLength: 1, maxLength: 255 }),
  credential: fc.oneof(
    record({ type: fc.constant('basic' as const), identity: fc.uint8Array({ minLength: 1, maxLength: 80 }) }),
    record({
      type: fc.constant('x509' as const),
      certificates: fc.array(fc.uint8Array({ minLength: 1, maxLength: 80 }), { minLength: 1, maxLength: 8 }),
    }),
  ),
});
const reports: fc.Arbitrary<AbuseReport> = record({
  reportingUser: fc.oneof(fc.constant(''), uris),
  allegedAbuserUri: uris,
  reasonCode: fc.constant(0 as const),
  note: fc.string({ unit: 'binary', maxLength: 200 }),
  messages: fc.array(
    record({ messageContent: fc.uint8Array({ maxLength: 100 }), frank: franks, acceptedTimestamp: uint64 }),
    { maxLength: 5 },
  ),
  abuseExtensions: fc
    .uniqueArray(fc.nat(65_535), { maxLength: 16 })
    .map((ids) => ids.sort((a, b) => a - b).map((componentId) => ({ componentId, data: bytes(componentId & 255) }))),
});
const responses = fc.oneof(
  record({
    status: fc.constant('accepted' as const),
    acceptedTimestamp: uint64,
    frank: fc.option(franks, { nil: null }),
  }),
  record({ status: fc.constant('notAllowed' as const) }),
  record({ status: fc.constant('epochTooOld' as const), currentEpoch: uint64 }),
);

function roundTrip<T>(values: fc.Arbitrary<T>, encode: (value: T) => Uint8Array, decode: (data: Uint8Array) => T) {
  fc.assert(
    fc.property(values, (value) => assert.deepEqual(decode(encode(value)), value)),
    { numRuns: 100, seed: 6 },
  );
}

test('Frank', () => roundTrip(franks, encodeFrank, decodeFrank));
test('FrankingAgentData', () => roundTrip(agents, encodeFrankingAgent, decodeFrankingAgent));
test('AbuseReport', () => roundTrip(reports, encodeAbuseReport, decodeAbuseReport));
test('SubmitMessageResponse', () => roundTrip(responses, encodeSubmitMessageResponse, decodeSubmitMessageResponse));
test('ServerFrankingContext', () => {
  const contexts = record({ senderUri: uris, roomUri: uris, acceptedTimestamp: uint64 });
  roundTrip(contexts, encodeServerFrankingContext, decodeServerFrankingContext);
});
test('FrankAAD', () => roundTrip(bytesOf(32), encodeFrankAad, readFrankAad));
test('ApplicationFraming', () => roundTrip(fc.uint8Array({ maxLength: 300 }), frameContent, unframeContent));

const scene = makeScene('hello');
const whole = makeReport([scene], { abuseExtensions: [{ componentId: 7, data: ascii('more') }] });
const accepted = { status: 'accepted', acceptedTimestamp: 1n, frank: scene.frank } as const;

/** Decodes and encodes again. */
const structures: Record<string, [Uint8Array, (data: Uint8Array) => Uint8Array]> = {
  Frank: [encodeFrank(scene.frank), (data) => encodeFrank(decodeFrank(data))],
  FrankingAgentData: [frankingAgent, (data) => encodeFrankingAgent(decodeFrankingAgent(data))],
  AbuseReport: [whole, (data) => encodeAbuseReport(decodeAbuseReport(data))],
  SubmitMessageResponse: [
    encodeSubmitMessageResponse(accepted),
    (data) => encodeSubmitMessageResponse(decodeSubmitMessageResponse(data)),
  ],
  FrankAAD: [scene.authenticatedData, (data) => encodeFrankAad(readFrankAad(data))],
};

describe('each flipped bit, each cut, each byte more', () => {
  for (const [name, [honest, again]] of Object.entries(structures)) {
    test(`${name} is refused or encodes to the bytes it was read from`, () => {
      assert.deepEqual(again(honest), honest);
      for (let bit = 0; bit < 8 * honest.length; bit++) sameOrRefused(flip(honest, bit >> 3, bit & 7), again);
      for (let length = 0; length < honest.length; length++) {
        assert.throws(() => again(honest.subarray(0, length)), FrankingError);
      }
      assert.throws(() => again(join(honest, zeros(1))), FrankingError);
    });
  }
});

function sameOrRefused(data: Uint8Array, again: (data: Uint8Array) => Uint8Array): void {
  let result: Uint8Array;
  try {
    result = again(data);
  } catch (error) {
    assert.ok(error instanceof FrankingError, String(error));
    return;
  }
  assert.deepEqual(result, data);
}

describe('limits and forms', () => {
  const refused = (code: string, run: () => unknown) => assert.throws(run, { name: 'FrankingError', code });
  const item = rawItem(0x0020, seeded('tag')(32));

  test('frank_aad: missing, twice, out of order, another length, under F1’s component', () => {
    refused('tag-missing', () => readFrankAad(zeros(0)));
    refused('tag-missing', () => readFrankAad(rawAuthenticatedData(rawItem(0x8f1a, zeros(32)))));
    refused('tag-duplicate', () => readFrankAad(rawAuthenticatedData(item, item)));
    refused('authenticated-data-malformed', () => readFrankAad(rawAuthenticatedData(item, rawItem(0x0001, zeros(1)))));
    refused('authenticated-data-malformed', () => readFrankAad(rawAuthenticatedData(rawItem(0x0020, zeros(33)))));
    assert.deepEqual(
      readFrankAad(rawAuthenticatedData(rawItem(1, zeros(1)), item, rawItem(0x8f1a, zeros(32)))),
      seeded('tag')(32),
    );
  });

  test('an unknown credential type, reason code, presence byte, protocol or status is refused', () => {
    refused('invalid-value', () => decodeFrankingAgent(join(vector(zeros(32)), bytes(0, 3), vector(zeros(1)))));
    const list = vector(vector(bytes(1)));
    refused('invalid-value', () => decodeFrankingAgent(join(vector(zeros(32)), bytes(0, 3), list)));
    const [user, abuser] = [vector(ascii('u')), vector(ascii('a'))];
    refused('invalid-value', () => decodeAbuseReport(join(user, abuser, bytes(1, 0, 0, 0))));
    refused('invalid-value', () => decodeSubmitMessageResponse(join(bytes(1, 0), zeros(8), bytes(2))));
    refused('invalid-value', () => decodeSubmitMessageResponse(bytes(0, 1)));
    refused('invalid-value', () => decodeSubmitMessageResponse(bytes(1, 3)));
  });

  test('abuse_extensions twice or out of order are refused, on both ways', () => {
    const entry = (componentId: number) => ({ componentId, data: bytes(1) });
    refused('duplicate-key', () => makeReport([], { abuseExtensions: [entry(7), entry(7)] }));
    refused('not-deterministic', () => makeReport([], { abuseExtensions: [entry(8), entry(7)] }));
    const ends = (...ids: number[]) => vector(join(...ids.map((id) => rawItem(id, bytes(1)))));
    const empty = makeReport([]).slice(0, -1);
    refused('duplicate-key', () => decodeAbuseReport(join(empty, ends(7, 7))));
    refused('not-deterministic', () => decodeAbuseReport(join(empty, ends(8, 7))));
    refused('too-many-items', () => decodeAbuseReport(join(empty, ends(...Array.from({ length: 17 }, (_, id) => id)))));
    assert.equal(decodeAbuseReport(join(empty, ends(7, 8))).abuseExtensions.length, 2);
  });

  test('D4: 33 messages in a report, a report beyond 1 MiB, a message that claims a gibibyte', () => {
    const many = new Array(mimiLimits.reportedMessages + 1).fill(scene);
    refused('too-many-items', () => makeReport(many));
    assert.equal(decodeAbuseReport(makeReport(many.slice(1))).messages.length, 32);
    refused('too-long', () => decodeAbuseReport(zeros(mimiLimits.report + 1)));
    const start = join(vector(ascii('u')), vector(ascii('a')), bytes(0, 0));
    refused('too-long', () => decodeAbuseReport(join(start, bytes(0xbf, 255, 255, 255))));
    refused('truncated', () => decodeAbuseReport(join(start, bytes(0x80, 0x0f, 255, 255))));
    const large = join(bytes(0x80, 1, 0, 0), zeros(65_536), encodeFrank(scene.frank), zeros(8));
    const list = join(...new Array<Uint8Array>(16).fill(large));
    refused('too-long', () => decodeAbuseReport(join(start, vector(list), bytes(0))));
  });

  test('a name with a space, a control or a letter beyond ASCII is no URI', () => {
    for (const uri of ['mimi://b.example/u/al ice', 'mimi://b.example/\n', 'mimi://b.example/u/аlice']) {
      refused('invalid-value', () => makeReport([], { allegedAbuserUri: uri }));
    }
    refused('too-short', () => makeReport([], { allegedAbuserUri: '' }));
  });

  test('D4: nine certificates, or seventeen parameters of a media type, are refused', () => {
    const agent = (count: number) =>
      join(vector(zeros(32)), bytes(0, 2), vector(join(...new Array<Uint8Array>(count).fill(vector(zeros(1))))));
    assert.equal(decodeFrankingAgent(agent(8)).credential.type, 'x509');
    refused('too-many-items', () => decodeFrankingAgent(agent(9)));
    const parameter = join(vector(ascii('name')), vector(ascii('value')));
    const framed = (count: number) =>
      join(bytes(0), vector(join(...new Array<Uint8Array>(count).fill(parameter))), vector(ascii('content')));
    assert.deepEqual(unframeContent(framed(16)), ascii('content'));
    refused('too-many-items', () => unframeContent(framed(17)));
  });

  test('further extensions cannot take the place of sender and room', () => {
    const otherExtensions = new Map([[1, 'mimi://b.example/u/carol']]);
    refused('invalid-value', () => encodeMimiContent(makeContent('x', { senderUri: null, otherExtensions })));
  });

  test('framing of another media type is not opened', () => {
    const framed = (type: string) => join(vector(ascii(type)), bytes(0), vector(ascii('content')));
    refused('invalid-value', () => unframeContent(framed('text/plain')));
    assert.deepEqual(unframeContent(framed('')), ascii('content'));
  });
});
