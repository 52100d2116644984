import type { CaseLimits } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Database, Executor } from '../platform/database/open-database.ts';
import type { Authenticators, NamedCases } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { covers, isUnlimited } from './case-limits.ts';
import { caseOfParam, casesListed, manyOfParam } from './case-of-param.ts';

/**
 * Holds what a request names against the limits of the permission that it needs, before any handler sees it. Costs nothing
 * for whoever has no limits.
 */
export function createCaseGuard(deps: { readonly database: Database }): Authenticators['mayCase'] {
  return async (staff, permission, named) => {
    const limits = staff.limits(permission);
    if (isUnlimited(limits)) return;
    for (const found of namedIn(named)) await check(deps.database.kysely, limits, found);
  };
}

/** Whether a row of case_file lies within limits; for lists, searches, and what a case leads to. */
export function caseWithin(limits: CaseLimits): RawBuilder<boolean> {
  const { categories, regions } = limits;
  const kind =
    categories === null
      ? sql`true`
      : sql`exists (select from unnest(${categories}::text[]) prefix
          where case_file.category = prefix or starts_with(case_file.category, prefix || '.'))`;
  const place = regions === null ? sql`true` : sql`coalesce(case_file.region = any(${regions}::text[]), false)`;
  return sql<boolean>`(${kind} and ${place})`;
}

const Id = z.uuid();
const Ids = z.array(z.unknown());

function namedIn(named: NamedCases): RawBuilder<string>[] {
  const one = Object.entries(caseOfParam).flatMap(([name, find]) => idsOf([named[name]]).map(find));
  const many = Object.entries(manyOfParam).flatMap(([name, kind]) => {
    const find = caseOfParam[kind];
    const ids = Ids.safeParse(named[name]);
    return find === undefined || !ids.success ? [] : idsOf(ids.data).map(find);
  });
  return [...one, ...many, ...casesListed(named).map((id) => sql<string>`${id}::uuid`)];
}

function idsOf(values: readonly unknown[]): string[] {
  return values.flatMap((value) => Id.safeParse(value).data ?? []);
}

/** What is not there is the handler's to say. */
async function check(executor: Executor, limits: CaseLimits, caseId: RawBuilder<string>): Promise<void> {
  const row = await executor
    .selectFrom('case_file')
    .select(['category', 'region'])
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  if (row !== undefined && !covers(limits, row)) throw new ProblemError('not-found');
}
