/** When a case's clocks are looked at next. Written by a trigger when they change, and by whoever looked. */
export interface PageWatchTable {
  case_id: string;
  look_at: Date;
}
