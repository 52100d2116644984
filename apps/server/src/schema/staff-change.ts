import type { GivenPower, StaffChangeKind, StaffChangeState } from '@wellhouse/protocol';
import type { ColumnType } from 'kysely';

/** A change of the team that gives power over what cannot be undone, and its second person; staff/staff-changes.ts. */
export interface StaffChangeTable {
  change_id: string;
  kind: StaffChangeKind;
  /** A member, or a role that was made here. */
  subject: string;
  /** As it was asked for: roles and limits of a member, what a role says, or why a login is to be reset. */
  change: ColumnType<Record<string, unknown>, string, never>;
  /** What it gave when it was asked for; when it would give something else by now, nobody can confirm it. */
  gives: ColumnType<GivenPower[], string, never>;
  state: StaffChangeState;
  made_by: string;
  made_at: Date;
  answered_by: string | null;
  answered_at: Date | null;
  reason: string | null;
}
