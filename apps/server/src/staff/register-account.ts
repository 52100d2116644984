import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { assertRecent, loadAccount, removePasskey, removeTotp, renamePasskey } from './account.ts';
import { changePassword } from './change-password.ts';
import { deviceName } from './device-name.ts';
import { enter } from './login.ts';
import { addPasskey, beginPasskey, beginPasskeyUse, usePasskey } from './passkeys.ts';
import { recordAudit } from './record-audit.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { relyingParty } from './relying-party.ts';
import { readSessionCookie, setSessionCookie } from './session-cookie.ts';
import { findSession, listSessions, revokeSession, revokeSessionsOf, type Session } from './sessions.ts';
import { beginStepUp, stepUp } from './step-up.ts';
import { addTotp, beginTotp } from './totp.ts';

/** What a member logs in by, and where they are logged in. */
export function registerAccount(app: FastifyInstance, deps: Deps): void {
  const { database, clock, config } = deps;
  const account = (staff: { staffId: string }) => loadAccount(deps, staff.staffId);

  registerOperation(app, 'getLoginWays', async () => ({
    password: config.sso?.only !== true,
    passkey: relyingParty(config).usable,
    sso: config.sso === null ? null : { name: config.sso.name },
  }));

  registerOperation(app, 'beginPasskeyLogin', () => beginPasskeyUse(deps, 'passkey-login', null));
  registerOperation(app, 'passkeyLogin', async ({ body, headers }, reply) => {
    const { staffId } = await usePasskey(deps, 'passkey-login', null, body);
    const device = deviceName(headers['user-agent']);
    const { token, me } = await enter(deps, { staffId, way: 'passkey', device, freshAt: clock() });
    setSessionCookie(reply, config, token);
    return me;
  });

  registerOperation(app, 'getAccount', ({ staff }) => account(staff));

  registerOperation(app, 'beginPasskey', async ({ staff }) => {
    assertRecent(staff);
    return beginPasskey(deps, staff.staffId);
  });
  registerOperation(app, 'addPasskey', async ({ staff, body }) => {
    assertRecent(staff);
    await addPasskey(deps, staff, body);
    return account(staff);
  });
  registerOperation(app, 'renamePasskey', async ({ staff, params, body }) => {
    await renamePasskey(deps, staff.staffId, { ...params, ...body });
    return account(staff);
  });
  registerOperation(app, 'removePasskey', async ({ staff, params }) => {
    assertRecent(staff);
    await removePasskey(deps, staff.staffId, params.passkeyId);
    return account(staff);
  });

  registerOperation(app, 'beginTotp', async ({ staff }) => {
    assertRecent(staff);
    return beginTotp(deps, staff.staffId);
  });
  registerOperation(app, 'addTotp', async ({ staff, body }) => {
    assertRecent(staff);
    await addTotp(deps, staff, body.code);
    return account(staff);
  });
  registerOperation(app, 'removeTotp', async ({ staff }) => {
    assertRecent(staff);
    await removeTotp(deps, staff.staffId);
    return account(staff);
  });

  registerOperation(app, 'renewRecoveryCodes', async ({ staff }) => {
    assertRecent(staff);
    return { codes: await renewRecoveryCodes(deps, staff.staffId) };
  });
  registerOperation(app, 'changePassword', ({ staff, body, ip }) => changePassword(deps, staff, body, ip));

  registerOperation(app, 'beginStepUp', ({ staff }) => beginStepUp(deps, staff.staffId));
  registerOperation(app, 'stepUp', async ({ staff, body, ip }, reply) =>
    stepUp(deps, staff, body, { ip, session: await ownSession(deps, reply.request) }),
  );

  registerOperation(app, 'listSessions', async ({ staff }) => ({
    sessions: await listSessions(database.kysely, staff.staffId, clock(), staff.sessionId),
  }));
  registerOperation(app, 'revokeSession', ({ staff, params }) =>
    database.transaction(async (tx) => {
      const { staffId } = staff;
      const ended = await revokeSession(tx, { staffId, sessionId: params.sessionId }, clock());
      if (!ended) throw new ProblemError('not-found');
      const entry = { staffId, action: 'staff.session-end', object: `staff:${staffId}`, details: params };
      await recordAudit(tx, entry);
    }),
  );
  registerOperation(app, 'revokeOtherSessions', ({ staff }) =>
    database.transaction(async (tx) => {
      const { staffId } = staff;
      const ended = await revokeSessionsOf(tx, staffId, clock(), staff.sessionId);
      const entry = { staffId, action: 'staff.sessions-end', object: `staff:${staffId}`, details: { ended } };
      await recordAudit(tx, entry);
    }),
  );
}

async function ownSession(deps: Deps, request: FastifyRequest): Promise<Session> {
  const token = readSessionCookie(request);
  const found = token === null ? null : await findSession(deps.database, token, deps.clock());
  if (found === null) throw new ProblemError('unauthenticated');
  return found.session;
}
