import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { deviceName } from './device-name.ts';
import { readSessionCookie, setSessionCookie } from './session-cookie.ts';
import { findSession } from './sessions.ts';
import { beginSso, finishSso } from './sso.ts';
import { clearSsoCookie, readSsoCookie, setSsoCookie } from './sso-cookie.ts';
import { createSsoProvider } from './sso-provider.ts';

/** People come here by following a link, so every failure leads to a page that says what happened. */
export function registerSso(app: FastifyInstance, deps: Deps): void {
  const { config, clock, database } = deps;
  const provider = config.sso === null ? null : createSsoProvider(config.sso, clock);

  registerOperation(app, 'beginSso', async ({ query }, reply) => {
    const { request } = reply;
    try {
      if (provider === null) throw new ProblemError('sso-unavailable');
      const token = query.again === 'yes' ? readSessionCookie(request) : null;
      const found = token === null ? null : await findSession(database, token, clock());
      const again = found === null ? null : { staffId: found.owner.staffId, sessionId: found.session.sessionId };
      const { url, challengeId } = await beginSso(deps, provider, { next: query.next, again });
      setSsoCookie(reply, config, challengeId);
      reply.header('location', url);
    } catch (error) {
      reply.header('location', failurePage(error));
    }
  });

  registerOperation(app, 'finishSso', async (_input, reply) => {
    const { request } = reply;
    clearSsoCookie(reply, config);
    try {
      if (provider === null) throw new ProblemError('sso-unavailable');
      const { next, token } = await finishSso(deps, provider, {
        path: request.url,
        challengeId: readSsoCookie(request),
        device: deviceName(request.headers['user-agent']),
        log: request.log,
      });
      if (token !== null) setSessionCookie(reply, config, token);
      reply.header('location', next);
    } catch (error) {
      reply.header('location', failurePage(error));
    }
  });
}

/** @throws whatever is no problem of a login */
function failurePage(error: unknown): string {
  if (error instanceof ProblemError) return `/login?problem=${error.code}`;
  throw error;
}
