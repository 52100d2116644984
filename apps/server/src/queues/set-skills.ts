import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';

/** Replaces what a member can do. Cases that they hold stay theirs. */
export async function setSkills(
  deps: Deps,
  grantedBy: string,
  { staffId, skills: wanted }: { readonly staffId: string; readonly skills: readonly string[] },
): Promise<{ skills: string[] }> {
  const skills = [...new Set(wanted)].sort();
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const member = await tx
      .selectFrom('staff')
      .select('staff_id')
      .where('staff_id', '=', staffId)
      .forUpdate()
      .executeTakeFirst();
    if (member === undefined) throw new ProblemError('not-found');
    const before = await tx.selectFrom('staff_skill').select('skill').where('staff_id', '=', staffId).execute();
    const had = before.map(({ skill }) => skill).sort();
    const lost = had.filter((skill) => !skills.includes(skill));
    const gained = skills.filter((skill) => !had.includes(skill));
    if (lost.length > 0) {
      await tx.deleteFrom('staff_skill').where('staff_id', '=', staffId).where('skill', 'in', lost).execute();
    }
    if (gained.length > 0) {
      await tx
        .insertInto('staff_skill')
        .values(gained.map((skill) => ({ staff_id: staffId, skill, granted_by: grantedBy, granted_at: now })))
        .execute();
    }
    const entry = { staffId: grantedBy, action: 'staff.skills', object: `staff:${staffId}` };
    await recordAudit(tx, { ...entry, details: { before: had, after: skills }, at: now });
    return { skills };
  });
}
