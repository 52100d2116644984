import type { Role } from '@wellhouse/protocol';
import { ProblemError } from '../platform/http/problem-error.ts';
import { grantsOf } from '../staff/grants.ts';
import type { DemoMember } from './demo-team.ts';

/** A member as the functions behind the console ask for one. */
export function callerOf({ staffId, roles }: Pick<DemoMember, 'staffId' | 'roles'>) {
  const { permissions, limits } = grantsOf(roles, []);
  return { staffId, permissions, limits };
}

export function isLead({ roles }: { readonly roles: readonly Role[] }): boolean {
  return roles.includes('lead');
}

/** A refusal is an answer: the person goes on with something else. */
export function unlessRefused(error: unknown): null {
  if (error instanceof ProblemError) return null;
  throw error;
}
