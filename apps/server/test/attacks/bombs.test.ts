import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ProblemCode, reportLimits } from '@wellhouse/protocol';
import { assertProblem } from '../faults/support/call.ts';
import { seal } from '../support/reporting.ts';
import { disclose, hubId, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world.server.close());

/** After each bomb: somebody else's report is taken, verified and filed. */
async function honestReportIsHandled(): Promise<void> {
  const sender = `${randomUUID()}@messenger.test`;
  const payload = samplePayload({ evidence: [disclose(world.hub.send({ sender }))] });
  const receipt = await world.accepted(payload, { reporter: 'honest@messenger.test' });
  await world.server.worker.drain();
  assert.equal((await (await world.status(receipt)).json()).status, 'in-review');
  assert.equal((await world.caseOf(payload.reportId)).level, 'VERIFIED');
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const body = (sealed: unknown, more: object = {}) =>
  JSON.stringify({ reportId: randomUUID(), sealed, attachments: [], locale: 'en', ...more });
const limit = Math.ceil((reportLimits.sealedBytes * 4) / 3);

const bodies: [name: string, code: ProblemCode, build: () => string | Uint8Array<ArrayBuffer>][] = [
  ['larger than a report can be', 'too-large', () => body('A'.repeat(limit + 64 * 1024))],
  ['whose sealed bytes are one too many', 'invalid-request', () => body('A'.repeat(limit + 4))],
  ['nested a hundred thousand deep', 'invalid-request', () => nested(100_000)],
  [
    'with a field nested a hundred thousand deep',
    'invalid-request',
    () => body(0).replace(':0', `:${nested(100_000)}`),
  ],
  [
    'with five thousand attachments',
    'invalid-request',
    () => body('AAAA', { attachments: Array(5_000).fill({ sha256: 'a'.repeat(64), size: 1 }) }),
  ],
  [
    'with forty thousand fields',
    'invalid-request',
    () => body('AAAA', Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`f${n}`, 0]))),
  ],
  ['that pollutes a prototype', 'malformed-json', () => body('AAAA').replace('{', '{"__proto__":{"sealed":"x"},')],
  ['that is compressed', 'malformed-json', () => new Uint8Array(gzipSync(body('A'.repeat(600_000))))],
];
for (const [name, code, build] of bodies) {
  test(`D4: a body ${name} is refused with problem details, and the next report is handled`, async () => {
    await assertProblem(await world.send(build()), code);
    await honestReportIsHandled();
  });
}

const json = (reportId: string) => samplePayload({ reportId, evidence: [disclose(world.hub.send())] });
const flip = (bytes: Uint8Array, at: number) => {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
};
/** Where the header's last field stands: magic, version, three algorithms, the key's id with its length. */
const lengthField = (sealed: Uint8Array) => 4 + 1 + 6 + 1 + (sealed[11] ?? 0);

type Bend = (sealed: Uint8Array) => Uint8Array;
const seals: [name: string, bend: Bend][] = [
  ['nothing but noise', () => randomBytes(100_000)],
  ['a header without anything', (sealed) => sealed.subarray(0, lengthField(sealed))],
  ['cut within the encapsulated key', (sealed) => sealed.subarray(0, 400)],
  [
    'an encapsulated key of zeros',
    (sealed) => Uint8Array.from(sealed).fill(0, lengthField(sealed) + 4, lengthField(sealed) + 4 + 1120),
  ],
  [
    'an encapsulated key of ones',
    (sealed) => Uint8Array.from(sealed).fill(0xff, lengthField(sealed) + 4, lengthField(sealed) + 4 + 1120),
  ],
  [
    'a length of four gigabytes',
    (sealed) => Uint8Array.from(sealed).fill(0xff, lengthField(sealed), lengthField(sealed) + 4),
  ],
  ['a length of nothing', (sealed) => Uint8Array.from(sealed).fill(0, lengthField(sealed), lengthField(sealed) + 4)],
  ['a key id of 255 bytes', (sealed) => flip(sealed, 11)],
  ['another suite', (sealed) => flip(sealed, 6)],
  ['a changed commitment', (sealed) => flip(sealed, lengthField(sealed) + 4 + 1120)],
  [
    'half a megabyte of zeros behind it',
    (sealed) => Buffer.concat([sealed, Buffer.alloc(reportLimits.sealedBytes - sealed.length)]),
  ],
];
for (const [name, bend] of seals) {
  test(`D4: a seal with ${name} is kept as unreadable, and the next report is handled`, async () => {
    const reportId = randomUUID();
    const sealed = bend(await seal(world.server, hubId, reportId, json(reportId)));
    const receipt = await world.accepted(samplePayload({ reportId }), { sealed });
    await world.server.worker.drain();
    const view = await (await world.status(receipt)).json();
    assert.deepEqual([view.status, view.problem.code], ['unreadable', 'seal-unreadable']);
    await honestReportIsHandled();
  });
}

