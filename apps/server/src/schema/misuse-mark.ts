/** A report or an appeal that a person found manifestly unfounded. Counts while its case stands decided without action. */
export interface MisuseMarkTable {
  of: 'report' | 'appeal';
  /** The report's or appeal's id. */
  object_id: string;
  case_id: string;
  /** Whose it was. */
  hub_id: string;
  account_id: string;
  /** How bad it would have been for the person who was wrongly accused; of an appeal always minor. */
  gravity: 'minor' | 'grave';
  intention: 'unclear' | 'deliberate';
  reason: string;
  marked_by: string;
  marked_at: Date;
}
