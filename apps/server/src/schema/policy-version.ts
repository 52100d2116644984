import type { LadderStep, StrikeRule, WordsByLocale } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

/** One wording of a policy. Rows are never deleted and approved ones never changed: decisions keep the version they were made under. */
export interface PolicyVersionTable {
  policy_id: string;
  /** e.g. `2026-11`; unique within the policy. */
  version: string;
  /** By language; English is always there. */
  titles: Json<WordsByLocale>;
  /** One sentence by language, for choosing. */
  summaries: Json<WordsByLocale>;
  /** Plain paragraphs by language, an empty line between two. */
  texts: Json<WordsByLocale>;
  /** Taxonomy leaves that it is meant for, the closest first. */
  categories: Json<string[]>;
  /** What is proposed for how many strikes and which severity. */
  ladder: Json<LadderStep[]>;
  strike_rule: Json<StrikeRule>;
  /** From effective_from on nothing is decided under the policy. The words are those of the version before. */
  ends: Generated<boolean>;
  /** In force is what is approved and has the latest effective_from that has passed. */
  state: 'proposed' | 'approved' | 'refused';
  effective_from: Date;
  /** What changes and why, for the person who answers. */
  change_note: string;
  /** Null: came with the installation. */
  proposed_by: string | null;
  proposed_at: Date;
  /** Never the proposer. */
  answered_by: string | null;
  answered_at: Date | null;
  answer_reason: string | null;
}
