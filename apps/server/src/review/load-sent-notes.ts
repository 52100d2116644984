import { NoteId, ReportId, type SentNote } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { noteContext } from '../notices/load-report-notes.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';

type Sent = z.input<typeof SentNote>;

/** What the team wrote to people who reported a case, oldest first; nothing of an erased case. */
export async function loadSentNotes(executor: Executor, caseId: string, vault: CaseVault | null): Promise<Sent[]> {
  if (vault === null) return [];
  const notes = await executor
    .selectFrom('reporter_note')
    .innerJoin('staff', 'staff.staff_id', 'reporter_note.staff_id')
    .select(['note_id', 'sealed', 'sent_at', 'staff.name'])
    .where('case_id', '=', caseId)
    .orderBy('sent_at', 'desc')
    .limit(100)
    .execute();
  if (notes.length === 0) return [];
  const to = await executor
    .selectFrom('reporter_note_report as sent')
    .innerJoin('report', 'report.report_id', 'sent.report_id')
    .select(['sent.note_id', 'sent.report_id', 'sent.fetched_at', 'report.reference'])
    .where(sql<boolean>`sent.note_id = any(${notes.map((note) => note.note_id)}::uuid[])`)
    .orderBy('report.accepted_at')
    .execute();
  return Promise.all(
    notes.reverse().map(async (note) => ({
      noteId: NoteId.parse(note.note_id),
      text: (await vault.open(note.sealed, noteContext(note.note_id))).toString('utf8'),
      sentAt: note.sent_at.toISOString(),
      sentBy: note.name,
      to: to
        .filter((one) => one.note_id === note.note_id)
        .map((one) => ({
          reportId: ReportId.parse(one.report_id),
          reference: one.reference,
          fetchedAt: one.fetched_at?.toISOString() ?? null,
        })),
    })),
  );
}
