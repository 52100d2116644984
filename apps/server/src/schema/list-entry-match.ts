/** A picture that an entry matched on a day (UTC). Kept for two days, to notice an entry that matches everything. */
export interface ListEntryMatchTable {
  entry_id: string;
  /** `2026-11-27` */
  day: string;
  /** 32 bytes that are the same for the same picture, and say nothing else about it. */
  picture: Buffer;
}
