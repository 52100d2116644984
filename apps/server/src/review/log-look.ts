import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { recordAudit } from '../staff/record-audit.ts';

/** A page that stays open asks again and again; that is one look. */
const lookMs = 60 * 60_000;
const action = 'case.read';

/** Logs that somebody reads a case, once an hour, however much of it they ask for at a time. */
export async function logLook(deps: Deps, staffId: string, caseId: string): Promise<void> {
  const object = `case:${caseId}`;
  const at = deps.clock();
  const look = { staffId, object, since: new Date(at.getTime() - lookMs) };
  if (await isLogged(deps.database.kysely, look)) return;
  await deps.database.transaction(async (tx) => {
    // Parts of one page are asked for at once.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`look:${staffId} ${object}`}, 0))`.execute(tx);
    if (!(await isLogged(tx, look))) await recordAudit(tx, { staffId, action, object, details: {}, at });
  });
}

async function isLogged(
  executor: Executor,
  { staffId, object, since }: { readonly staffId: string; readonly object: string; readonly since: Date },
): Promise<boolean> {
  const logged = await executor
    .selectFrom('audit_entry')
    .select('entry_id')
    .where('object', '=', object)
    .where('staff_id', '=', staffId)
    .where('action', '=', action)
    .where('at', '>', since)
    .executeTakeFirst();
  return logged !== undefined;
}
