import type { AuditEntryTable } from './audit-entry.ts';
import type { DomainTables } from './domain-tables.ts';
import type { JobTable } from './job.ts';
import type { ListTables } from './list-tables.ts';
import type { LoginAttemptTable } from './login-attempt.ts';
import type { SealingKeyTable } from './sealing-key.ts';
import type { StaffTable } from './staff.ts';
import type { StaffLinkTable } from './staff-link.ts';
import type { StaffSessionTable } from './staff-session.ts';

/** Tables below every feature: accounts of the team, jobs, keys, audit. */
export interface PlatformTables {
  job: JobTable;
  staff: StaffTable;
  staff_session: StaffSessionTable;
  staff_link: StaffLinkTable;
  login_attempt: LoginAttemptTable;
  audit_entry: AuditEntryTable;
  sealing_key: SealingKeyTable;
}

/**
 * Every table. A new one gets its own file here, a line below, in domain-tables.ts or in list-tables.ts, and a
 * migration.
 */
export interface Tables extends PlatformTables, DomainTables, ListTables {}
