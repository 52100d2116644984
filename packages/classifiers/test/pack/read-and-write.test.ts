import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardOf, openPack, type PackErrorCode, type PackHeader, signPack, writePack } from '@wellhouse/classifiers';
import fc from 'fast-check';
import { seriesOf } from '../../src/pack/read-pack.ts';
import { witnessPack } from '../../src/pack/witness-pack.ts';
import {
  otherKeys,
  otherSeed,
  seed,
  smallHeader,
  smallPack,
  smallSections,
  trustedKeys,
} from '../support/small-pack.ts';

const rules = { trustedKeys, language: 'en' };
const refused = (code: PackErrorCode) => ({ name: 'PackError', code });

test('a signed pack gives back what was written, and the same contents give the same bytes', async () => {
  const bytes = smallPack();
  const pack = await openPack(bytes, rules);
  const { sections: _, ...header } = pack.header;
  assert.deepEqual(header, smallHeader);
  for (const { name, bytes: part } of smallSections) assert.deepEqual(pack.section(name), part);
  assert.deepEqual(cardOf(pack), {
    id: 'drill-en',
    language: 'en',
    kinds: ['threat', 'spam'],
    version: 3,
    size: bytes.length,
    licences: smallHeader.licences,
  });
  assert.deepEqual(smallPack(), bytes);
  assert.throws(() => pack.section('nothing'), refused('header-invalid'));
});

test('a pack that nobody signed is refused', async () => {
  const unsigned = writePack({ header: smallHeader, sections: smallSections });
  await assert.rejects(openPack(unsigned, rules), refused('unsigned'));
});

test('a pack signed by a stranger is refused, and read by whoever trusts that stranger', async () => {
  const foreign = smallPack({}, otherSeed);
  await assert.rejects(openPack(foreign, rules), refused('untrusted-key'));
  await assert.rejects(openPack(foreign, { trustedKeys: [] }), refused('untrusted-key'));
  assert.equal((await openPack(signPack(foreign, seed), rules)).header.version, 3);
});

test('a signature moved from another pack is refused', async () => {
  const [older, newer] = [smallPack({ version: 3 }), smallPack({ version: 4 })];
  const end = 16 + new DataView(newer.buffer).getUint32(12, true);
  const forged = newer.slice();
  forged.set(older.subarray(end, end + 96), end);
  await assert.rejects(openPack(forged, rules), refused('signature-invalid'));
});

test('a pack older than what was in use is refused; the same and a newer one are not', async () => {
  for (const [seen, ok] of [
    [2, true],
    [3, true],
    [4, false],
  ] as const) {
    const opened = openPack(smallPack(), { ...rules, minimumVersions: { 'drill-en': seen } });
    if (ok) await opened;
    else await assert.rejects(opened, refused('downgraded'));
  }
  const other = smallPack({ id: 'other-en', version: 2 });
  const seriesOfEnglish = seriesOf(await openPack(smallPack(), rules));
  const minimumVersions = { [seriesOfEnglish]: 3 };
  await assert.rejects(openPack(other, { ...rules, minimumVersions }), refused('downgraded'), 'not under another id');
  const own = { trustedKeys: [...trustedKeys, ...otherKeys], minimumVersions };
  await openPack(smallPack({ version: 1 }, otherSeed), own);
  // names that objects have by birth are no versions
  await openPack(smallPack({ id: 'constructor' }), { ...rules, minimumVersions: {} });
});

test('a pack for another language or a newer runtime is refused', async () => {
  await assert.rejects(openPack(smallPack({ language: 'de' }), rules), refused('other-pack'));
  assert.throws(() => smallPack({ minimumRuntime: 2 }), refused('unsupported-format'));
});

test('a pack cut anywhere is refused, and one that goes on too', async () => {
  const whole = smallPack();
  for (let length = 0; length < whole.length; length++) {
    await assert.rejects(openPack(whole.slice(0, length), rules), refused('truncated'), `${length} bytes`);
  }
  const longer = new Uint8Array(whole.length + 1);
  longer.set(whole);
  await assert.rejects(openPack(longer, rules), refused('trailing-bytes'));
});

