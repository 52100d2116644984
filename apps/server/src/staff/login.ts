import type { Login, Me, StaffSession } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { forgiveFactor, forgiveLogin, throttleFactor, throttleLogin } from './login-throttle.ts';
import { loadMember, memberOf, selectMembers } from './members.ts';
import { verifyPassword } from './passwords.ts';
import { recordAudit } from './record-audit.ts';
import { useCode } from './second-factor.ts';
import { startSession } from './sessions.ts';
import { loadMe } from './staff-view.ts';

/** From where somebody asks. */
export interface LoginPlace {
  readonly ip: string;
  /** e.g. `Firefox on Linux`. */
  readonly device: string | null;
}

export interface LoggedIn {
  readonly token: string;
  readonly me: Me;
}

/**
 * One answer, after the same work, for an unknown address, a wrong password, a locked account and an open invitation. A right
 * password of somebody with a second factor is answered by asking for it; guesses at it are counted as those at the password.
 */
export async function login(deps: Deps, body: z.output<typeof Login>, place: LoginPlace): Promise<LoggedIn> {
  const { database, clock, config } = deps;
  const email = body.email.toLowerCase();
  await throttleLogin(database, email, place.ip, clock());
  if (config.sso?.only) throw new ProblemError('sso-required');
  const row = await selectMembers(database.kysely).where('email', '=', email).executeTakeFirst();
  const member = row === undefined ? undefined : memberOf(row);
  const right = await verifyPassword(body.password, member?.password_hash ?? null);
  if (!right || member === undefined || !member.active) {
    if (member !== undefined) await logFailure(deps, member.staff_id, 'password');
    throw new ProblemError('login-failed');
  }
  let way: StaffSession['way'] = 'password';
  if (member.secondFactor) {
    if (body.code === undefined) throw new ProblemError('second-factor-needed');
    await throttleFactor(database, member.staff_id, clock());
    const by = await useCode(deps, member.staff_id, body.code);
    if (by === null) {
      await logFailure(deps, member.staff_id, 'second factor');
      throw new ProblemError('second-factor-wrong');
    }
    await forgiveFactor(database, member.staff_id);
    way = by;
  }
  await forgiveLogin(database, email, place.ip);
  return enter(deps, { staffId: member.staff_id, way, device: place.device, freshAt: clock() });
}

/** Begins the session of somebody who has shown who they are. @throws ProblemError `login-failed` when locked meanwhile */
export async function enter(
  deps: Deps,
  session: { staffId: string; way: StaffSession['way']; device: string | null; freshAt: Date | null },
): Promise<LoggedIn> {
  const { database, clock, random } = deps;
  const { staffId, way } = session;
  return database.transaction(async (tx) => {
    const member = await loadMember(tx, staffId);
    if (member === undefined || !member.active) throw new ProblemError('login-failed');
    const started = await startSession(tx, session, clock(), random);
    const me = await loadMe(deps, tx, staffId, started.session);
    await recordAudit(tx, { staffId, action: 'staff.login', object: `staff:${staffId}`, details: { way } });
    return { token: started.token, me };
  });
}

async function logFailure({ database }: Deps, staffId: string, wrong: string): Promise<void> {
  const entry = { staffId: null, action: 'staff.login-failed', object: `staff:${staffId}`, details: { wrong } };
  await database.transaction((tx) => recordAudit(tx, entry));
}
