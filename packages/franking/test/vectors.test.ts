import assert from 'node:assert/strict';
import { createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as franking from '../src/index.ts';
import * as noble from '../src/primitives-noble.ts';
import * as node from '../src/primitives-node.ts';
import { hex, unhex } from './support/hex.ts';
import {
  referenceLeaf,
  referenceMac,
  referencePartKey,
  referenceSignatureInput,
  referenceTag,
} from './support/reference.ts';
import { buildVectors, formatVectors, vectorsFile } from './vectors/build-vectors.ts';
import { toJson } from './vectors/positive-vectors.ts';
import type { NegativeVector, PositiveVector, ReceivedVector, Vectors } from './vectors/vector-format.ts';

const text = readFileSync(vectorsFile, 'utf8');
const vectors: Vectors = JSON.parse(text);
const keys: franking.HubVerifyKey[] = vectors.hubKeys.map((key) => ({
  keyId: key.keyId,
  macKey: unhex(key.macKey),
  publicKey: key.publicKey === null ? null : unhex(key.publicKey),
  notBefore: key.notBefore,
  notAfter: key.notAfter,
  ...(key.retired && { retired: true }),
}));

test('regenerating the vectors gives the file in docs/spec/vectors, byte for byte', () => {
  assert.equal(formatVectors(buildVectors()), text);
});

describe('positive vectors', () => {
  for (const vector of vectors.positive) {
    test(`${vector.name}: the formulas of §3 and §4, written independently`, () => againstReference(vector));
    test(`${vector.name}: opens to header and parts, and is shown`, () => againstPackage(vector));
    test(`${vector.name}: every disclosure verifies`, () => disclosures(vector));
  }
});

function againstReference(vector: PositiveVector): void {
  const frankingKey = unhex(vector.frankingKey);
  assert.equal(vector.content.slice(0, 66), `01${vector.frankingKey}`);
  assert.ok(vector.content.endsWith(vector.encodedParts.join('')));
  const partKeys = vector.encodedParts.map((_, index) => referencePartKey(frankingKey, index));
  const closed = vector.encodedParts.map((part, index) => referenceClosed(part, vector.parts[index - 1]));
  assert.deepEqual(closed, vector.closedParts);
  const leaves = closed.map(unhex).map((part, index) => referenceLeaf(partKeys[index] ?? Buffer.alloc(0), part));
  const tag = referenceTag(leaves);
  assert.deepEqual(partKeys.map(hex), vector.partKeys);
  assert.deepEqual(leaves.map(hex), vector.leaves);
  assert.equal(hex(tag), vector.tag);
  assert.equal(vector.authenticatedData, `238f1a20${vector.tag}`);

  const signatureLength = vector.signature === null ? 0 : 64;
  const context = unhex(vector.stamp).subarray(1, -(16 + 1 + signatureLength));
  const key = keys.find(({ keyId }) => keyId === vector.context.keyId);
  assert.ok(key);
  assert.equal(hex(referenceMac(key.macKey, tag, context)), vector.mac);
  assert.equal(vector.signature === null, key.publicKey === null);
  if (vector.signature !== null && key.publicKey !== null) {
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.publicKey]);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const signed = referenceSignatureInput(tag, context, unhex(vector.mac));
    assert.ok(verify(null, signed, publicKey, unhex(vector.signature)));
  }
  assert.equal(vector.context.messageHash, createHash('sha256').update(unhex(vector.message)).digest('hex'));
  assert.equal(vector.compactStamp.length, 2 * (36 + signatureLength));
}

/** §3 on hexadecimal: the commitment in place of key and nonce, and another type. */
function referenceClosed(part: string, fields: Record<string, unknown> | undefined): string {
  if (fields?.type !== 'attachment') return part;
  const { key, nonce } = fields.attachment as { key: string; nonce: string };
  const commitment = hkdfSync('sha256', unhex(key), unhex(nonce), 'WH-FRANK-1 attachment commitment', 32);
  const [before, behind] = part.split(key + nonce);
  return `07${before?.slice(2)}${hex(new Uint8Array(commitment))}${behind}`;
}

function closedJson(part: Record<string, unknown>): Record<string, unknown> {
  if (part.type !== 'attachment') return part;
  const { key, nonce, ...attachment } = part.attachment as { key: string; nonce: string };
  const keyCommitment = hkdfSync('sha256', unhex(key), unhex(nonce), 'WH-FRANK-1 attachment commitment', 32);
  return {
    type: 'closed-attachment',
    attachment: { ...attachment, keyCommitment: hex(new Uint8Array(keyCommitment)) },
  };
}

