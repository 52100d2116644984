/**
 * Columns (bytea) that hold something wrapped by the master key. `wellhouse keys rotate --master` wraps each again.
 * A column that is missing here becomes unreadable once the old master key is gone.
 */
export interface WrappedColumn {
  readonly table: string;
  /** Columns that name one row. */
  readonly primaryKey: readonly string[];
  readonly column: string;
  /** The context that the value was wrapped with; must be computable from the primary key. */
  context(key: Readonly<Record<string, unknown>>): string;
}

export const wrappedColumns: readonly WrappedColumn[] = [
  {
    table: 'sealing_key',
    primaryKey: ['key_id'],
    column: 'private_key_wrapped',
    context: (key) => `sealing-key:${String(key.key_id)}`,
  },
  {
    table: 'hub_key',
    primaryKey: ['hub_id', 'key_id'],
    column: 'mac_key_wrapped',
    context: (key) => `hub-key:${String(key.hub_id)}:${String(key.key_id)}`,
  },
  {
    table: 'case_key',
    primaryKey: ['case_id'],
    column: 'data_key_wrapped',
    context: (key) => `case:${String(key.case_id)}`,
  },
  {
    table: 'measure_appeal',
    primaryKey: ['appeal_id'],
    column: 'data_key_wrapped',
    context: (key) => `measure-appeal:${String(key.appeal_id)}`,
  },
  {
    table: 'album_picture',
    primaryKey: ['picture_id'],
    column: 'key_wrapped',
    context: (key) => `album-picture:${String(key.picture_id)}`,
  },
  {
    table: 'staff_totp',
    primaryKey: ['totp_id'],
    column: 'secret_wrapped',
    context: (key) => `staff-totp:${String(key.totp_id)}`,
  },
  {
    table: 'audit_key',
    primaryKey: ['key_id'],
    column: 'private_key_wrapped',
    context: (key) => `audit-key:${String(key.key_id)}`,
  },
];
