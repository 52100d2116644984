import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RelatedCases } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { linksIn } from '../../src/signals/links-in.ts';
import { bandsAlike, textBands } from '../../src/signals/text-fingerprint.ts';
import { startTeam, type Team } from '../decisions/support.ts';
import { disclose } from '../support/sample-hub.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import type { TestSession } from '../support/test-server.ts';

const scam =
  'Dear customer, your parcel waits at the depot since 14 May. Pay the fee of 2.99 at https://parcels.example/pay?id=1 within 24 hours or it goes back to the sender.';
const changed =
  'DEAR customer!! your parcel waits at the dерot since 3 June. Pay the fee of 4,50 at https://www.parcels.example/pay?id=7 within 48 hours, or it goes back to its sender';
const other =
  'We meet on Saturday behind the old mill, bring your own cups and something to sit on, the music starts at eight and the neighbours know.';

let database: TestDatabase;
let team: Team;
let kim: TestSession;
before(async () => {
  database = await startTestDatabase();
  team = await startTeam({ database });
  kim = await team.server.logIn('reviewer');
});
after(async () => {
  await team.close();
  await database.close();
});

const opened = (sender: string, text: string) =>
  team.opened(sender, { evidence: [disclose(team.hub.send({ sender, text }))] });
const related = async (caseId: string) =>
  RelatedCases.parse((await team.call(kim, 'GET', `/v1/cases/${caseId}/related`)).json());
const sharedBands = (a: string, b: string) => {
  const bands = new Set(textBands(a));
  return textBands(b).filter((band) => bands.has(band)).length;
};

test('a text is known again with other numbers, signs, capitals and letters that look alike; another is not', () => {
  assert.ok(sharedBands(scam, changed) >= bandsAlike, String(sharedBands(scam, changed)));
  assert.ok(sharedBands(scam, other) < bandsAlike);
  assert.deepEqual(textBands('See you at eight, love.'), [], 'greetings say too little');
  assert.equal(sharedBands(scam, scam), textBands(scam).length);
});

test('links are compared by host and path', () => {
  assert.deepEqual(linksIn(`${scam} ${changed} (https://Parcels.example/pay/).`), ['parcels.example/pay']);
  assert.deepEqual(linksIn('https://localhost/x http:// https://[bad'), []);
});

test('cases of one scam find each other, whoever sent it; the rest stays apart', async () => {
  const first = await opened('one@x', scam);
  const second = await opened('two@x', changed);
  const apart = await opened('three@x', other);
  const seen = await related(first);
  assert.deepEqual(
    seen.cases.map((one) => [one.summary.caseId, one.shared, one.together]),
    [[second, ['link', 'text'], true]],
  );
  assert.deepEqual(seen.together, [second]);
  assert.deepEqual(seen.counts, [
    { kind: 'text', cases: 1, more: false },
    { kind: 'link', cases: 1, more: false },
  ]);
  assert.deepEqual((await related(apart)).cases, []);
});

test('the same subject is a relation of its own, and does not make cases alike', async () => {
  const first = await opened('four@x', other);
  await team.opened('four@x', {
    category: 'spam.bulk',
    evidence: [disclose(team.hub.send({ sender: 'four@x', text: 'Buy now, buy here.' }))],
  });
  const found = (await related(first)).cases.find((one) => one.shared.includes('target'));
  assert.equal(found?.together, false);
});

test('the table says nothing of what is shared: the same words under another key are other values', async () => {
  const rows = await team.kysely.selectFrom('case_signal').selectAll().execute();
  assert.ok(rows.length > 20 && rows.every((row) => row.value.length === 16));
  const plain = Buffer.concat(rows.map((row) => row.value)).toString('latin1');
  assert.ok(!plain.includes('parcels'));
});

test('one scam in 5,000 cases: the nearest are shown, the rest is a number, open ones come first', async () => {
  const first = await opened('five@x', `${scam} Reference of the flood for everyone here.`);
  await sql`with made as (
      insert into case_file select (jsonb_populate_record(file, jsonb_build_object('case_id', gen_random_uuid(),
        'case_number', 100000 + n, 'subject_id', 'flood' || n || '@x',
        'state', case when n % 10 = 0 then 'open' else 'decided' end,
        'decided_at', case when n % 10 = 0 then null else now() end))).*
      from case_file file, generate_series(1, 5000) n where file.case_id = ${first} returning case_id
    ) insert into case_signal select made.case_id, signal.kind, signal.value, signal.at
      from made, case_signal signal where signal.case_id = ${first}`.execute(team.kysely);
  const seen = await related(first);
  assert.equal(seen.cases.length, 50);
  assert.ok(seen.cases.every((one) => one.summary.state === 'open' && one.together));
  assert.ok(seen.counts.some((one) => one.kind === 'text' && one.more && one.cases >= 1_000));
  assert.ok(seen.together.length > 50 && seen.together.length <= 199);
});

test('what is erased is related to nothing any more', async () => {
  const caseId = await team.claimed(kim, 'six@x');
  await team.kysely
    .insertInto('case_signal')
    .values({ case_id: caseId, kind: 'link', value: Buffer.alloc(16, 7), at: new Date() })
    .execute();
  await team.decide(kim, caseId, 'warn');
  assert.equal(await eraseCase(team.server.deps, caseId, null, 'test'), true);
  const left = await team.kysely.selectFrom('case_signal').select('kind').where('case_id', '=', caseId).execute();
  assert.deepEqual(left, []);
});
