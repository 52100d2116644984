import type { ColumnType, Generated } from 'kysely';

/** All matchable entries as of some versions, in the blob store, from which a process loads its index. */
export interface ListIndexSnapshotTable {
  /** Its blobs are `list-index/<snapshotId>/<n>`, n from 0. */
  snapshot_id: string;
  begun_at: Date;
  /** Null: it is being written, or its writer died. */
  done_at: Date | null;
  /** `{listId: {version, entryId, at}}`: the last change of each list that is in it, and the list's version. */
  positions: ColumnType<unknown, string, never>;
  /** How many blobs may be there: written before each of them. */
  blobs: Generated<number>;
  /** `[{kind, bytes, sha256}]`, one a blob. */
  chunks: ColumnType<unknown, never, string>;
}
