import type { AlbumRegionTable } from './album-region.ts';
import type { AlbumRegionChangeTable } from './album-region-change.ts';
import type { ListTable } from './list.ts';
import type { ListChangeTable } from './list-change.ts';
import type { ListEntryTable } from './list-entry.ts';
import type { ListEntryMatchTable } from './list-entry-match.ts';
import type { ListEventTable } from './list-event.ts';
import type { ListFeedbackTable } from './list-feedback.ts';
import type { ListIndexSnapshotTable } from './list-index-snapshot.ts';
import type { ListMatchCountTable } from './list-match-count.ts';
import type { ListStagedTable } from './list-staged.ts';
import type { ListVersionTable } from './list-version.ts';

/** Tables of lists of known fingerprints; one line a table. */
export interface ListTables {
  list: ListTable;
  list_version: ListVersionTable;
  list_entry: ListEntryTable;
  list_staged: ListStagedTable;
  list_change: ListChangeTable;
  list_event: ListEventTable;
  list_entry_match: ListEntryMatchTable;
  list_match_count: ListMatchCountTable;
  list_feedback: ListFeedbackTable;
  list_index_snapshot: ListIndexSnapshotTable;
  album_region: AlbumRegionTable;
  album_region_change: AlbumRegionChangeTable;
}
