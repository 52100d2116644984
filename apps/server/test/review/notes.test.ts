import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CasePage, noteLimits, operations, Problem, type ReportReceipt, SentNote } from '@wellhouse/protocol';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { verifyAudit } from '../../src/staff/verify-audit.ts';
import { startTeam, type Team } from '../decisions/support.ts';
import { caseOf, readReport, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';

let team: Team;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;
before(async () => {
  team = await startTeam();
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('reviewer');
  ina = await team.server.logIn('viewer');
});
after(() => team.close());

const words = 'Thank you. Please keep the messages; we are looking into it.';
let count = 0;

interface Scene {
  readonly caseId: string;
  readonly sender: string;
  readonly receipts: readonly ReportReceipt[];
}

/** A case with a report of each of these people, claimed by kim. */
async function reported(reporters: readonly string[], more: { wantsNotices?: boolean } = {}): Promise<Scene> {
  count += 1;
  const sender = `mallory-${count}@hub.example`;
  const message = team.hub.send({ sender });
  const receipts: ReportReceipt[] = [];
  for (const reporter of reporters) {
    const payload = samplePayload({ evidence: [disclose(message)], ...more });
    receipts.push(await report(team.server, team.hub, payload, { reporter }));
  }
  const caseId = (await caseOf(team.server, receipts[0]?.reportId ?? '')).case_id;
  // Cases of earlier tests go back: nobody holds more than twenty.
  const { pool } = team.server.deps.database;
  await pool.query(
    `update case_file set claim_staff_id = null, claim_until = null
      where case_number < (select case_number - 9 from case_file where case_id = $1)`,
    [caseId],
  );
  assert.equal((await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`)).statusCode, 200);
  return { caseId, sender, receipts };
}

const send = (who: TestSession, { caseId, receipts }: Scene, more: object = {}) =>
  team.call(who, 'POST', `/v1/cases/${caseId}/notes-to-reporters`, {
    noteId: randomUUID(),
    reportIds: receipts.map(({ reportId }) => reportId),
    text: words,
    ...more,
  });
const codeOf = (answer: Awaited<ReturnType<typeof send>>) => Problem.parse(answer.json()).code;
const notesOf = async (receipt: ReportReceipt | undefined) => {
  assert.ok(receipt);
  return (await readReport(team.server, receipt)).notes;
};
const pageOf = async (caseId: string) => CasePage.parse((await team.call(kim, 'GET', `/v1/cases/${caseId}`)).json());

test('a note reaches the person whose report was chosen, with its words and its time and nothing else', async () => {
  const scene = await reported(['ana@hub.example', 'ben@hub.example']);
  const [ana, ben] = scene.receipts;
  const sent = await send(kim, scene, { reportIds: [ana?.reportId] });
  assert.equal(sent.statusCode, 201, sent.body);
  const notes = await notesOf(ana);
  assert.deepEqual(
    notes.map(({ text }) => text),
    [words],
  );
  assert.deepEqual(Object.keys(notes[0] ?? {}).sort(), ['noteId', 'sentAt', 'text']);
  assert.deepEqual(await notesOf(ben), [], 'the other person who reported hears nothing of it');
});

test('a note to several is read by each alone: nothing says that others reported, who wrote it, or whom it is about', async () => {
  const scene = await reported(['ana@hub.example', 'ben@hub.example', 'cleo@hub.example']);
  assert.equal((await send(kim, scene)).statusCode, 201);
  for (const [index, receipt] of scene.receipts.entries()) {
    const answer = await team.server.app.inject({
      url: `/v1/reports/${receipt.reportId}`,
      headers: { authorization: `Bearer ${receipt.receiptToken}` },
    });
    assert.ok(answer.body.includes(words));
    const others = scene.receipts.filter((_, other) => other !== index);
    const secrets = [
      ...others.flatMap(({ reportId, reference }) => [reportId, reference]),
      ...['ana', 'ben', 'cleo', scene.sender, scene.caseId, kim.me.staff.name, kim.me.staff.staffId, 'reviewer-'],
    ];
    for (const secret of secrets) assert.ok(!answer.body.includes(secret), secret);
  }
});

test('the team sees what was sent, by whom, to whom, and when it reached the device', async () => {
  const scene = await reported(['ana@hub.example', 'ben@hub.example']);
  const sent = SentNote.parse((await send(kim, scene)).json());
  assert.deepEqual([sent.text, sent.sentBy], [words, kim.me.staff.name]);
  assert.deepEqual(
    sent.to.map(({ reference, fetchedAt }) => [reference, fetchedAt]),
    scene.receipts.map(({ reference }) => [reference, null]),
  );
  await notesOf(scene.receipts[1]);
  const page = await pageOf(scene.caseId);
  const [note] = page.notesSent;
  assert.deepEqual(
    note?.to.map(({ fetchedAt }) => fetchedAt !== null),
    [false, true],
  );
  const line = page.timeline.find(({ kind }) => kind === 'note-sent');
  assert.equal(line?.staffName, kim.me.staff.name);
  assert.deepEqual(line?.said, { code: 'note-sent', references: scene.receipts.map(({ reference }) => reference) });
});

test('it stands in the audit chain without its words, and no word of it lies in the database', async () => {
  const scene = await reported(['ana@hub.example']);
  const sent = SentNote.parse((await send(kim, scene)).json());
  const entry = await team.kysely
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'note.send')
    .where('object', '=', `case:${scene.caseId}`)
    .executeTakeFirstOrThrow();
  assert.equal(entry.staff_id, kim.me.staff.staffId);
  assert.deepEqual(entry.details, {
    noteId: sent.noteId,
    references: [scene.receipts[0]?.reference],
    characters: words.length,
  });
  const row = await team.kysely
    .selectFrom('reporter_note')
    .selectAll()
    .where('note_id', '=', sent.noteId)
    .executeTakeFirstOrThrow();
  assert.ok(!row.sealed.toString('latin1').includes('keep the messages'));
});

test('no operation changes or takes back what was sent', () => {
  const paths = Object.values(operations).filter(({ path }) => path.includes('notes-to-reporters'));
  assert.deepEqual(
    paths.map(({ method }) => method),
    ['POST'],
  );
});

test('sent twice it arrives once; the same id for other words, another case or by another person is refused', async () => {
  const scene = await reported(['ana@hub.example']);
  const noteId = randomUUID();
  const first = await send(kim, scene, { noteId });
  const again = await send(kim, scene, { noteId });
  assert.deepEqual([again.statusCode, again.json()], [201, first.json()]);
  assert.equal((await notesOf(scene.receipts[0])).length, 1);
  assert.equal(codeOf(await send(kim, scene, { noteId, text: 'Something else.' })), 'idempotency-key-reused');
  assert.equal(codeOf(await send(kim, await reported(['ana@hub.example']), { noteId })), 'idempotency-key-reused');
  assert.equal(codeOf(await send(lou, scene, { noteId })), 'idempotency-key-reused');
});

test('an open case is written about by whoever works on it, and by nobody without the permission', async () => {
  const scene = await reported(['ana@hub.example']);
  assert.equal(codeOf(await send(lou, scene)), 'not-claimed');
  assert.equal(codeOf(await send(ina, scene)), 'forbidden');
  assert.deepEqual(await notesOf(scene.receipts[0]), []);
});

test('who asked not to hear from the team does not, and a note to others does not go to them by mistake', async () => {
  const scene = await reported(['ana@hub.example'], { wantsNotices: false });
  assert.equal((await pageOf(scene.caseId)).reports[0]?.wantsNotices, false);
  assert.equal(codeOf(await send(kim, scene)), 'not-to-be-told');
  assert.deepEqual(await notesOf(scene.receipts[0]), []);
});

const twice = 'one person twice';
const reports: [name: string, pick: (scene: Scene, other: Scene) => (string | undefined)[]][] = [
  ['a report of another case', (_, other) => [other.receipts[0]?.reportId]],
  ['one of this case and one of another', (one, other) => [one.receipts[0]?.reportId, other.receipts[0]?.reportId]],
  ['a report that does not exist', () => [randomUUID()]],
  ['nobody', () => []],
  [twice, ({ receipts }) => [receipts[0]?.reportId, receipts[1]?.reportId]],
  ['one report twice', ({ receipts }) => [receipts[0]?.reportId, receipts[0]?.reportId]],
];
for (const [name, pick] of reports) {
  test(`a note to ${name} is refused, and nobody gets it`, async () => {
    const other = await reported(['cleo@hub.example']);
    const scene = await reported(['ana@hub.example', name === twice ? 'ana@hub.example' : 'ben@hub.example']);
    assert.equal(codeOf(await send(kim, scene, { reportIds: pick(scene, other) })), 'invalid-request');
    for (const receipt of [...scene.receipts, ...other.receipts]) assert.deepEqual(await notesOf(receipt), []);
  });
}

const named: [name: string, text: (scene: Scene) => string, code: 'note-names-somebody' | null][] = [
  ['the account that it is about', ({ sender }) => `We warned ${sender}.`, 'note-names-somebody'],
  [
    'the name of that account',
    ({ sender }) => `We warned @${sender.split('@')[0]?.toUpperCase()}!`,
    'note-names-somebody',
  ],
  [
    'it behind a character that cannot be seen',
    ({ sender }) => `We warned mal\u200blory${sender.slice(7)}.`,
    'note-names-somebody',
  ],
  ['another person who reported', () => 'Ben has told us the same.', 'note-names-somebody'],
  ['another report', ({ receipts }) => `See ${receipts[1]?.reference}.`, 'note-names-somebody'],
  ['the reader’s own name', () => 'Dear Ana, thank you.', null],
  ['nobody', () => 'Benches and analysis are only words.', null],
];
for (const [name, text, code] of named) {
  test(`a note that names ${name} is ${code === null ? 'sent' : 'refused'}`, async () => {
    const scene = await reported(['ana@hub.example', 'ben@hub.example']);
    const answer = await send(kim, scene, { reportIds: [scene.receipts[0]?.reportId], text: text(scene) });
    if (code === null) assert.equal(answer.statusCode, 201, answer.body);
    else assert.equal(codeOf(answer), code);
  });
}

test('a note signed with one’s own name, or with the number of the case or a decision, is refused', async () => {
  const scene = await reported(['ana@hub.example']);
  const { number } = (await pageOf(scene.caseId)).summary;
  for (const text of [`Thank you. ${kim.me.staff.name}`, `Your report is part of ${number}.`]) {
    assert.equal(codeOf(await send(kim, scene, { text })), 'note-names-somebody', text);
  }
  const { reference } = await team.decide(kim, scene.caseId, 'warn');
  assert.equal(codeOf(await send(kim, scene, { text: `See ${reference}.` })), 'note-names-somebody');
});

test('a note to several may name none of them', async () => {
  const scene = await reported(['ana@hub.example', 'ben@hub.example']);
  assert.equal(codeOf(await send(kim, scene, { text: 'Dear Ana, thank you.' })), 'note-names-somebody');
});

test('a note that is too long, empty, or holds characters that cannot be seen is refused', async () => {
  const scene = await reported(['ana@hub.example']);
  for (const text of ['x'.repeat(noteLimits.characters + 1), '  ', 'Call \u202e1234\u202c.', 'Bell\u0007 rings.']) {
    assert.equal(codeOf(await send(kim, scene, { text })), 'invalid-request', JSON.stringify(text.slice(0, 20)));
  }
  assert.equal((await send(kim, scene, { text: 'Two\n\nlines.' })).statusCode, 201);
});

test('notes are erased with their case: nobody reads them any more, and none can be sent', async () => {
  const scene = await reported(['ana@hub.example']);
  assert.equal((await send(kim, scene)).statusCode, 201);
  await team.decide(kim, scene.caseId, 'no-action', { policyId: null });
  assert.equal(await eraseCase(team.server.deps, scene.caseId, null, 'test'), true);
  assert.deepEqual(await notesOf(scene.receipts[0]), []);
  assert.deepEqual((await pageOf(scene.caseId)).notesSent, []);
  assert.equal(codeOf(await send(kim, scene)), 'case-closed');
});

test('five notes go out in a day, of however many reporters; the sixth waits', async () => {
  const scene = await reported(['ana@hub.example', 'ben@hub.example']);
  for (let sent = 0; sent < noteLimits.perDay; sent += 1) {
    const one = { reportIds: [scene.receipts[sent % 2]?.reportId], text: `${words} (${sent})` };
    assert.equal((await send(kim, scene, one)).statusCode, 201);
  }
  const sixth = await send(kim, scene);
  assert.equal(codeOf(sixth), 'too-many-notes');
  const wait = Number(sixth.headers['retry-after']);
  assert.ok(wait > 0 && wait <= 86_400, String(wait));
  await team.advance(86_400_000 + 1_000);
  assert.equal((await team.call(kim, 'POST', `/v1/cases/${scene.caseId}/claim`)).statusCode, 200);
  assert.equal((await send(kim, scene)).statusCode, 201);
});

test('a reporter still reads a note about a case that is decided, long after the token of the delivery service has run out', async () => {
  const other = await reported(['ben@hub.example']);
  const scene = await reported(['ana@hub.example']);
  await team.decide(kim, scene.caseId, 'no-action', { policyId: null });
  assert.equal((await send(lou, scene)).statusCode, 201, 'nobody holds it any more');
  await team.advance(400 * 86_400_000);
  assert.deepEqual(
    (await notesOf(scene.receipts[0])).map(({ text }) => text),
    [words],
  );
  const stranger = await team.server.app.inject({
    url: `/v1/reports/${scene.receipts[0]?.reportId}`,
    headers: { authorization: `Bearer ${other.receipts[0]?.receiptToken}` },
  });
  assert.equal(stranger.statusCode, 401, 'the receipt of another report opens nothing');
});

test('a text of the team for reporters says whom it is for, and nothing of what a sanction is like', async () => {
  const lead = await team.server.logIn('lead', 'reviewer');
  const write = (body: object) =>
    team.call(lead, 'PUT', `/v1/macros/${randomUUID()}`, {
      ...{ audience: 'reporter', title: `Text ${randomUUID().slice(0, 8)}`, policyId: null, categories: [] },
      ...{ texts: { en: 'We are looking into it.' }, ...body },
    });
  assert.equal((await write({})).json().audience, 'reporter');
  assert.equal(
    (await write({ audience: undefined })).json().audience,
    'person',
    'as texts were before there were notes',
  );
  for (const texts of [
    { en: 'The account is suspended for {days} days.' },
    { en: 'We are looking into it.', de: 'Wir sperren bis {until}.' },
    { en: 'x'.repeat(noteLimits.characters + 1) },
  ]) {
    assert.equal(codeOf(await write({ texts })), 'invalid-request');
    assert.equal((await write({ texts, audience: 'person' })).statusCode, 200);
  }
});

test('the audit chain holds over all of it', async () => {
  assert.equal((await verifyAudit(team.server.deps.database)).broken, null);
});