test('a pack that says it is enormous is refused before memory is asked for', async () => {
  const huge = smallPack().slice();
  new DataView(huge.buffer).setUint32(12, 0xffff_ffff, true);
  await assert.rejects(openPack(huge, rules), refused('too-large'));
  await assert.rejects(openPack(smallPack(), { ...rules, mostBytes: 200 }), refused('too-large'));
});

test('any byte changed anywhere is refused with a named error', async () => {
  const whole = smallPack();
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ change;
      await assert.rejects(openPack(changed, rules), { name: 'PackError' });
    }),
    { numRuns: 300 },
  );
});

test('bytes of any kind end in a named error', async () => {
  const start = fc.constantFrom(new Uint8Array(), smallPack().subarray(0, 12), smallPack().subarray(0, 16));
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (before, after) => {
      const bytes = new Uint8Array([...before, ...after]);
      await assert.rejects(openPack(bytes, rules), { name: 'PackError' });
    }),
    { numRuns: 300 },
  );
});

test('any header that its own signer could write is read or refused with a named error', async () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const field = fc.constantFrom(...(Object.keys(smallHeader) as (keyof PackHeader)[]), 'sections');
  await fc.assert(
    fc.asyncProperty(field, json, async (name, value) => {
      try {
        await openPack(smallPack({ [name]: value } as Partial<PackHeader>), rules);
      } catch (error) {
        assert.equal((error as Error).name, 'PackError', String(error));
      }
    }),
    { numRuns: 300 },
  );
});

test('a witness of the bytes is held to what was signed; one of other bytes, or none, changes nothing', async () => {
  const bytes = smallPack();
  const witness = await witnessPack(bytes);
  assert.equal(witness.digests.length, smallSections.length);
  assert.deepEqual(witness.signer, trustedKeys[0]);
  await openPack(bytes, rules, witness);
  const corrupt = bytes.slice();
  corrupt[corrupt.length - 1] = 0;
  await assert.rejects(openPack(corrupt, rules, await witnessPack(corrupt)), refused('section-corrupt'));
  const digests = witness.digests.map(({ from, to, sha256 }) => ({ from: from - 1, to: to - 1, sha256 }));
  await assert.rejects(openPack(corrupt, rules, { ...witness, digests }), refused('section-corrupt'));
  const none = { digests: [], signer: null };
  for (const length of [0, 12, 100]) assert.deepEqual(await witnessPack(bytes.slice(0, length)), none);
});

test('attack: a witness sees no signature where none holds, and none of it makes up for the key that is trusted', async () => {
  const bytes = smallPack();
  const end = 16 + new DataView(bytes.buffer).getUint32(12, true);
  for (const at of [20, end + 40]) {
    const forged = bytes.slice();
    forged[at] = (forged[at] ?? 0) ^ 1;
    const witness = await witnessPack(forged);
    assert.equal(witness.signer, null);
    await assert.rejects(openPack(forged, rules, witness), { name: 'PackError' });
  }
  const foreign = smallPack({}, otherSeed);
  const witness = await witnessPack(foreign);
  assert.equal(witness.signer, otherKeys[0]);
  await assert.rejects(openPack(foreign, rules, witness), refused('untrusted-key'));
});

test('sections that overlap, leave a gap or bear one name twice are refused', async () => {
  const signed = (edit: object) => {
    const pack = smallPack();
    const end = 16 + new DataView(pack.buffer).getUint32(12, true);
    const header = JSON.parse(new TextDecoder().decode(pack.subarray(16, end)));
    Object.assign(header.sections[1], edit);
    const text = new TextEncoder().encode(JSON.stringify(header));
    const rewritten = new Uint8Array(pack.length + text.length - (end - 16));
    rewritten.set(pack.subarray(0, 12));
    new DataView(rewritten.buffer).setUint32(12, text.length, true);
    rewritten.set(text, 16);
    rewritten.set(pack.subarray(end), 16 + text.length);
    return signPack(rewritten, seed);
  };
  const edits: { readonly [name: string]: string | number }[] = [{ offset: 0 }, { offset: 32 }, { name: 'vocabulary' }];
  await openPack(signed({}), rules);
  for (const edit of edits) await assert.rejects(openPack(signed(edit), rules), refused('header-invalid'));
});
