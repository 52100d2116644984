import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { permissionsOf } from './permissions.ts';
import { readSessionCookie } from './session-cookie.ts';
import { findSession } from './sessions.ts';
import { sameText } from './tokens.ts';

/**
 * Who is logged in. The cookie is SameSite=Strict; besides, every method but GET and HEAD must repeat the session's
 * CSRF token in a header, which another site cannot read.
 */
export function createStaffAuthenticator(deps: Pick<Deps, 'database' | 'clock'>) {
  return async (request: FastifyRequest): Promise<StaffCaller> => {
    const token = readSessionCookie(request);
    const found = token === null ? null : await findSession(deps.database, token, deps.clock());
    if (found === null) throw new ProblemError('unauthenticated', 'Log in first.');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const sent = request.headers['x-csrf-token'];
      if (typeof sent !== 'string' || !sameText(sent, found.session.csrfToken)) {
        throw new ProblemError('csrf-failed', 'Send the csrfToken of getMe in the header x-csrf-token.');
      }
    }
    return {
      staffId: found.owner.staffId,
      name: found.owner.name,
      permissions: permissionsOf(found.owner.roles),
      sessionId: found.session.sessionId,
    };
  };
}
