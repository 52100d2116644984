import { hash } from 'node:crypto';
import { noteLimits, type SendNote, type SentNote } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { claimantOf, type LockedCase, lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { noteContext } from '../notices/load-report-notes.ts';
import { localPart, namedIn, wordsOfNote } from '../notices/note-names.ts';
import { isSignedBy } from '../notices/told-reason.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadSentNotes } from './load-sent-notes.ts';

type Body = z.output<typeof SendNote>;

const dayMs = 86_400_000;

/**
 * Writes to people who reported a case. While it is open whoever works on it writes; afterwards anybody who may. What is sent stays as
 * it is: there is no operation that changes it. Sent again, it is answered alike.
 * @throws ProblemError `idempotency-key-reused`, `case-closed` (erased), `not-claimed`, `not-to-be-told`, `note-names-somebody`, `too-many-notes`
 */
export async function sendNote(
  deps: Deps,
  staffId: string,
  caseId: string,
  body: Body,
): Promise<z.input<typeof SentNote>> {
  const { noteId, text } = body;
  const now = deps.clock();
  const digest = hash('sha256', JSON.stringify([text, [...body.reportIds].sort()]), 'buffer');
  return deps.database.transaction(async (tx) => {
    const file = await lockCase(tx, caseId);
    const vault = await openCaseVault(tx, deps.keys, deps.random, caseId);
    if (vault === null) throw new ProblemError('case-closed', 'The case was erased.');
    const view = async () => {
      const sent = (await loadSentNotes(tx, caseId, vault)).find((note) => note.noteId === noteId);
      if (sent === undefined) throw new Error(`read note ${noteId} back`);
      return sent;
    };
    if (await isSent(tx, { noteId, caseId, staffId, digest })) return view();
    if (file.state === 'open' && claimantOf(file, now) !== staffId) throw new ProblemError('not-claimed');
    const reports = await loadReaders(tx, caseId, body.reportIds);
    await refuseNames(tx, { file, staffId, text, reports });
    await refuseFlood(tx, caseId, now);
    const sealed = await vault.seal(Buffer.from(text, 'utf8'), noteContext(noteId));
    await tx
      .insertInto('reporter_note')
      .values({ note_id: noteId, case_id: caseId, staff_id: staffId, body_digest: digest, sealed, sent_at: now })
      .execute();
    await tx
      .insertInto('reporter_note_report')
      .values(reports.map(({ report_id }) => ({ note_id: noteId, report_id, fetched_at: null })))
      .execute();
    const references = reports.map(({ reference }) => reference);
    const said = { code: 'note-sent', references } as const;
    await tx
      .insertInto('case_event')
      .values(timelineLine({ caseId, at: now, kind: 'note-sent', staffId, said }))
      .execute();
    const sent = await view();
    const details = { noteId, references, characters: text.length };
    await recordAudit(tx, { staffId, action: 'note.send', object: `case:${caseId}`, details, at: now });
    return sent;
  });
}

interface Reader {
  readonly report_id: string;
  readonly reference: string;
  readonly reporter: string;
}

/** One answer for other words, another case and another person: an id says nothing of what it was used for. */
async function isSent(
  tx: Transaction,
  note: { readonly noteId: string; readonly caseId: string; readonly staffId: string; readonly digest: Buffer },
): Promise<boolean> {
  const known = await tx
    .selectFrom('reporter_note')
    .select(['case_id', 'staff_id', 'body_digest'])
    .where('note_id', '=', note.noteId)
    .executeTakeFirst();
  if (known === undefined) return false;
  const same =
    known.case_id === note.caseId && known.staff_id === note.staffId && known.body_digest.equals(note.digest);
  if (!same) throw new ProblemError('idempotency-key-reused', 'This note id was used for another note.');
  return true;
}

async function loadReaders(tx: Transaction, caseId: string, reportIds: readonly string[]): Promise<Reader[]> {
  const reports = await tx
    .selectFrom('report')
    .select(['report_id', 'reference', 'reporter', 'hub_id', 'wants_notices'])
    .where('case_id', '=', caseId)
    .where('report_id', 'in', [...new Set(reportIds)])
    .orderBy('accepted_at')
    .execute();
  if (reports.length < reportIds.length) throw invalid('is not a report of this case, or stands there twice');
  if (new Set(reports.map((one) => `${one.hub_id} ${one.reporter}`)).size < reports.length) {
    throw invalid('names one person twice: each gets a note once');
  }
  if (reports.some((one) => one.wants_notices !== true)) throw new ProblemError('not-to-be-told');
  return reports;
}

/** The words of the note are looked for among the names, so that it costs the same in a case of five thousand reporters. */
async function refuseNames(
  tx: Transaction,
  given: {
    readonly file: LockedCase;
    readonly staffId: string;
    readonly text: string;
    readonly reports: readonly Reader[];
  },
): Promise<void> {
  const { file, text, reports } = given;
  const words = [...wordsOfNote(text)];
  const only = reports.length === 1 ? reports[0] : undefined;
  const { rows: named } = await sql<{ reporter: string; reference: string }>`select reporter, reference from report
    where case_id = ${file.case_id} and (lower(reporter) = any(${words}::text[])
      or lower(split_part(reporter, '@', 1)) = any(${words}::text[]) or lower(reference) = any(${words}::text[]))
      and reporter is distinct from ${only?.reporter ?? null}`.execute(tx);
  const decisions = await tx.selectFrom('decision').select('reference').where('case_id', '=', file.case_id).execute();
  const writer = await tx
    .selectFrom('staff')
    .select(['name', 'email'])
    .where('staff_id', '=', given.staffId)
    .executeTakeFirstOrThrow();
  const own = only === undefined ? null : localPart(only.reporter).toLowerCase();
  const other = namedIn(text, {
    // Somebody who reports themself, or whose name is the same elsewhere, can be spoken to.
    subject: file.subject_kind === 'account' && file.subject_id !== only?.reporter ? file.subject_id : null,
    reporters: named.map(({ reporter }) => reporter),
    references: [...named, ...decisions].map(({ reference }) => reference).concat(`C-${file.case_number}`),
    staffNames: writer.name
      .toLowerCase()
      .split(/\s+/)
      .includes(own ?? '')
      ? []
      : [writer.name],
  });
  // A name of two letters is no word of its own, but a signature is one.
  const isSigned = words.includes(writer.email.toLowerCase()) || isSignedBy(text, writer.name);
  const found = other ?? (isSigned ? 'staff' : null);
  if (found === null) return;
  throw new ProblemError('note-names-somebody', `The note names ${namedWords[found]}.`, {
    fields: [{ field: '/body/text', problem: found }],
  });
}

const namedWords = {
  subject: 'the account that the case is about',
  reporter: 'somebody who reported',
  reference: 'a case, a decision or the report of somebody else',
  staff: 'the member who writes it',
} as const;

async function refuseFlood(tx: Transaction, caseId: string, now: Date): Promise<void> {
  const recent = await tx
    .selectFrom('reporter_note')
    .select('sent_at')
    .where('case_id', '=', caseId)
    .where('sent_at', '>', new Date(now.getTime() - dayMs))
    .orderBy('sent_at')
    .execute();
  if (recent.length < noteLimits.perDay) return;
  const free = recent.at(-noteLimits.perDay)?.sent_at ?? now;
  const retryAfter = Math.max(1, Math.ceil((free.getTime() + dayMs - now.getTime()) / 1_000));
  throw new ProblemError('too-many-notes', undefined, { retryAfter });
}

function invalid(problem: string): ProblemError {
  const fields = [{ field: '/body/reportIds', problem }];
  return new ProblemError('invalid-request', `/body/reportIds: ${problem}`, { fields });
}
