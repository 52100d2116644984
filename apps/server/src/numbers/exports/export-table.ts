import type { RawBuilder } from 'kysely';

/** What a value is, so that other programs need not guess; null is an empty field in CSV. */
export type ColumnType = 'text' | 'integer' | 'boolean' | 'timestamp';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What it says; the document of exports has the same words. */
  readonly means: string;
  /** SQL of its value. A `staff` value is an id, and leaves as a pseudonym. */
  readonly value: RawBuilder<unknown>;
  readonly staff?: true;
}

/** One table that can be taken out: its rows in the order of a moment and an id, so that a page begins where one ended. */
export interface ExportedTable {
  readonly columns: readonly Column[];
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
}
