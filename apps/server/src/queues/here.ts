import { type RawBuilder, sql } from 'kysely';

/** Whoever used the console within this time has it open. A session's time moves at most once a minute. */
export const hereMs = 5 * 60_000;
/** A page without a sign of life for this long is closed. */
export const viewerMs = 50_000;

/** SQL over a row of staff: whether the console is open somewhere. */
export function isHere(now: Date): RawBuilder<boolean> {
  return sql<boolean>`exists (select from staff_session session where session.staff_id = staff.staff_id
    and session.revoked_at is null and session.expires_at > ${now} and session.last_used_at > ${new Date(now.getTime() - hereMs)})`;
}
