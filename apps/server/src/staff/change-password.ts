import type { ChangePassword } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { forgiveLogin, throttleLogin } from './login-throttle.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { recordAudit } from './record-audit.ts';
import { revokeSessionsOf } from './sessions.ts';

/** @throws ProblemError `login-failed` for a wrong present password */
export async function changePassword(
  { database, clock, random }: Deps,
  { staffId, sessionId }: { staffId: string; sessionId: string },
  body: z.output<typeof ChangePassword>,
  ip: string,
): Promise<void> {
  const throttle = `password:${staffId}`;
  await throttleLogin(database, throttle, ip, clock());
  const member = await database.kysely
    .selectFrom('staff')
    .select('password_hash')
    .where('staff_id', '=', staffId)
    .executeTakeFirstOrThrow();
  if (!(await verifyPassword(body.password, member.password_hash))) throw new ProblemError('login-failed');
  await forgiveLogin(database, throttle, ip);
  const next = await hashPassword(body.next, random);
  await database.transaction(async (tx) => {
    await tx.updateTable('staff').set({ password_hash: next }).where('staff_id', '=', staffId).execute();
    await revokeSessionsOf(tx, staffId, clock(), sessionId);
    await recordAudit(tx, { staffId, action: 'staff.password', object: `staff:${staffId}`, details: {} });
  });
}
