import type { FastifyInstance } from 'fastify';
import type { Deps } from './deps.ts';
import { domainAuthenticators, registerDomain } from './domain.ts';
import { createHttpApp } from './platform/http/http-app.ts';
import { createAnswerLimits } from './staff/answer-within.ts';
import { createStaffAuthenticator } from './staff/authenticate-staff.ts';
import { createCaseGuard } from './staff/may-case.ts';
import { registerStaff } from './staff/register-staff.ts';
import { createVeil } from './staff/veil.ts';

/** The API and the console, ready to `listen` or `inject`. Closing it does not close `deps`. */
export async function createServer(deps: Deps): Promise<FastifyInstance> {
  const authenticators = {
    ...domainAuthenticators(deps),
    staff: createStaffAuthenticator(deps),
    mayCase: createCaseGuard(deps),
    within: createAnswerLimits(deps),
    veil: createVeil(deps),
  };
  return createHttpApp(deps, authenticators, (app) => {
    registerStaff(app, deps);
    registerDomain(app, deps);
  });
}
