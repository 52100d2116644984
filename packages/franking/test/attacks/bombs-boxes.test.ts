/**
 * D4: a sealed report that claims more than it is. Every test counts what the refusal cost, so that a claim of gigabytes and one of
 * kilobytes cost the same.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EvidenceItem } from '@wellhouse/protocol';
import { defaultMaximumSealedLength, generateSealingKeyPair, openReport, sealReport } from '@wellhouse/sealing';
import { bytes, join, put, zeros } from '../support/raw.ts';

describe('D4: malformed HPKE boxes', () => {
  /** A key that counts how often its private half is asked for. */
  async function countedKey() {
    const key = await generateSealingKeyPair({ keyId: 'sealing-1' });
    let touched = 0;
    const counted = {
      ...key,
      get privateKey() {
        touched++;
        return key.privateKey;
      },
    };
    return { key, counted, touched: () => touched };
  }

  test('D4: a box that claims four gigabytes, is cut at any place, or is padded with more bytes, reaches no private key', async () => {
    const { key, counted, touched } = await countedKey();
    const names = { hubId: 'hub.localhost', reportId: 'report-1' };
    const sealed = await sealReport({ key, ...names, payload: zeros(10) });
    const lengthAt = 4 + 1 + 6 + 1 + key.keyId.length;
    const broken = [
      put(sealed, lengthAt, bytes(0xff, 0xff, 0xff, 0xff)),
      put(sealed, 0, bytes(0x50)),
      put(sealed, 4, bytes(9)),
      put(sealed, 5, bytes(0, 0)),
      join(sealed, zeros(1)),
      zeros(defaultMaximumSealedLength + 1),
      zeros(0),
      ...[1, 5, 12, lengthAt, lengthAt + 4, 500, sealed.length - 1].map((length) => sealed.subarray(0, length)),
    ];
    for (const box of broken) {
      await assert.rejects(openReport({ keys: [counted], ...names, sealed: box }), { name: 'SealingError' });
    }
    assert.equal(touched(), 0);
    assert.deepEqual(await openReport({ keys: [counted], ...names, sealed }), zeros(10));
    assert.equal(touched(), 1);
  });

  test('D4: ten thousand items do not fit into a box: neither made nor opened', async () => {
    const { key, counted, touched } = await countedKey();
    const least = {
      scheme: 'reporter-asserted/1',
      role: 'context',
      sender: 'a',
      groupId: null,
      sentAt: null,
      text: '',
    };
    assert.ok(EvidenceItem.safeParse(least).success, 'the smallest item there is');
    const payload = new TextEncoder().encode(JSON.stringify(Array.from({ length: 10_000 }, () => least)));
    const names = { hubId: 'hub.localhost', reportId: 'report-1' };
    await assert.rejects(sealReport({ key, ...names, payload }), { code: 'oversized' });
    const sealed = await sealReport({ key, ...names, payload, maximumLength: 2 ** 22 });
    await assert.rejects(openReport({ keys: [counted], ...names, sealed }), { code: 'oversized' });
    assert.equal(touched(), 0);
  });
});
