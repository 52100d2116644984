import type { AlbumTables } from './album-tables.ts';
import type { AppealTables } from './appeal-tables.ts';
import type { AuditEntryTable } from './audit-entry.ts';
import type { AuditKeyTable } from './audit-key.ts';
import type { CareTables } from './care-tables.ts';
import type { DomainTables } from './domain-tables.ts';
import type { JobTable } from './job.ts';
import type { ListTables } from './list-tables.ts';
import type { LoginAttemptTable } from './login-attempt.ts';
import type { LoginChallengeTable } from './login-challenge.ts';
import type { NoteTables } from './note-tables.ts';
import type { QualityTables } from './quality-tables.ts';
import type { QueueTables } from './queue-tables.ts';
import type { SealingKeyTable } from './sealing-key.ts';
import type { StaffTable } from './staff.ts';
import type { StaffChangeTable } from './staff-change.ts';
import type { StaffLinkTable } from './staff-link.ts';
import type { StaffPasskeyTable } from './staff-passkey.ts';
import type { StaffRecoveryCodeTable } from './staff-recovery-code.ts';
import type { StaffRoleTable } from './staff-role.ts';
import type { StaffSessionTable } from './staff-session.ts';
import type { StaffTotpTable } from './staff-totp.ts';

/** Tables below every feature: accounts of the team, jobs, keys, audit. */
export interface PlatformTables {
  job: JobTable;
  staff: StaffTable;
  staff_session: StaffSessionTable;
  staff_link: StaffLinkTable;
  staff_role: StaffRoleTable;
  staff_change: StaffChangeTable;
  staff_passkey: StaffPasskeyTable;
  staff_totp: StaffTotpTable;
  staff_recovery_code: StaffRecoveryCodeTable;
  login_challenge: LoginChallengeTable;
  login_attempt: LoginAttemptTable;
  audit_entry: AuditEntryTable;
  audit_key: AuditKeyTable;
  sealing_key: SealingKeyTable;
}

/**
 * Every table. A new one gets its own file here, a line below, in domain-tables.ts, list-tables.ts or
 * album-tables.ts, and a migration.
 */
export interface Tables
  extends PlatformTables,
    DomainTables,
    ListTables,
    AlbumTables,
    AppealTables,
    CareTables,
    NoteTables,
    QueueTables,
    QualityTables {}
