import type { Action, ProposeGoldenCase } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** An invented case with an answer that two leads agreed on. No case_file: it never stands in the queue. */
export interface GoldenCaseTable {
  golden_id: string;
  /** Taxonomy leaf. */
  category: string;
  messages: ColumnType<ProposeGoldenCase['messages'], string, never>;
  /** What the invented reporter wrote. */
  statement: string | null;
  action: Action;
  policy_id: string | null;
  /** Why this is the answer. */
  reasoning: string;
  state: Generated<'proposed' | 'agreed' | 'refused' | 'retired'>;
  proposed_by: string;
  proposed_at: Date;
  /** Somebody else, who agreed or refused. */
  answered_by: Generated<string | null>;
  answered_at: Generated<Date | null>;
  answer_reason: Generated<string | null>;
}
