import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { RelatedCases } from '@wellhouse/protocol';
import { sql } from 'kysely';
import sharp from 'sharp';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { migrations } from '../../src/schema/migrations/index.ts';
import { keepLook, nearBits, nearCases } from '../../src/signals/near-pictures.ts';
import { type CaseWorld, nearPdq, startCaseWorld } from '../albums/support/case-world.ts';
import { drawn } from '../albums/support/draw-picture.ts';
import { caseOf, report } from '../support/reporting.ts';
import { disclose, encryptAttachment, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';

let world: CaseWorld;
let kim: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('reviewer');
  await world.list('known', { category: 'adult.ncii' });
});
after(() => world.close());

/** A case about a sender with one reported picture. */
async function opened(sender: string, file: Buffer, category = 'adult.ncii'): Promise<string> {
  const { ciphertext, attachment, sha256 } = encryptAttachment(file);
  const message = world.hub.send({ sender, parts: [{ type: 'attachment', attachment }] });
  const attachments = [{ sha256, size: ciphertext.length }];
  const payload = samplePayload({ category, evidence: [disclose(message)] });
  const receipt = await report(world, world.hub, payload, { attachments });
  const response = await world.app.inject({
    method: 'PUT',
    url: `/v1/reports/${receipt.reportId}/attachments/${sha256}`,
    headers: { authorization: `Bearer ${receipt.receiptToken}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(ciphertext),
  });
  assert.equal(response.statusCode, 204, response.body);
  await world.worker.drain();
  return (await caseOf(world, receipt.reportId)).case_id;
}

const related = async (caseId: string) =>
  RelatedCases.parse((await world.call(kim, 'GET', `/v1/cases/${caseId}/related`)).json());
const sharedBy = async (caseId: string, other: string) =>
  (await related(caseId)).cases.find(({ summary }) => summary.caseId === other)?.shared;

test('a picture that was encoded anew, smaller and in another format is found; another picture is not', async () => {
  const first = await opened('one@x', await drawn(1).png().toBuffer());
  const again = await opened('two@x', await drawn(1).resize({ width: 420 }).jpeg({ quality: 32 }).toBuffer());
  const webp = await opened('three@x', await drawn(1).webp({ quality: 50 }).toBuffer());
  const other = await opened('four@x', await drawn(2).png().toBuffer());
  assert.deepEqual(await sharedBy(first, again), ['near']);
  assert.deepEqual(await sharedBy(again, webp), ['near']);
  assert.equal(await sharedBy(first, other), undefined);
  const { counts, together } = await related(first);
  assert.deepEqual(counts, [{ kind: 'near', cases: 2, more: false }]);
  assert.deepEqual(together, [], 'looks alone are too little to decide by: a person looks at each');
});

test('the very same file is the same picture and not near as well', async () => {
  const file = await drawn(3).png().toBuffer();
  const first = await opened('five@x', file);
  const second = await opened('six@x', file);
  assert.deepEqual(await sharedBy(first, second), ['picture']);
});

test('flat pictures, which all look alike, lead nowhere', async () => {
  const flat = (background: string) =>
    sharp({ create: { width: 400, height: 300, channels: 3, background } })
      .png()
      .toBuffer();
  const first = await opened('seven@x', await flat('#336'));
  await opened('eight@x', await flat('#347'));
  assert.deepEqual((await related(first)).cases, []);
  const kept = await world.deps.database.kysely
    .selectFrom('case_look')
    .select('look_id')
    .where('case_id', '=', first)
    .execute();
  assert.deepEqual(kept, []);
});

test('a picture of a shared album that was held is found from a report of it, and the other way', async () => {
  const reported = await opened('nine@x', await drawn(4).png().toBuffer());
  const { pdq } = await world.deps.database.kysely
    .selectFrom('case_look')
    .select('pdq')
    .where('case_id', '=', reported)
    .executeTakeFirstOrThrow();
  const entryId = await world.entry('known');
  const near = nearPdq(pdq, 20);
  const pictureId = await world.hold({ account: 'ten@x', pdq: near, quality: 90, matches: [{ entryId }] });
  const album = (await world.fileOf(pictureId)).case_id;
  assert.deepEqual(await sharedBy(reported, album), ['near']);
  assert.deepEqual(await sharedBy(album, reported), ['near']);
});

test('thirty-one bits are near and thirty-two are not, wherever they lie: none is missed and none too many is found', async () => {
  const { kysely } = world.deps.database;
  const caseId = await opened('eleven@x', await drawn(5).png().toBuffer());
  const { pdq } = await kysely
    .selectFrom('case_look')
    .select('pdq')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const turned = (bits: number): Buffer => {
    const places = [...Array(256).keys()].sort((a, b) => order(a) - order(b)).slice(0, bits);
    const copy = Buffer.from(pdq);
    for (const place of places) copy[place >> 3] = (copy[place >> 3] ?? 0) ^ (1 << (place & 7));
    return copy;
  };
  let salt = randomBytes(256);
  const order = (place: number): number => salt[place] ?? 0;
  // The worst case for sixteen parts: every one of them differs, fifteen in two bits and one in one.
  const spread = Buffer.from(pdq);
  for (let place = 0; place < 16; place += 1) spread[place * 2] = (spread[place * 2] ?? 0) ^ (place === 7 ? 1 : 3);
  const looks: { hash: Buffer; near: boolean }[] = [{ hash: spread, near: true }];
  for (let round = 0; round < 40; round += 1) {
    salt = randomBytes(256);
    looks.push({ hash: turned(nearBits), near: true }, { hash: turned(nearBits + 1), near: false });
  }
  const ids: string[] = [];
  for (const [index, { hash }] of looks.entries()) {
    const { rows } = await sql<{ case_id: string }>`
      insert into case_file select (jsonb_populate_record(file, jsonb_build_object('case_id', gen_random_uuid(),
        'case_number', ${200_000 + index}::int, 'subject_id', 'look' || ${index}::int || '@x'))).*
      from case_file file where file.case_id = ${caseId} returning case_id`.execute(kysely);
    const id = rows[0]?.case_id ?? '';
    ids.push(id);
    await keepLook(kysely, id, { pdq: hash, quality: 80 });
  }
  const { rows } = await nearCases(caseId, 1_000).execute(kysely);
  const found = new Set(rows.map((row) => row.case_id));
  for (const [index, { near }] of looks.entries()) assert.equal(found.has(ids[index] ?? ''), near, String(index));
});

test('one picture in 5,000 cases: the nearest are shown and the rest is a number', async () => {
  const { kysely } = world.deps.database;
  const first = await opened('twelve@x', await drawn(6).png().toBuffer());
  await sql`with made as (
      insert into case_file select (jsonb_populate_record(file, jsonb_build_object('case_id', gen_random_uuid(),
        'case_number', 300000 + n, 'subject_id', 'flood' || n || '@x'))).*
      from case_file file, generate_series(1, 5000) n where file.case_id = ${first} returning case_id
    ), looks as (
      insert into case_look (case_id, pdq) select made.case_id, look.pdq from made, case_look look where look.case_id = ${first}
      returning look_id
    ) insert into case_look_part select part.part, looks.look_id from looks, case_look_part part
      where part.look_id = (select look_id from case_look where case_id = ${first})`.execute(kysely);
  const { cases, counts } = await related(first);
  assert.equal(cases.length, 50);
  const near = counts.find(({ kind }) => kind === 'near');
  assert.ok(near?.more === true && near.cases >= 1_000 && near.cases <= 20_000, JSON.stringify(counts));
});

test('a case keeps so many looks and no more, and they go with it', async () => {
  const { kysely } = world.deps.database;
  const caseId = await opened('thirteen@x', await drawn(7).png().toBuffer());
  for (let count = 0; count < 220; count += 1) await keepLook(kysely, caseId, { pdq: randomBytes(32), quality: 80 });
  const count = async () =>
    (await kysely.selectFrom('case_look').select('look_id').where('case_id', '=', caseId).execute()).length;
  assert.equal(await count(), 200);
  await kysely
    .updateTable('case_file')
    .set({ state: 'decided', decided_at: new Date() })
    .where('case_id', '=', caseId)
    .execute();
  assert.equal(await eraseCase(world.deps, caseId, null, 'test'), true);
  assert.equal(await count(), 0);
  const parts = await sql<{ n: number }>`select count(*)::int as n from case_look_part
    where look_id not in (select look_id from case_look)`.execute(kysely);
  assert.equal(parts.rows[0]?.n, 0);
  await keepLook(kysely, caseId, { pdq: randomBytes(32), quality: 80 });
  assert.equal(await count(), 0, 'nothing is kept of an erased case');
});

test('pictures that came before looks were kept are found as well', async () => {
  const { kysely } = world.deps.database;
  const first = await opened('fourteen@x', await drawn(8).png().toBuffer());
  const again = await opened('fifteen@x', await drawn(8).jpeg({ quality: 40 }).toBuffer());
  const lookOf = (caseId: string) =>
    kysely.selectFrom('case_look').select('pdq').where('case_id', '=', caseId).executeTakeFirstOrThrow();
  const before = [await lookOf(first), await lookOf(again)];
  await sql`drop table case_look_part, case_look, reporter_note_report, reporter_note;`.execute(kysely);
  await sql`alter table macro drop column audience`.execute(kysely);
  await world.deps.database.transaction(async (tx) => migrations['0023-notes-and-looks']?.up(tx as never));
  assert.deepEqual([await lookOf(first), await lookOf(again)], before);
  assert.deepEqual(await sharedBy(again, first), ['near']);
});
