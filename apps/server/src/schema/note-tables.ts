import type { CaseLookPartTable, CaseLookTable } from './case-look.ts';
import type { ReporterNoteReportTable, ReporterNoteTable } from './reporter-note.ts';

/** Tables of notes to reporters, and of how pictures look; one line a table. */
export interface NoteTables {
  reporter_note: ReporterNoteTable;
  reporter_note_report: ReporterNoteReportTable;
  case_look: CaseLookTable;
  case_look_part: CaseLookPartTable;
}
