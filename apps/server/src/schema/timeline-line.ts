import type { TimelineSaid } from '@wellhouse/protocol';
import type { CaseEventKind } from './case-event.ts';

/** As it is kept: a picture by its id; who reads it gets the picture's number in place of that (review/load-timeline.ts). */
export type StoredSaid = Stored<TimelineSaid>;
type Stored<T> = T extends { picture: number } ? Omit<T, 'picture'> & { picture: string } : T;

export interface NewLine {
  readonly caseId: string;
  readonly at: Date;
  readonly kind: Exclude<CaseEventKind, 'note'>;
  /** Null: the server itself. */
  readonly staffId: string | null;
  readonly said: StoredSaid;
}

/** A row of `case_event` that says what happened in codes, for words in the reader's language. */
export function timelineLine({ caseId, at, kind, staffId, said }: NewLine) {
  return {
    case_id: caseId,
    at,
    kind,
    staff_id: staffId,
    said: JSON.stringify(said),
    text: null,
    sealed_text: null,
  };
}