const text = (value: string) => new TextEncoder().encode(value);
const payloads: [name: string, code: string, build: (reportId: string) => unknown][] = [
  ['ten thousand messages', 'too-many-items', (id) => ({ ...json(id), evidence: Array(10_000).fill({}) })],
  ['a hundred thousand levels', 'payload-', () => text(nested(100_000))],
  [
    'a hundred thousand levels in a message',
    'payload-invalid',
    (id) => text(JSON.stringify({ ...json(id), evidence: [0] }).replace('[0]', `[${nested(100_000)}]`)),
  ],
  [
    'four hundred thousand spaces',
    'payload-invalid',
    (id) => text(`${' '.repeat(400_000)}${JSON.stringify({ ...json(id), v: 2 })}`),
  ],
  [
    'a message of seven thousand parts',
    'payload-invalid',
    (id) => ({
      ...json(id),
      evidence: [
        {
          ...json(id).evidence?.[0],
          hidden: Array.from({ length: 7_000 }, (_, index) => ({ index, leaf: 'A'.repeat(43) })),
        },
      ],
    }),
  ],
  [
    'a number of ten thousand digits',
    'payload-invalid',
    (id) => text(JSON.stringify({ ...json(id), v: 0 }).replace('"v":0', `"v":${'9'.repeat(10_000)}`)),
  ],
  ['bytes that are no text', 'payload-not-json', () => new Uint8Array(300_000).fill(0xff)],
];
for (const [name, code, build] of payloads) {
  test(`D4: a good seal around ${name} is kept as unreadable, and the next report is handled`, async () => {
    const reportId = randomUUID();
    const sealed = await seal(world.server, hubId, reportId, build(reportId));
    const receipt = await world.accepted(samplePayload({ reportId }), { sealed });
    await world.server.worker.drain();
    const view = await (await world.status(receipt)).json();
    assert.equal(view.status, 'unreadable');
    assert.ok(view.problem.code.startsWith(code), `${view.problem.code}: ${view.problem.detail}`);
    await honestReportIsHandled();
  });
}

test('D4: sixty-four messages of sixty-four bent parts each are read, believed in nothing, and end no worker', async () => {
  const sender = `${randomUUID()}@messenger.test`;
  const good = disclose(world.hub.send({ sender }));
  const hidden = Array.from({ length: 62 }, (_, index) => ({ index: index + 2, leaf: 'A'.repeat(43) }));
  const evidence = Array.from({ length: 64 }, (_, n) => ({ ...good, partCount: n === 0 ? 64 : n, hidden }));
  const subject = { kind: 'account' as const, accountId: sender };
  const payload = samplePayload({ subject, evidence });
  await world.accepted(payload);
  await world.server.worker.drain();
  assert.equal((await world.caseOf(payload.reportId)).level, 'ASSERTED');
  const levels = new Set((await world.seen(payload.reportId)).map(([, level]) => level));
  assert.deepEqual([...levels], ['ASSERTED']);
  await honestReportIsHandled();
});
