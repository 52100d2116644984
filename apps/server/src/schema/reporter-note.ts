/** What the team wrote to people who reported. Never changed once it is sent. */
export interface ReporterNoteTable {
  /** Chosen by the console, so that it is sent once. */
  note_id: string;
  case_id: string;
  staff_id: string;
  /** SHA-256 of text and recipients: the same note again gets the same answer, another one is refused. */
  body_digest: Buffer;
  /** The text under the case's key, context `reporter-note:<note_id>`. */
  sealed: Buffer;
  sent_at: Date;
}

/** To whom a note went. */
export interface ReporterNoteReportTable {
  note_id: string;
  report_id: string;
  /** When the reporter's device first fetched it. */
  fetched_at: Date | null;
}
