/** docs/spec/vectors/franking-f0.json: regenerated, and checked by an implementation of its own (`support/reference.ts`). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { FrankingError } from '../../src/errors.ts';
import {
  type CheckReceivedMimiInput,
  checkReceivedMimi,
  computeFrankingTag,
  computeMessageId,
  createFrank,
  decodeAbuseReport,
  decodeFrank,
  decodeFrankingAgent,
  decodeMimiContent,
  decodeSubmitMessageResponse,
  encodeMimiContent,
  readFrankAad,
  verifyAbuseReport,
} from '../../src/mimi/index.ts';
import { hex, unhex } from '../support/hex.ts';
import { formatVectors } from '../vectors/build-vectors.ts';
import {
  referenceAccepted,
  referenceAgent,
  referenceContext,
  referenceFrank,
  referenceFrankAad,
  referenceMessageId,
  referenceReport,
  referenceServerFrank,
  referenceSign,
  referenceSignContent,
  referenceTag,
  referenceTbs,
  referenceVerify,
} from './support/reference.ts';
import { buildMimiVectors, mimiVectorsFile } from './vectors/build-vectors.ts';
import type {
  MimiVectors,
  NegativeMimiVector,
  PositiveMimiVector,
  ReceivedMimiVector,
} from './vectors/vector-format.ts';

const text = readFileSync(mimiVectorsFile, 'utf8');
const vectors: MimiVectors = JSON.parse(text);
const keys = vectors.hubKeys.map((key) => ({
  hubKey: unhex(key.hubKey),
  privateKey: unhex(key.privateKey),
  publicKey: unhex(key.publicKey),
  notBefore: BigInt(key.notBefore),
  notAfter: BigInt(key.notAfter),
}));

test('regenerating the vectors gives the file in docs/spec/vectors, byte for byte', () => {
  assert.equal(formatVectors(buildMimiVectors()), text);
});

describe('positive vectors', () => {
  for (const vector of vectors.positive) {
    test(`${vector.name}: the formulas of the draft, written independently`, () => againstReference(vector));
    test(`${vector.name}: is shown, and its report verifies`, () => againstPackage(vector));
  }
});

function keyOf(vector: PositiveMimiVector): (typeof keys)[number] {
  const key = keys[vector.key];
  assert.ok(key);
  return key;
}

function againstReference(vector: PositiveMimiVector): void {
  const key = keyOf(vector);
  const { senderUri, roomUri, suite } = vector;
  const time = BigInt(vector.acceptedTimestamp);
  const applicationData = unhex(vector.applicationData);
  assert.equal(vector.content.slice(0, 36), `8750${vector.salt}`);
  assert.ok(vector.applicationData.endsWith(vector.content));
  assert.equal(vector.framed, vector.applicationData !== vector.content);

  const tag = referenceTag(unhex(vector.salt), applicationData);
  const context = referenceContext(senderUri, roomUri, time);
  const serverFrank = referenceServerFrank(key.hubKey, tag, context);
  const tbs = referenceTbs(serverFrank, suite, context);
  const content = referenceSignContent('FrankingIntegrityTBS', tbs);
  const signature = referenceSign(key.privateKey, content);
  const frank = referenceFrank(serverFrank, suite, signature);
  const reported = { messageContent: applicationData, frank, acceptedTimestamp: time };
  const { reportingUser, note } = vector;

  assert.deepEqual(
    {
      frankingTag: hex(tag),
      authenticatedData: hex(referenceFrankAad(tag)),
      serverFrankingContext: hex(context),
      serverFrank: hex(serverFrank),
      frankingIntegrityTbs: hex(tbs),
      signContent: hex(content),
      signature: hex(signature),
      frank: hex(frank),
      frankingAgent: hex(referenceAgent(key.publicKey, `mimi://${vectors.hubDomain}`)),
      submitMessageResponse: hex(referenceAccepted(time, frank)),
      messageId: hex(referenceMessageId(unhex(vector.content), unhex(vector.salt), senderUri, roomUri)),
      abuseReport: hex(referenceReport({ reportingUser, allegedAbuserUri: senderUri, note }, [reported])),
    },
    {
      frankingTag: vector.frankingTag,
      authenticatedData: vector.authenticatedData,
      serverFrankingContext: vector.serverFrankingContext,
      serverFrank: vector.serverFrank,
      frankingIntegrityTbs: vector.frankingIntegrityTbs,
      signContent: vector.signContent,
      signature: vector.signature,
      frank: vector.frank,
      frankingAgent: vector.frankingAgent,
      submitMessageResponse: vector.submitMessageResponse,
      messageId: vector.messageId,
      abuseReport: vector.abuseReport,
    },
  );
  assert.ok(referenceVerify(key.publicKey, content, unhex(vector.signature)));
}

function againstPackage(vector: PositiveMimiVector): void {
  const { framed, roomUri } = vector;
  const received = checkReceivedMimi({ ...toReceived({ ...vector, hubDomain: vectors.hubDomain }), framed });
  assert.ok(received.ok, received.ok ? '' : received.detail);
  assert.equal(hex(received.opened.messageId), vector.messageId);
  assert.equal(hex(encodeMimiContent(received.opened.content)), vector.content);
  const verified = verifyAbuseReport(unhex(vector.abuseReport), { roomUri, keys, framed });
  assert.ok(verified.ok);
  assert.deepEqual(
    verified.messages.map(({ ok }) => ok),
    [true],
  );
}

describe('message ids of draft-ietf-mimi-content-08', () => {
  for (const { name, content, salt, senderUri, roomUri, messageId } of vectors.messageIds) {
    test(name, () => {
      assert.equal(hex(referenceMessageId(unhex(content), unhex(salt), senderUri, roomUri)), messageId);
      assert.equal(hex(computeMessageId(unhex(content), { salt: unhex(salt), senderUri, roomUri })), messageId);
      const decoded = decodeMimiContent(unhex(content));
      assert.deepEqual([hex(decoded.salt), decoded.senderUri, decoded.roomUri], [salt, senderUri, roomUri]);
    });
  }
});

describe('negative vectors', () => {
  for (const vector of vectors.negative) {
    test(`${vector.operation} refuses: ${vector.name} (${vector.reason})`, () => {
      assert.equal(outcome(vector), vector.code);
    });
  }
});

function outcome(vector: NegativeMimiVector): string {
  switch (vector.operation) {
    case 'computeFrankingTag':
      return thrown(() => computeFrankingTag(unhex(vector.salt), unhex(vector.applicationData)));
    case 'decodeMimiContent':
      return thrown(() => decodeMimiContent(unhex(vector.content)));
    case 'readFrankAad':
      return thrown(() => readFrankAad(unhex(vector.authenticatedData)));
    case 'decodeFrank':
      return thrown(() => decodeFrank(unhex(vector.frank)));
    case 'decodeFrankingAgent':
      return thrown(() => decodeFrankingAgent(unhex(vector.frankingAgent)));
    case 'decodeSubmitMessageResponse':
      return thrown(() => decodeSubmitMessageResponse(unhex(vector.submitMessageResponse)));
    case 'decodeAbuseReport':
      return thrown(() => decodeAbuseReport(unhex(vector.abuseReport)));
    case 'createFrank':
      return thrown(() => frankIn(vector.suite, unhex(vector.authenticatedData)));
    case 'checkReceivedMimi':
      return shown(vector.received);
    case 'verifyAbuseReport':
      return judged(unhex(vector.abuseReport), vector.roomUri);
  }
}

function frankIn(suite: number, authenticatedData: Uint8Array): void {
  const [key] = keys;
  const [first] = vectors.positive;
  assert.ok(key && first);
  const { senderUri, roomUri } = first;
  createFrank({ key, suite, authenticatedData, senderUri, roomUri, acceptedTimestamp: 1n });
}

function shown(received: ReceivedMimiVector): string {
  const verdict = checkReceivedMimi(toReceived(received));
  return verdict.ok ? 'shown' : verdict.code;
}

function judged(report: Uint8Array, roomUri: string): string {
  const verified = verifyAbuseReport(report, { roomUri, keys });
  if (!verified.ok) return verified.code;
  const [message] = verified.messages;
  assert.ok(message && verified.messages.length === 1);
  return message.ok ? 'verified' : message.code;
}

function toReceived(vector: ReceivedMimiVector): CheckReceivedMimiInput {
  const { senderUri, roomUri, hubDomain, suite } = vector;
  return {
    applicationData: unhex(vector.applicationData),
    authenticatedData: unhex(vector.authenticatedData),
    frank: vector.frank === null ? null : unhex(vector.frank),
    acceptedTimestamp: BigInt(vector.acceptedTimestamp),
    ...{ senderUri, roomUri, hubDomain, suite },
    frankingAgent: vector.frankingAgent === null ? null : unhex(vector.frankingAgent),
  };
}

function thrown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof FrankingError) return error.code;
    throw error;
  }
  return 'accepted';
}

test('C1: the frank swap as bytes: shown, then rejected, and stopped by a signature over the tag', () => {
  const { received, abuseReport, reportCode, repairedSignature } = vectors.frankSwap;
  assert.equal(shown(received), 'shown');
  assert.equal(judged(unhex(abuseReport), received.roomUri), reportCode);

  const [key] = keys;
  assert.ok(key && received.frank !== null);
  const context = referenceContext(received.senderUri, received.roomUri, BigInt(received.acceptedTimestamp));
  const frank = unhex(received.frank);
  const tbs = referenceTbs(frank.subarray(0, 32), received.suite, context);
  const holdsFor = (tag: Uint8Array) => {
    const content = referenceSignContent('FrankingIntegrityTBS', Buffer.concat([tbs, tag]));
    return referenceVerify(key.publicKey, content, unhex(repairedSignature));
  };
  const applicationData = unhex(received.applicationData);
  const shownTag = referenceTag(applicationData.subarray(2, 18), applicationData);
  assert.deepEqual(shownTag, Buffer.from(readFrankAad(unhex(received.authenticatedData))));
  assert.equal(holdsFor(unhex(vectors.frankSwap.frankingTag)), true);
  assert.equal(holdsFor(shownTag), false);
});
