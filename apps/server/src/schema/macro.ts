import type { WordsByLocale } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

/** A text of the team for the reason of a decision, or for a note to somebody who reported. */
export interface MacroTable {
  macro_id: string;
  audience: Generated<'person' | 'reporter'>;
  /** How the team finds it; unique among the active ones. */
  title: string;
  /** Offered with this policy alone; null: with every one. */
  policy_id: string | null;
  /** Offered for these taxonomy leaves alone; empty: for all. */
  categories: Json<string[]>;
  /** By language, with placeholders of the fixed list. */
  texts: Json<WordsByLocale>;
  /** False: no longer offered. */
  active: Generated<boolean>;
  created_by: string;
  created_at: Date;
  updated_by: string;
  updated_at: Date;
}
