import { OwnCare } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import type { Executor } from '../platform/database/open-database.ts';
import { grantsOf } from '../staff/grants.ts';
import { memberOf, selectMembers } from '../staff/members.ts';

export interface Taker {
  readonly categories: readonly string[] | null;
  readonly without: readonly string[];
}

/** Pure: the kinds that none of these people takes. */
export function untakenBy(takers: readonly Taker[], leaves: readonly string[]): string[] {
  const takes = ({ categories, without }: Taker, leaf: string): boolean =>
    !without.includes(leaf) &&
    (categories === null || categories.some((one) => leaf === one || leaf.startsWith(`${one}.`)));
  return leaves.filter((leaf) => !takers.some((taker) => takes(taker, leaf)));
}

/** The kinds that no active member takes; of some of them it may be that one person takes them, who is left out here. */
export async function loadUntaken(executor: Executor, leftOut: string | null = null): Promise<string[]> {
  const rows = await selectMembers(executor).where('staff.active', '=', true).execute();
  const chosen = await executor.selectFrom('staff_care').select(['staff_id', 'own']).execute();
  const takers = rows
    .map(memberOf)
    .filter(({ staff_id }) => staff_id !== leftOut)
    .flatMap((member): Taker[] => {
      const grants = grantsOf(member.roles, member.customRoles, member.limits);
      if (!grants.permissions.has('case.claim') || !grants.permissions.has('decision.make')) return [];
      const own = chosen.find(({ staff_id }) => staff_id === member.staff_id);
      const without = own === undefined ? [] : OwnCare.parse(own.own).withoutCategories;
      return [{ categories: grants.limits('case.claim').categories, without }];
    });
  return untakenBy(
    takers,
    taxonomy.leaves.map(({ id }) => id),
  );
}
