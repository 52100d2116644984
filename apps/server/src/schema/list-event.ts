import type { Generated } from 'kysely';

/** Something that happened to an entry and that cases may have to hear of; each is handled once. */
export interface ListEventTable {
  event_id: Generated<string>;
  at: Date;
  kind: ListEventKind;
  list_id: string;
  entry_id: string;
  why: string;
  /** Null: no one has acted on it yet. */
  handled_at: Date | null;
}

export type ListEventKind =
  | 'list-entry-withdrawn'
  | 'list-entry-quarantined'
  | 'list-entry-released'
  | 'list-entry-excluded';
