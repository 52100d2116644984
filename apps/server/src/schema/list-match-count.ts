/** How often a list matched on a day (UTC), by what came of it: what says whether a shadow list may be made active. */
export interface ListMatchCountTable {
  list_id: string;
  day: string;
  effect: string;
  matches: string;
}
