import type { FastifyInstance } from 'fastify';
import type { Deps } from './deps.ts';
import type { Authenticators } from './platform/http/authenticators.ts';
import { ProblemError } from './platform/http/problem-error.ts';

/** Registers every operation from intake to notices. */
export function registerDomain(_app: FastifyInstance, _deps: Deps): void {}

/** The checks of reporters, receipts and hubs; those of staff come from staff/. */
export function domainAuthenticators(_deps: Deps): Omit<Authenticators, 'staff'> {
  const refuse = () => Promise.reject(new ProblemError('unauthenticated'));
  return { reporter: refuse, receipt: refuse, hub: refuse };
}
