import { type Preferences, preferenceLimits } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

type Kept = z.input<typeof Preferences>;

/** What the console keeps for a person. */
export async function loadPreferences(executor: Executor, staffId: string): Promise<Kept> {
  const rows = await executor
    .selectFrom('staff_preference')
    .select(['key', 'value'])
    .where('staff_id', '=', staffId)
    .orderBy('key')
    .execute();
  return { preferences: Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Kept['preferences'] };
}

/** Keeps these beside what is there; null forgets a key. */
export async function putPreferences(deps: Deps, staffId: string, { preferences }: z.output<typeof Preferences>) {
  return deps.database.transaction(async (tx) => {
    // Two browsers of one person, one after the other: else both could stay within limits that they break together.
    await tx.selectFrom('staff').select('staff_id').where('staff_id', '=', staffId).forUpdate().execute();
    for (const [key, value] of Object.entries(preferences)) {
      if (value === null) {
        await tx.deleteFrom('staff_preference').where('staff_id', '=', staffId).where('key', '=', key).execute();
        continue;
      }
      const json = storable(JSON.stringify(value));
      await sql`insert into staff_preference (staff_id, key, value) values (${staffId}, ${key}, ${json}::jsonb)
        on conflict (staff_id, key) do update set value = excluded.value`.execute(tx);
    }
    const kept = await loadPreferences(tx, staffId);
    if (Object.keys(kept.preferences).length > preferenceLimits.keys)
      throw new ProblemError('invalid-request', 'Too many keys.');
    if (JSON.stringify(kept.preferences).length > preferenceLimits.characters)
      throw new ProblemError('invalid-request', 'Too much.');
    return kept;
  });
}

/** JSON that PostgreSQL can hold: it knows no NUL, and no half of a character. */
function storable(json: string): string {
  const bad = /\\u(?:0000|d[89a-f])/i.test(json.replaceAll('\\\\', ''));
  if (bad) throw new ProblemError('invalid-request', '/body/preferences: a text with a character that is none.');
  return json;
}
