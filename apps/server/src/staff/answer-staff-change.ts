import {
  type AnsweredStaffChange,
  type AnswerStaffChange,
  GivenPower,
  ResetLogin,
  type StaffChange,
  StaffId,
  UpdateStaff,
  WriteStaffRole,
} from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { StaffChangeTable } from '../schema/staff-change.ts';
import { lockTeam } from './active-admins.ts';
import { loadMember } from './members.ts';
import { recordAudit } from './record-audit.ts';
import { givingOfReset, makeReset } from './reset-login.ts';
import { changeRole, givingOfRole } from './roles.ts';
import { objectOf } from './staff-changes.ts';
import { type GivingChange, grantsOfMember, mayMake, notSecond, powersGiven } from './two-person-powers.ts';
import { changeMember, givingOfMember } from './update-staff.ts';

type Row = Selectable<StaffChangeTable>;
const Gives = z.array(GivenPower);
/** Answered ones that the list ends with. */
const lately = 20;

/** What waits, the oldest first, then what was answered last. */
export async function listStaffChanges(deps: Deps, staffId: string): Promise<z.input<typeof StaffChange>[]> {
  return deps.database.transaction(async (tx) => {
    const changes = tx.selectFrom('staff_change').selectAll();
    const waiting = await changes.where('state', '=', 'waiting').orderBy('made_at').execute();
    const closed = await changes.where('state', '<>', 'waiting').orderBy('answered_at', 'desc').limit(lately).execute();
    const views: z.input<typeof StaffChange>[] = [];
    for (const row of [...waiting, ...closed]) views.push(await viewOf(deps, tx, row, staffId));
    return views;
  });
}

/**
 * The second person's answer. The author cannot give it, whatever roles they hold, nor can who gains by it. Everything is asked again: that the author
 * may still ask for it, and that it would give what it would have given then.
 */
export async function answerStaffChange(
  deps: Deps,
  staffId: string,
  changeId: string,
  { confirm, reason }: z.output<typeof AnswerStaffChange>,
): Promise<z.input<typeof AnsweredStaffChange>> {
  const now = deps.clock();
  const done = await deps.database.transaction(async (tx) => {
    await lockTeam(tx);
    const select = tx.selectFrom('staff_change').selectAll().where('change_id', '=', changeId);
    const row = await select.executeTakeFirst();
    if (row === undefined) throw new ProblemError('not-found');
    if (row.state !== 'waiting') throw new ProblemError('change-outdated', 'It was answered already.');
    const close = async (state: Row['state'], link: string | null) => {
      const answer = { state, answered_by: staffId, answered_at: now, reason };
      await tx.updateTable('staff_change').set(answer).where('change_id', '=', changeId).execute();
      const details = { changeId, kind: row.kind, state, author: row.made_by, reason };
      await recordAudit(tx, { staffId, action: 'staff.change-answered', object: objectOf(row), details });
      return { change: await viewOf(deps, tx, { ...row, ...answer }, staffId), link };
    };
    if (!confirm) return close(row.made_by === staffId ? 'withdrawn' : 'refused', null);
    const giving = await givingOf(tx, row);
    if (giving === null) return close('outdated', null);
    await assertSecond(tx, staffId, giving, now);
    const author = await loadMember(tx, row.made_by);
    const stands = author?.active === true && mayMake(grantsOfMember(author), giving);
    if (!stands || !isSame(powersGiven(giving.before, giving.after), row.gives)) return close('outdated', null);
    return close('done', await make(deps, tx, row, staffId));
  });
  if (done.change.state === 'outdated') throw new ProblemError('change-outdated');
  return done;
}

async function assertSecond(tx: Transaction, staffId: string, giving: GivingChange, now: Date): Promise<void> {
  const member = await loadMember(tx, staffId);
  if (member === undefined) throw new ProblemError('forbidden');
  const why = notSecond(member, giving, now);
  if (why === 'author') throw new ProblemError('same-person', 'You asked for this yourself.');
  if (why === 'gains') throw new ProblemError('same-person', 'You would gain by this yourself.');
  if (why === 'rights') throw new ProblemError('may-not-grant', 'You could not have asked for this yourself.');
  if (why === 'too-new')
    throw new ProblemError('may-not-grant', 'Your login was reset by one person alone, less than a week ago.');
}

/** What the change would give by now; null: what it is about is gone. */
async function givingOf(tx: Transaction, row: Row): Promise<GivingChange | null> {
  if (row.kind === 'role') {
    const known = await tx
      .selectFrom('staff_role')
      .select('role_id')
      .where('role_id', '=', row.subject)
      .executeTakeFirst();
    return known === undefined ? null : givingOfRole(tx, row.made_by, row.subject, WriteStaffRole.parse(row.change));
  }
  const member = await loadMember(tx, row.subject);
  if (member === undefined) return null;
  if (row.kind === 'reset') return member.active ? givingOfReset(row.made_by, member) : null;
  return givingOfMember(tx, row.made_by, member, UpdateStaff.parse(row.change)).catch((error: unknown) => {
    // A role of it is gone, or its roles do not fit together any more.
    if (error instanceof ProblemError) return null;
    throw error;
  });
}

/** The link of a login that was reset; else null. */
async function make(deps: Deps, tx: Transaction, row: Row, second: string): Promise<string | null> {
  const { subject, made_by: author } = row;
  if (row.kind === 'reset') {
    const { reason } = ResetLogin.parse(row.change);
    return (await makeReset(deps, tx, { resetBy: author, staffId: subject, reason, second }))?.link ?? null;
  }
  if (row.kind === 'role') {
    await changeRole(deps, tx, { staffId: author, roleId: subject, body: WriteStaffRole.parse(row.change), second });
  } else {
    const change = UpdateStaff.parse(row.change);
    await changeMember(deps, tx, { changedBy: author, staffId: subject, change, second });
  }
  return null;
}

function isSame(now: readonly GivenPower[], then: unknown): boolean {
  return JSON.stringify(Gives.parse(now)) === JSON.stringify(Gives.parse(then));
}

async function viewOf(deps: Deps, tx: Transaction, row: Row, reader: string): Promise<z.input<typeof StaffChange>> {
  const giving = row.state === 'waiting' ? await givingOf(tx, row) : null;
  const me = await loadMember(tx, reader);
  const nameOf = async (id: string) => (await loadMember(tx, id))?.name ?? '';
  const person = async (id: string) => ({ staffId: StaffId.parse(id), name: await nameOf(id) });
  const role = tx.selectFrom('staff_role').select('name').where('role_id', '=', row.subject);
  return {
    changeId: row.change_id,
    kind: row.kind,
    subject: row.subject,
    subjectName:
      row.kind === 'role' ? ((await role.executeTakeFirst())?.name ?? row.subject) : await nameOf(row.subject),
    roles: row.kind === 'member' ? (UpdateStaff.parse(row.change).roles ?? null) : null,
    gives: Gives.parse(row.gives),
    state: row.state,
    by: await person(row.made_by),
    at: row.made_at.toISOString(),
    answeredBy: row.answered_by === null ? null : await person(row.answered_by),
    answeredAt: row.answered_at?.toISOString() ?? null,
    reason: row.reason,
    notSecond: giving === null || me === undefined ? 'closed' : notSecond(me, giving, deps.clock()),
  };
}