function againstPackage(vector: PositiveVector): void {
  const opened = franking.openContent(unhex(vector.content));
  assert.equal(hex(opened.tag), vector.tag);
  assert.deepEqual(opened.encodedParts.map(hex), vector.encodedParts);
  assert.deepEqual(opened.parts.map(toJson), vector.parts);
  const { groupId, messageId, refersTo } = opened.header;
  const header = {
    ...opened.header,
    groupId: hex(groupId),
    messageId: hex(messageId),
    refersTo: refersTo && hex(refersTo),
  };
  assert.deepEqual(header, vector.header);

  for (const stamp of [vector.stamp, vector.compactStamp]) {
    const { context } = vector;
    const received = franking.checkReceived({
      content: unhex(vector.content),
      authenticatedData: unhex(vector.authenticatedData),
      message: unhex(vector.message),
      stamp: unhex(stamp),
      hubId: vectors.hubId,
      sender: context.sender,
      groupId: unhex(context.groupId),
      epoch: BigInt(context.epoch),
      keys,
      last: null,
      now: context.acceptedAt,
      acceptMacOnlyKeys: vector.signature === null,
    });
    assert.ok(received.ok, received.ok ? '' : received.code);
    assert.equal(hex(received.stampBytes), vector.stamp);
  }
}

function disclosures(vector: PositiveVector): void {
  assert.ok(vector.evidence.length > 0);
  for (const { reveal, keys: open = [], item } of vector.evidence) {
    const made = franking.discloseMessage({
      ...{ content: unhex(vector.content), stamp: unhex(vector.stamp), reveal, keys: open },
    });
    assert.deepEqual(franking.evidenceToJson(made), item);
    const verified = franking.verifyEvidence(franking.evidenceFromJson(item), { keys, hubId: vectors.hubId });
    assert.ok(verified.ok, verified.ok ? '' : verified.code);
    assert.deepEqual([0, ...verified.parts.map(({ index }) => index)], reveal);
    assert.deepEqual(
      verified.parts.map(({ part }) => toJson(part)),
      reveal
        .filter((index) => index > 0)
        .map((index) => {
          const part = vector.parts[index - 1] ?? {};
          return open.includes(index) ? part : closedJson(part);
        }),
    );
    assert.ok(!JSON.stringify(item).includes(franking.toBase64Url(unhex(vector.frankingKey))));
  }
}

describe('negative vectors', () => {
  for (const vector of vectors.negative) {
    test(`${vector.operation} refuses: ${vector.name} (${vector.reason})`, () => {
      assert.equal(outcome(vector), vector.code);
    });
  }
});

function outcome(vector: NegativeVector): string {
  switch (vector.operation) {
    case 'openContent':
      return thrown(() => franking.openContent(unhex(vector.content)));
    case 'readTag':
      return thrown(() => franking.readTag(unhex(vector.authenticatedData)));
    case 'decodeStamp':
      return thrown(() => franking.decodeStamp(unhex(vector.stamp)));
    case 'evidenceFromJson':
      return thrown(() => franking.evidenceFromJson(vector.item));
    case 'checkReceived': {
      const received = franking.checkReceived(toReceived(vector.received));
      assert.ok(received.ok || received.rule === vector.rule, 'expected another rule');
      return received.ok ? 'shown' : received.code;
    }
    case 'verifyEvidence': {
      const verified = franking.verifyEvidence(franking.evidenceFromJson(vector.item), { keys, hubId: vector.hubId });
      return verified.ok ? 'verified' : verified.code;
    }
  }
}

function toReceived(vector: ReceivedVector): franking.CheckReceivedInput {
  return {
    ...vector,
    content: unhex(vector.content),
    authenticatedData: unhex(vector.authenticatedData),
    message: unhex(vector.message),
    stamp: unhex(vector.stamp),
    groupId: unhex(vector.groupId),
    epoch: BigInt(vector.epoch),
    last: vector.last && { ...vector.last, sequence: BigInt(vector.last.sequence) },
    keys,
  };
}

function thrown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof franking.FrankingError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('ed25519 vectors, on which implementations are known to differ', () => {
  for (const [name, { ed25519Verify }] of Object.entries({ node, noble })) {
    for (const vector of vectors.ed25519) {
      test(`${name}: ${vector.name}`, () => {
        const valid = ed25519Verify(unhex(vector.publicKey), unhex(vector.message), unhex(vector.signature));
        assert.equal(valid, vector.valid);
      });
    }
  }
});
