import { type CasePresence, type KeepCase, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { lockCase } from '../decisions/lock-case.ts';
import type { Deps } from '../deps.ts';
import { viewerMs } from '../queues/here.ts';
import { viewersOf } from './case-summary.ts';
import { claimLeaseMs, leftClaimMs } from './claim.ts';
import { lockClaims, mostClaims } from './live-claims.ts';
import { loadCase } from './load-case.ts';

/**
 * A sign of life of an open case page: who looks at the case, and that one's own claim goes on. A claim that has run out
 * is taken up again by whoever had it, as long as nobody else has it and they do not hold too many; one of a page that goes away lasts half a minute
 * more, so that a reload keeps it and with it what is half written.
 */
export async function keepCase(
  deps: Pick<Deps, 'database' | 'clock'>,
  staffId: string,
  { caseId, presence }: { readonly caseId: string } & z.output<typeof KeepCase>,
): Promise<z.input<typeof CasePresence>> {
  const { kysely } = deps.database;
  const now = deps.clock();
  if (presence === 'leaving') {
    await kysely.deleteFrom('case_viewer').where('case_id', '=', caseId).where('staff_id', '=', staffId).execute();
  } else {
    // A case that is not there has no viewer: nothing is written.
    await sql`insert into case_viewer (case_id, staff_id, since, seen_at)
      select case_id, ${staffId}::uuid, ${now}, ${now} from case_file where case_id = ${caseId}
      on conflict (case_id, staff_id) do update set seen_at = excluded.seen_at,
        since = case when case_viewer.seen_at < ${new Date(now.getTime() - viewerMs)} then excluded.since else case_viewer.since end
    `.execute(kysely);
  }
  const until = new Date(now.getTime() + (presence === 'here' ? claimLeaseMs : leftClaimMs));
  if (presence !== 'idle') {
    await kysely
      .updateTable('case_file')
      .set({
        claim_until:
          presence === 'here' ? sql<Date>`greatest(claim_until, ${until})` : sql<Date>`least(claim_until, ${until})`,
      })
      .where('case_id', '=', caseId)
      .where('claim_staff_id', '=', staffId)
      .where('claim_until', '>', now)
      .where('state', '=', 'open')
      .execute();
  }
  const found = await loadCase(kysely, caseId);
  const lapsed =
    presence === 'here' && found.claim_staff_id === staffId && found.state === 'open' && !isLive(found, now);
  const row = lapsed && (await takeUp(deps, { caseId, staffId, now, until })) ? await loadCase(kysely, caseId) : found;
  const claimed = row.claim_staff_id !== null && isLive(row, now);
  return {
    claim:
      claimed && row.claim_staff_id !== null && row.claim_until !== null && row.state === 'open'
        ? {
            staffId: StaffId.parse(row.claim_staff_id),
            name: row.claim_name ?? '',
            expiresAt: row.claim_until.toISOString(),
          }
        : null,
    viewers: viewersOf(row, now).filter((viewer) => viewer.staffId !== staffId),
  };
}

function isLive({ claim_until: until }: { readonly claim_until: Date | null }, now: Date): boolean {
  return until !== null && until > now;
}

/** Takes a claim up again that has run out, unless its owner holds as many cases as one person may. */
function takeUp(
  { database }: Pick<Deps, 'database'>,
  {
    caseId,
    staffId,
    now,
    until,
  }: { readonly caseId: string; readonly staffId: string; readonly now: Date; readonly until: Date },
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const file = await lockCase(tx, caseId);
    if (file.claim_staff_id !== staffId || file.state !== 'open') return false;
    if ((await lockClaims(tx, staffId, now)) >= mostClaims) return false;
    await tx.updateTable('case_file').set({ claim_until: until }).where('case_id', '=', caseId).execute();
    return true;
  });
}
