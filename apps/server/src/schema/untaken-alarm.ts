/** Cases that wait and that nobody who is on duty or at the console may take. One row a time that it is so; queues/watch-takers.ts. */
export interface UntakenAlarmTable {
  alarm_id: string;
  queue_id: string;
  /** Taxonomy leaf. */
  category: string;
  /** ISO 3166-1 alpha-2. */
  region: string | null;
  since: Date;
  /** By which the leads were called. */
  page_id: string;
  /** When somebody was there again who may, or nothing waited any more. */
  ended_at: Date | null;
}
