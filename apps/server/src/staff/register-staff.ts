import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { firstLogin } from './first-login.ts';
import { inviteStaff } from './invite-staff.ts';
import { listAudit } from './list-audit.ts';
import { login } from './login.ts';
import { recordAudit } from './record-audit.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts';
import { findSession, revokeSession } from './sessions.ts';
import { meView, staffView } from './staff-view.ts';
import { updateStaff } from './update-staff.ts';

/** Accounts, sessions and the audit log. */
export function registerStaff(app: FastifyInstance, deps: Deps): void {
  const { database, clock, config } = deps;

  registerOperation(app, 'firstLogin', async ({ body }, reply) => {
    const { token, me } = await firstLogin(deps, body);
    setSessionCookie(reply, config, token);
    return me;
  });

  registerOperation(app, 'login', async ({ body, ip }, reply) => {
    const { token, me } = await login(deps, body, ip);
    setSessionCookie(reply, config, token);
    return me;
  });

  registerOperation(app, 'logout', async ({ staff }, reply) => {
    await database.transaction(async (tx) => {
      await revokeSession(tx, staff.sessionId, clock());
      const entry = { staffId: staff.staffId, action: 'staff.logout', object: `staff:${staff.staffId}`, details: {} };
      await recordAudit(tx, entry);
    });
    clearSessionCookie(reply, config);
  });

  registerOperation(app, 'getMe', async ({ staff }, reply) => {
    const token = readSessionCookie(reply.request);
    const found = token === null ? null : await findSession(database, token, clock());
    const row = await database.kysely
      .selectFrom('staff')
      .selectAll()
      .where('staff_id', '=', staff.staffId)
      .executeTakeFirst();
    if (found === null || row === undefined) throw new ProblemError('unauthenticated');
    return meView(row, found.session);
  });

  registerOperation(app, 'listStaff', async () => {
    const rows = await database.kysely
      .selectFrom('staff')
      .selectAll()
      .orderBy('created_at')
      .orderBy('staff_id')
      .execute();
    return { staff: rows.map(staffView) };
  });

  registerOperation(app, 'inviteStaff', ({ staff, body }) => inviteStaff(deps, staff.staffId, body));

  registerOperation(app, 'updateStaff', ({ staff, params, body }) =>
    updateStaff(deps, staff.staffId, params.staffId, body),
  );

  registerOperation(app, 'listAudit', ({ query }) => listAudit(database, query));
}
