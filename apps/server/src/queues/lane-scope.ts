import { sql } from 'kysely';
import { careLimitsOf } from '../care/care-limits.ts';
import { careOf, careSql } from '../care/load-care.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { type Grants, grantsOf } from '../staff/grants.ts';
import { CustomRoles, customRolesSql } from '../staff/members.ts';
import { lanesWithin } from '../staff/staff-limits.ts';
import { queuesFrom, queuesSql } from './queues-of.ts';

/** Which lanes somebody may work in; null: all. */
export interface LaneScope {
  readonly queueIds: string[] | null;
  readonly withoutCategories: string[];
  readonly categories: string[] | null;
  readonly regions: string[] | null;
  /** On a break: no new case until then. */
  readonly pausedUntil: Date | null;
}

export interface Worker {
  readonly name: string;
  readonly grants: Grants;
  readonly scope: LaneScope;
}

/**
 * A member with what they may do and take now: role and limits, care, and queues by one statement, since it comes before every
 * claim. Each rule stands where its name says. Null: there is no such member, or they are locked.
 */
export async function loadWorker(executor: Executor, staffId: string, now: Date): Promise<Worker | null> {
  const row = await executor
    .selectFrom('staff')
    .select(['name', 'roles', 'limit_categories as categories', 'limit_regions as regions'])
    .select([
      sql<unknown>`${sql.raw(customRolesSql)}`.as('custom_roles'),
      careSql(now).as('care'),
      queuesSql.as('queues'),
    ])
    .where('staff_id', '=', staffId)
    .where('active', '=', true)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { name, roles, custom_roles, categories, regions } = row;
  const grants = grantsOf(roles, CustomRoles.parse(custom_roles), { categories, regions });
  const { withoutCategories, pausedUntil } = careLimitsOf(careOf(row.care, now));
  const lanes = lanesWithin(grants.limits('case.claim'));
  return { name, grants, scope: { queueIds: queuesFrom(row.queues), withoutCategories, pausedUntil, ...lanes } };
}

/** Somebody who is not there, or locked, has no lane. */
export async function scopeOf(executor: Executor, staff: { readonly staffId: string }, now: Date): Promise<LaneScope> {
  return (await loadWorker(executor, staff.staffId, now))?.scope ?? nowhere;
}

const nowhere: LaneScope = { queueIds: [], withoutCategories: [], categories: [], regions: [], pausedUntil: null };
