import { type Operation, operations } from '@wellhouse/protocol';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { readSessionCookie } from './session-cookie.ts';
import { findSession } from './sessions.ts';
import { setUpOf } from './set-up.ts';
import { sameText } from './tokens.ts';

const beforeSetUp = new Set(
  Object.entries<Operation>(operations).flatMap(([id, operation]) => (operation.beforeSetUp ? [id] : [])),
);

/**
 * Who is logged in. The cookie is SameSite=Strict; besides, every method but GET and HEAD must repeat the session's
 * CSRF token in a header, which another site cannot read. Who still has to set up a second factor may do that and nothing else.
 */
export function createStaffAuthenticator(deps: Pick<Deps, 'database' | 'clock' | 'config'>) {
  return async (request: FastifyRequest): Promise<StaffCaller> => {
    const token = readSessionCookie(request);
    const now = deps.clock();
    const found = token === null ? null : await findSession(deps.database, token, now);
    if (found === null) throw new ProblemError('unauthenticated', 'Log in first.');
    const { session, owner } = found;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const sent = request.headers['x-csrf-token'];
      if (typeof sent !== 'string' || !sameText(sent, session.csrfToken)) {
        throw new ProblemError('csrf-failed', 'Send the csrfToken of getMe in the header x-csrf-token.');
      }
    }
    const { operationId } = request.routeOptions.config;
    if (setUpOf(deps.config, owner.secondFactor, session.way) === 'required' && !beforeSetUp.has(operationId ?? '')) {
      throw new ProblemError('set-up-required');
    }
    return {
      staffId: owner.staffId,
      name: owner.name,
      permissions: owner.grants.permissions,
      sessionId: session.sessionId,
      limits: owner.grants.limits,
      isFresh: (withinMs) => session.freshAt !== null && now.getTime() - session.freshAt.getTime() <= withinMs,
    };
  };
}
