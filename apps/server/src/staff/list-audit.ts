import { AuditEntry, type CaseLimits } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Database } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { isUnlimited, noLimits } from './case-limits.ts';
import { caseWithin } from './may-case.ts';

export interface AuditQuery {
  readonly object?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * Newest first. The cursor is the position of the last entry that was given. To somebody with limits it says nothing of cases that lie
 * outside of them, nor of decisions that concern many.
 */
export async function listAudit(
  { kysely }: Database,
  query: AuditQuery,
  limits: CaseLimits = noLimits,
): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
  let select = kysely
    .selectFrom('audit_entry')
    .leftJoin('staff', 'staff.staff_id', 'audit_entry.staff_id')
    .select(['entry_id', 'at', 'audit_entry.staff_id', 'staff.name as staff_name', 'action', 'object', 'details'])
    .orderBy('entry_id', 'desc')
    .limit(query.limit + 1);
  if (!isUnlimited(limits)) select = select.where(aboutCasesWithin(limits));
  if (query.object !== undefined) select = select.where('object', '=', query.object);
  if (query.cursor !== undefined) {
    if (!/^[1-9]\d{0,15}$/.test(query.cursor)) {
      throw new ProblemError('invalid-request', 'This is no cursor of this list.', {
        fields: [{ field: '/query/cursor', problem: 'is no cursor of this list' }],
      });
    }
    select = select.where('entry_id', '<', query.cursor);
  }
  const rows = await select.execute();
  const page = rows.slice(0, query.limit);
  return {
    entries: page.map((row) =>
      AuditEntry.parse({
        entryId: row.entry_id,
        at: row.at.toISOString(),
        staffId: row.staff_id,
        staffName: row.staff_name,
        action: row.action,
        object: row.object,
        details: row.details,
      }),
    ),
    nextCursor: rows.length > query.limit ? (page.at(-1)?.entry_id ?? null) : null,
  };
}

function aboutCasesWithin(limits: CaseLimits) {
  return sql<boolean>`case
    when object like 'batch:%' or object like 'account:%' then false
    when object like 'case:%' then exists (select from case_file
      where case_file.case_id::text = substr(audit_entry.object, 6) and ${caseWithin(limits)})
    else true end`;
}
