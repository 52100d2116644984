import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { needsTwoPeople, type Parts } from './two-people.ts';

/** Who had a part in held decisions, by decision. */
export async function loadParts(
  executor: Executor,
  held: readonly { readonly decision_id: string; readonly case_id: string; readonly decided_by: string }[],
): Promise<Map<string, Parts>> {
  const caseIds = [...new Set(held.map((one) => one.case_id))];
  if (caseIds.length === 0) return new Map();
  const earlier = await executor
    .selectFrom('decision')
    .select(['case_id', 'decided_by', 'action', 'decision_id'])
    .where('case_id', 'in', caseIds)
    .where('state', 'in', ['refused', 'undone'])
    .execute();
  const handed = await executor
    .selectFrom('case_event as given')
    .select(['given.case_id', 'given.staff_id'])
    .distinct()
    .where('given.case_id', 'in', caseIds)
    .where('given.staff_id', 'is not', null)
    // Who assigns a case that they have held hands it over, whatever the button is called.
    .where(
      sql<boolean>`(given.kind = 'handed-over' or given.kind = 'assigned' and exists (select from case_event held
        where held.case_id = given.case_id and held.staff_id = given.staff_id and held.kind = 'claimed'))`,
    )
    .execute();
  const confirmed = await executor
    .selectFrom('album_picture')
    .select(['case_id', 'answered_by'])
    .distinct()
    .where('case_id', 'in', caseIds)
    .where('answer', '=', 'confirmed')
    .where('answered_by', 'is not', null)
    .execute();
  return new Map(
    held.map(({ decision_id, case_id, decided_by }) => [
      decision_id,
      {
        author: decided_by,
        wantedBefore: earlier
          .filter((one) => one.case_id === case_id && needsTwoPeople(one.action))
          .map((one) => one.decided_by),
        handedOver: handed.flatMap((one) => (one.case_id === case_id && one.staff_id !== null ? [one.staff_id] : [])),
        confirmed: confirmed.flatMap((one) =>
          one.case_id === case_id && one.answered_by !== null ? [one.answered_by] : [],
        ),
      },
    ]),
  );
}
