import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type ContentPart,
  checkReceived,
  createContent,
  discloseMessage,
  encodeAuthenticatedData,
  FrankingError,
  generateHubKey,
  type MessageHeader,
  openContent,
} from '../src/index.ts';
import { zeros } from './support/raw.ts';
import { asEvidence, asReceived, hubKey, makeHeader, makeScene } from './support/scene.ts';
import { seeded } from './support/seeded.ts';

const text = (value: string): ContentPart => ({ type: 'text', text: value });

describe('createContent', () => {
  test('gives each part a key of its own, also where parts are equal', () => {
    const scene = makeScene({ parts: [text('same'), text('same')] });
    const keys = asEvidence(scene).revealed.map(({ key }) => Buffer.from(key).toString('hex'));
    assert.equal(new Set(keys).size, 3);
    const { hidden } = asEvidence(scene, []);
    assert.notDeepEqual(hidden[0]?.leaf, hidden[1]?.leaf);
  });

  test('draws a fresh franking key: equal messages have unrelated tags', () => {
    const message = { header: makeHeader(), parts: [text('yes')] };
    const [a, b] = [createContent(message), createContent(message)];
    assert.notDeepEqual(a.tag, b.tag);
    assert.notDeepEqual(openContent(a.content).frankingKey, openContent(b.content).frankingKey);
  });

  test('takes randomness from its parameter, 32 bytes once', () => {
    const asked: number[] = [];
    const random = (length: number) => {
      asked.push(length);
      return seeded('x')(length);
    };
    const made = createContent({ header: makeHeader(), parts: [text('yes')], random });
    assert.deepEqual(asked, [32]);
    assert.deepEqual(openContent(made.content).frankingKey, seeded('x')(32));
  });

  test('refuses a random source that gives another length, or zeros', () => {
    const input = { header: makeHeader(), parts: [text('yes')] };
    assert.throws(() => createContent({ ...input, random: () => new Uint8Array(16).fill(1) }), {
      code: 'invalid-argument',
    });
    assert.throws(() => createContent({ ...input, random: zeros }), { code: 'franking-key-zero' });
  });

  const badHeaders: Record<string, Partial<MessageHeader>> = {
    'empty sender': { sender: '' },
    'sender of 256 bytes': { sender: 'ä'.repeat(128) },
    'sender with a lone surrogate': { sender: 'a\ud800' },
    'empty group id': { groupId: zeros(0) },
    'group id of 256 bytes': { groupId: zeros(256) },
    'message id of 15 bytes': { messageId: zeros(15) },
    'refers to 17 bytes': { refersTo: zeros(17) },
    'negative time': { clientTime: -1 },
    'time with a fraction': { clientTime: 0.5 },
    'time beyond 48 bits': { clientTime: 2 ** 48 },
    'expiry beyond 32 bits': { expiresAfter: 2 ** 32 },
  };
  for (const [name, change] of Object.entries(badHeaders)) {
    test(`refuses a header with ${name}`, () => {
      assert.throws(() => createContent({ header: makeHeader(change), parts: [text('x')] }), FrankingError);
    });
  }

  test('holds parts to their limits, in bytes: the limit fits, one more does not', () => {
    const create = (...parts: ContentPart[]) => createContent({ header: makeHeader(), parts });
    create(text('x'.repeat(32_768)));
    assert.throws(() => create(text('x'.repeat(32_769))), { code: 'too-long' });
    assert.throws(() => create(text('é'.repeat(16_385))), { code: 'too-long' });
    assert.throws(() => create(text('')), { code: 'too-short' });
    create({ type: 'preview', url: 'u'.repeat(2_048), title: 't'.repeat(512) });
    assert.throws(() => create({ type: 'preview', url: 'u'.repeat(2_049), title: '' }), { code: 'too-long' });
    assert.throws(() => create({ type: 'preview', url: 'u', title: 't'.repeat(513) }), { code: 'too-long' });
  });

  test('holds the whole to 64 parts and 64 KiB', () => {
    const create = (count: number, length: number) =>
      createContent({ header: makeHeader(), parts: Array.from({ length: count }, () => text('x'.repeat(length))) });
    create(63, 10);
    assert.throws(() => create(64, 10), { code: 'part-count' });
    assert.throws(() => create(3, 30_000), { code: 'too-long' });
  });
});

describe('bytes that callers own', () => {
  test('Buffers are taken like Uint8Arrays, and what comes out does not share their memory', () => {
    const scene = makeScene();
    const content = Buffer.from(scene.content);
    const opened = openContent(content);
    const before = structuredClone(opened);
    content.fill(0);
    assert.deepEqual(opened, before);
    for (const part of opened.encodedParts) assert.equal(Object.getPrototypeOf(part), Uint8Array.prototype);
  });

  test('other values are refused with an error that names them', () => {
    const notBytes = JSON.parse('{"content":[1,2,3]}').content;
    assert.throws(() => openContent(notBytes), { code: 'invalid-argument', message: /"content"/ });
    assert.throws(() => encodeAuthenticatedData(zeros(31)), { code: 'invalid-argument', message: /"tag"/ });
  });
});

describe('discloseMessage', () => {
  test('never holds the franking key, nor the bytes of a hidden part, nor its key', () => {
    const scene = makeScene();
    const { frankingKey, encodedParts } = openContent(scene.content);
    const whole = discloseMessage({ content: scene.content, stamp: scene.stamp });
    const partly = discloseMessage({ content: scene.content, stamp: scene.stamp, reveal: [2] });
    const carried = Buffer.concat([
      partly.stamp,
      ...partly.revealed.flatMap(({ key, part }) => [key, part]),
      ...partly.hidden.map(({ leaf }) => leaf),
    ]);
    assert.ok(!carried.includes(Buffer.from(frankingKey)));
    for (const index of [1, 3]) {
      const key = whole.revealed[index]?.key;
      const part = encodedParts[index];
      assert.ok(key && part);
      assert.ok(!carried.includes(Buffer.from(key)) && !carried.includes(Buffer.from(part)));
    }
  });

  test('refuses an index that names no part', () => {
    const { content, stamp } = makeScene();
    for (const index of [4, -1, 0.5]) {
      assert.throws(() => discloseMessage({ content, stamp, reveal: [index] }), { code: 'invalid-argument' });
    }
  });
});

describe('generateHubKey', () => {
  test('makes keys that are their own, and public halves that fit', () => {
    const [a, b] = [1, 2].map((keyId) => generateHubKey({ keyId, notBefore: 0, notAfter: 1 }));
    assert.ok(a && b);
    assert.notDeepEqual(a.macKey, b.macKey);
    assert.notDeepEqual(a.macKey, a.privateKey);
    assert.ok(checkReceived(asReceived(makeScene(), { keys: [hubKey] })).ok);
  });

  test('refuses ids that are no uint32 and periods that end before they begin', () => {
    for (const keyId of [-1, 0.5, 2 ** 32]) {
      assert.throws(() => generateHubKey({ keyId, notBefore: 0, notAfter: 1 }), { code: 'invalid-argument' });
    }
    assert.throws(() => generateHubKey({ keyId: 1, notBefore: 2, notAfter: 1 }), { code: 'invalid-argument' });
    assert.throws(() => generateHubKey({ keyId: 1, notBefore: 0, notAfter: 1, random: () => zeros(31) }), {
      code: 'invalid-argument',
    });
  });
});
