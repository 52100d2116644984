import { z } from 'zod';
import type { Database } from '../platform/database/open-database.ts';
import type { Authenticators } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { covers, isUnlimited } from './case-limits.ts';

const CaseId = z.uuid();
/** In place of what lies outside. */
const outsideLimits = Symbol('outside');

/**
 * Takes out of an answer whatever names a case that lies outside the limits of the permission, wherever it stands: an entry of a list
 * goes, a part of another thing becomes null, and of an answer about one case nothing is left. The queries behind the answers
 * narrow by themselves where they can; this holds for those that do not.
 */
export function createAnswerLimits({ database }: { readonly database: Database }): Authenticators['within'] {
  return async (staff, permission, answer) => {
    const limits = staff.limits(permission);
    if (isUnlimited(limits)) return answer;
    const named = new Set<string>();
    collect(answer, named);
    if (named.size === 0) return answer;
    const rows = await database.kysely
      .selectFrom('case_file')
      .select(['case_id', 'category', 'region'])
      .where('case_id', 'in', [...named])
      .execute();
    const outside = new Set(rows.filter((row) => !covers(limits, row)).map((row) => row.case_id));
    if (outside.size === 0) return answer;
    const kept = without(answer, outside);
    if (kept === outsideLimits) throw new ProblemError('not-found');
    return kept;
  };
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if ('caseId' in value && CaseId.safeParse(value.caseId).success) into.add(String(value.caseId));
  for (const inner of Object.values(value)) collect(inner, into);
}

function without(value: unknown, outside: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((inner) => without(inner, outside)).filter((inner) => inner !== outsideLimits);
  }
  if ('caseId' in value && outside.has(String(value.caseId))) return outsideLimits;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const kept = without(inner, outside);
      return [name, kept === outsideLimits ? null : kept];
    }),
  );
}
