import type { CaseLimits, GroupMembership, Permission } from '@wellhouse/protocol';
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

/** Who holds the token of one upload. */
export interface UploadCaller {
  readonly pictureId: string;
}

export interface StaffCaller {
  readonly staffId: string;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly sessionId: string;
  /** Which cases a permission covers; call it only for one that is held. */
  limits(permission: Permission): CaseLimits;
  /** Whether a second factor was shown within that time. */
  isFresh(withinMs: number): boolean;
}

/** Path parameters and members of query and body, parsed: where a request can name a case. */
export type NamedCases = Readonly<Record<string, unknown>>;

/** What one member must not be told for now. */
export interface Veil {
  /** They review a decision blind: tables cannot be taken out meanwhile. */
  readonly blind: boolean;
  /** @throws ProblemError `under-blind-review` for a request that names what is veiled */
  refuse(named: NamedCases): Promise<void>;
  /** The answer without it. @throws ProblemError `under-blind-review` where nothing would be left */
  lift(answer: unknown): unknown;
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
  /** Which of the operator's hubs calls, where the path names none. */
  anyHub(request: FastifyRequest): Promise<HubCaller>;
  /** Compares the token with `params.pictureId`. */
  upload(request: FastifyRequest): Promise<UploadCaller>;
  /** The token of the installation's monitoring. Where none is set, there is no such operation. */
  metrics(request: FastifyRequest): Promise<void>;
  /** Also checks the CSRF token on every method but GET. The permission is checked by registerOperation. */
  staff(request: FastifyRequest): Promise<StaffCaller>;
  /**
   * Whether the cases that a parsed request names lie within what the permission covers. @throws ProblemError `not-found`: what
   * lies outside is not there for this person.
   */
  mayCase(staff: StaffCaller, permission: Permission, named: NamedCases): Promise<void>;
  /** An answer without what names a case outside of the permission's limits. @throws ProblemError `not-found` when nothing is left */
  within(staff: StaffCaller, permission: Permission, answer: unknown): Promise<unknown>;
  /** Null: nothing is kept from them. */
  veil(staff: StaffCaller): Promise<Veil | null>;
}
