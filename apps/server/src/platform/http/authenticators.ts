import type { GroupMembership, Permission } from '@wellhouse/protocol';
import type { FastifyRequest } from 'fastify';

/** The account that a delivery service vouches for. */
export interface Reporter {
  readonly hubId: string;
  readonly accountId: string;
  /** Groups that the account is or was a member of, and when. */
  readonly groups: readonly GroupMembership[];
}

export interface Receipt {
  readonly reportId: string;
}

export interface HubCaller {
  readonly hubId: string;
}

export interface StaffCaller {
  readonly staffId: string;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly sessionId: string;
}

/**
 * One check for each kind of access. A check answers who is calling or throws ProblemError (`unauthenticated`,
 * `token-expired`, `forbidden` …). It runs before the body is read; path parameters are there, unparsed.
 * `receipt` must compare the token with `params.reportId`, `hub` with `params.hubId`.
 */
export interface Authenticators {
  reporter(request: FastifyRequest): Promise<Reporter>;
  receipt(request: FastifyRequest): Promise<Receipt>;
  hub(request: FastifyRequest): Promise<HubCaller>;
  /** Also checks the CSRF token on every method but GET. The permission is checked by registerOperation. */
  staff(request: FastifyRequest): Promise<StaffCaller>;
}
