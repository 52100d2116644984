import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

/**
 * As which picture the team knows each picture of a shared album that has ever been in these cases: from 1, in the order in which the
 * timeline first speaks of them, so that a number stays with its picture even when that goes elsewhere.
 * @returns by case, and in it by picture
 */
export async function loadPictureNumbers(
  executor: Executor,
  caseIds: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  const numbers = new Map<string, Map<string, number>>();
  if (caseIds.length === 0) return numbers;
  const { rows } = await sql<{ case_id: string; picture: string }>`
    select case_id, picture from (
      select case_id, event_id, coalesce(said ->> 'picture', substring(text from 'Picture ([0-9a-f-]{36})')) as picture
      from case_event where case_id = any(${caseIds}::uuid[])
        and kind in ('picture-joined', 'picture-answered', 'match-withdrawn', 'reopened')) spoken
    where picture is not null group by case_id, picture order by min(event_id)`.execute(executor);
  for (const { case_id, picture } of rows) {
    const own = numbers.get(case_id) ?? new Map<string, number>();
    own.set(picture, own.size + 1);
    numbers.set(case_id, own);
  }
  return numbers;
}
