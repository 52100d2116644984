import type { Login, Me } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { forgiveLogin, throttleLogin } from './login-throttle.ts';
import { verifyPassword } from './passwords.ts';
import { recordAudit } from './record-audit.ts';
import { startSession } from './sessions.ts';
import { meView } from './staff-view.ts';

/** One answer, after the same work, for an unknown address, a wrong password, a locked account and an open invitation. */
export async function login(
  { database, clock, random }: Deps,
  body: z.output<typeof Login>,
  ip: string,
): Promise<{ token: string; me: Me }> {
  const email = body.email.toLowerCase();
  await throttleLogin(database, email, ip, clock());
  const member = await database.kysely.selectFrom('staff').selectAll().where('email', '=', email).executeTakeFirst();
  const right = await verifyPassword(body.password, member?.password_hash ?? null);
  if (!right || member === undefined || !member.active) {
    if (member !== undefined) {
      const entry = { staffId: null, action: 'staff.login-failed', object: `staff:${member.staff_id}`, details: {} };
      await database.transaction((tx) => recordAudit(tx, entry));
    }
    throw new ProblemError('login-failed');
  }
  await forgiveLogin(database, email, ip);
  return database.transaction(async (tx) => {
    const { token, session } = await startSession(tx, member.staff_id, clock(), random);
    const object = `staff:${member.staff_id}`;
    await recordAudit(tx, { staffId: member.staff_id, action: 'staff.login', object, details: {} });
    return { token, me: meView(member, session) };
  });
}
