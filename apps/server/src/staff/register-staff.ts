import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { answerStaffChange, listStaffChanges } from './answer-staff-change.ts';
import { deviceName } from './device-name.ts';
import { firstLogin } from './first-login.ts';
import { inviteStaff } from './invite-staff.ts';
import { listAudit } from './list-audit.ts';
import { listEvidenceReads } from './list-evidence-reads.ts';
import { login } from './login.ts';
import { memberOf, selectMembers } from './members.ts';
import { recordAudit } from './record-audit.ts';
import { registerAccount } from './register-account.ts';
import { registerSso } from './register-sso.ts';
import { resetLogin } from './reset-login.ts';
import { createRole, deleteRole, listRoles, updateRole } from './roles.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts';
import { findSession, listSessions, revokeSession, revokeSessionsOf } from './sessions.ts';
import { loadMe, staffView } from './staff-view.ts';
import { updateStaff } from './update-staff.ts';

/** Accounts, sessions and the audit log. */
export function registerStaff(app: FastifyInstance, deps: Deps): void {
  const { database, clock, config } = deps;

  registerOperation(app, 'firstLogin', async ({ body, headers }, reply) => {
    const { token, me } = await firstLogin(deps, body, deviceName(headers['user-agent']));
    setSessionCookie(reply, config, token);
    return me;
  });

  registerOperation(app, 'login', async ({ body, ip, headers }, reply) => {
    const { token, me } = await login(deps, body, { ip, device: deviceName(headers['user-agent']) });
    setSessionCookie(reply, config, token);
    return me;
  });

  registerOperation(app, 'logout', async ({ staff }, reply) => {
    await database.transaction(async (tx) => {
      await revokeSession(tx, staff, clock());
      const entry = { staffId: staff.staffId, action: 'staff.logout', object: `staff:${staff.staffId}`, details: {} };
      await recordAudit(tx, entry);
    });
    clearSessionCookie(reply, config);
  });

  registerOperation(app, 'getMe', async ({ staff }, reply) => {
    const token = readSessionCookie(reply.request);
    const found = token === null ? null : await findSession(database, token, clock());
    if (found === null) throw new ProblemError('unauthenticated');
    return loadMe(deps, database.kysely, staff.staffId, found.session);
  });

  registerOperation(app, 'listStaff', async () => {
    const rows = await selectMembers(database.kysely).orderBy('created_at').orderBy('staff_id').execute();
    return { staff: rows.map((row) => staffView(memberOf(row))) };
  });

  registerOperation(app, 'inviteStaff', ({ staff, body }) => inviteStaff(deps, staff.staffId, body));

  registerOperation(app, 'updateStaff', ({ staff, params, body }) =>
    updateStaff(deps, staff.staffId, params.staffId, body),
  );

  registerOperation(app, 'resetLogin', ({ staff, params, body }) =>
    resetLogin(deps, staff.staffId, params.staffId, body.reason),
  );

  registerOperation(app, 'listMemberSessions', async ({ params }) => ({
    sessions: await listSessions(database.kysely, params.staffId, clock(), null),
  }));

  registerOperation(app, 'revokeMemberSessions', ({ staff, params }) =>
    database.transaction(async (tx) => {
      const ended = await revokeSessionsOf(tx, params.staffId, clock());
      const object = `staff:${params.staffId}`;
      const entry = { staffId: staff.staffId, action: 'staff.sessions-end', object, details: { ended } };
      await recordAudit(tx, entry);
    }),
  );

  registerOperation(app, 'listRoles', async () => ({ roles: await listRoles(deps) }));
  registerOperation(app, 'createRole', ({ staff, body }) => createRole(deps, staff.staffId, body));
  registerOperation(app, 'updateRole', ({ staff, params, body }) =>
    updateRole(deps, staff.staffId, params.roleId, body),
  );
  registerOperation(app, 'deleteRole', ({ staff, params }) => deleteRole(deps, staff.staffId, params.roleId));

  registerOperation(app, 'listStaffChanges', async ({ staff }) => ({
    changes: await listStaffChanges(deps, staff.staffId),
  }));
  registerOperation(app, 'answerStaffChange', ({ staff, params, body }) =>
    answerStaffChange(deps, staff.staffId, params.changeId, body),
  );

  registerOperation(app, 'listAudit', ({ staff, query }) => listAudit(database, query, staff.limits('audit.read')));
  registerOperation(app, 'listEvidenceReads', ({ staff, query }) =>
    listEvidenceReads(database, staff.limits('audit.read'), query),
  );
  registerAccount(app, deps);
  registerSso(app, deps);
}
