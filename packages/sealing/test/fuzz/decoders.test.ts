import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createMasterKey,
  createMasterKeyring,
  decryptAtRest,
  encryptAtRest,
  generateSealingKeyPair,
  openReport,
  SealingError,
  sealReport,
  unwrapDataKey,
  wrapDataKey,
} from '@wellhouse/sealing';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { Random } from '../../../../scripts/fuzz/random.ts';
import { text } from '../helpers.ts';
import { targets } from './targets.ts';

/** The same cases in every run, then a moment's worth under a seed from the clock, which is printed (docs/spec/fuzzing.md). */
const fixed = { seed: 20_261_127, cases: 4_000 };
const moment = { seed: Date.now() % 2 ** 32, milliseconds: 150 };

describe('no damaged input gets past a decoder, or out of it as anything but a SealingError', () => {
  for (const target of targets) {
    test(target.name, (t) => {
      t.diagnostic(`${target.name}: seeds ${fixed.seed} and ${moment.seed}`);
      for (const { finding, accepted, behaviours } of [target.fuzz(fixed), target.fuzz(moment)]) {
        assert.deepEqual(finding, null);
        assert.ok(accepted > 0 && behaviours.length > 2, `${accepted} accepted, ${behaviours.length} behaviours`);
      }
    });
  }
});

describe('no damaged box opens', () => {
  const payload = text('{"v":1,"category":"threat.life"}');
  const cases: { name: string; count: number; make: () => Promise<{ box: Uint8Array; open: Open }> }[] = [
    {
      name: 'a sealed report',
      count: 60,
      make: async () => {
        const key = await generateSealingKeyPair({ keyId: 'sealing-1' });
        const about = { hubId: 'messenger.localhost', reportId: 'report' };
        const box = await sealReport({ key, ...about, payload });
        return { box, open: (sealed) => openReport({ keys: [key], ...about, sealed }) };
      },
    },
    {
      name: 'evidence at rest',
      count: 400,
      make: async () => {
        const key = new Uint8Array(32).fill(5);
        return { box: await encryptAtRest(key, payload, 'case:1'), open: (box) => decryptAtRest(key, box, 'case:1') };
      },
    },
    {
      name: 'a wrapped data key',
      count: 400,
      make: async () => {
        const ring = createMasterKeyring(createMasterKey({ keyId: 'master-1', createdAt: 0 }));
        const box = await wrapDataKey(ring, new Uint8Array(32).fill(6), 'case:1');
        return { box, open: (wrapped) => unwrapDataKey(ring, wrapped, 'case:1') };
      },
    },
  ];

  for (const { name, count, make } of cases) {
    test(name, async (t) => {
      const { box, open } = await make();
      await open(box);
      const seed = Date.now() % 2 ** 32;
      t.diagnostic(`${name}: ${count} cases, seed ${seed}`);
      const random = new Random(seed);
      const codes = new Set<string>();
      for (let left = count; left > 0; left--) {
        const changed = mutateBytes(random, box, box);
        if (Buffer.compare(changed, box) === 0) continue;
        const error: unknown = await open(changed).then(
          () => null,
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof SealingError, `${Buffer.from(changed).toString('hex')}: ${String(error)}`);
        codes.add(error.code);
      }
      assert.ok(codes.size > 2, [...codes].join(' '));
    });
  }
});

type Open = (box: Uint8Array) => Promise<Uint8Array>;
