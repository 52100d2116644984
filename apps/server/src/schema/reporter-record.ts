/** How somebody's reports ended, as of a day; faded counts. Without a row nothing is known of them. */
export interface ReporterRecordTable {
  hub_id: string;
  reporter: string;
  /** Reports that decisions upheld. */
  upheld: number;
  /** Reports on which decisions saw no reason to act. */
  dismissed: number;
  as_of: Date;
}
