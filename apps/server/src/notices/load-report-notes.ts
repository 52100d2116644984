import { NoteId, type ReportNote } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';

/** Of one report; more were never sent on purpose. */
const mostNotes = 100;

/**
 * What the team wrote to the person of this report, oldest first, and that their device has it now. The words are all there is:
 * neither who wrote them nor who else got them. Erased with the case.
 */
export async function loadReportNotes(
  deps: Deps,
  { reportId, caseId }: { readonly reportId: string; readonly caseId: string },
): Promise<z.input<typeof ReportNote>[]> {
  const { kysely } = deps.database;
  const notes = await kysely
    .selectFrom('reporter_note_report as sent')
    .innerJoin('reporter_note as note', 'note.note_id', 'sent.note_id')
    .select(['note.note_id', 'note.sealed', 'note.sent_at', 'sent.fetched_at'])
    .where('sent.report_id', '=', reportId)
    .where('note.case_id', '=', caseId)
    .orderBy('note.sent_at', 'desc')
    .limit(mostNotes)
    .execute();
  if (notes.length === 0) return [];
  const vault = await openCaseVault(kysely, deps.keys, deps.random, caseId);
  if (vault === null) return [];
  const shown = await Promise.all(
    notes.reverse().map(async (note) => ({
      noteId: NoteId.parse(note.note_id),
      sentAt: note.sent_at.toISOString(),
      text: (await vault.open(note.sealed, noteContext(note.note_id))).toString('utf8'),
    })),
  );
  if (notes.some((note) => note.fetched_at === null)) await noteFetched(deps, reportId);
  return shown;
}

export function noteContext(noteId: string): string {
  return `reporter-note:${noteId}`;
}

/** The team sees whether a note has arrived; an answer does not fail for it. */
async function noteFetched({ database, clock, log }: Deps, reportId: string): Promise<void> {
  await database.kysely
    .updateTable('reporter_note_report')
    .set({ fetched_at: clock() })
    .where('report_id', '=', reportId)
    .where('fetched_at', 'is', null)
    .execute()
    .catch((error: unknown) => log.warn({ err: error }, 'note that a note has arrived'));
}
