import { hmacSha256, toBase64Url } from '@wellhouse/franking';
import { fitSpans, type GroupMembership, type MembershipSpan } from './membership-spans.ts';

export interface ReporterTokenInput {
  hubId: string;
  /** Shared with the safety server; at least 32 bytes of UTF-8 (RFC 7518 §3.2). */
  apiSecret: string;
  /** The account that the delivery service has authenticated. */
  accountId: string;
  /**
   * Groups that the account is or was a member of, at most 64, and in which epochs. A message of another group or epoch
   * counts as the reporter's word. Beyond 128 spans, absences are left out in the groups that have the most of them.
   */
  groups: readonly GroupMembership[];
  /** Milliseconds since 1970. */
  now: number;
  ttlSeconds: number;
}

/** Thrown when a token would be refused by every safety server. */
export class ReporterTokenError extends Error {
  override readonly name = 'ReporterTokenError';
  readonly code: 'secret-too-short' | 'too-many-groups' | 'span-invalid';

  constructor(code: ReporterTokenError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** In all groups together; with 64 groups the token still fits into a header. */
const mostSpans = 128;

const utf8 = new TextEncoder();

/**
 * The bearer token by which the delivery service vouches for a reporter: a JWT (RFC 7519) with HS256, claims as in
 * `ReporterClaims` of `@wellhouse/protocol`. The device sends it to the safety server; the hub's secret stays with the hub.
 * @throws {ReporterTokenError}
 */
export function createReporterToken(input: ReporterTokenInput): string {
  const { hubId, apiSecret, accountId, groups, now, ttlSeconds } = input;
  const secret = utf8.encode(apiSecret);
  if (secret.length < 32) {
    throw new ReporterTokenError(
      'secret-too-short',
      `cannot sign with ${secret.length} bytes of secret, 32 are needed`,
    );
  }
  if (groups.length > 64) {
    throw new ReporterTokenError('too-many-groups', `cannot name ${groups.length} groups, 64 are allowed`);
  }
  for (const { groupId, spans } of groups) {
    if (spans.every(isSpan)) continue;
    throw new ReporterTokenError('span-invalid', `cannot vouch for a span of ${groupId} that ends before it begins`);
  }
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    iss: hubId,
    sub: accountId,
    aud: 'wellhouse:report',
    iat: issuedAt,
    exp: issuedAt + ttlSeconds,
    groups: fitSpans(groups, mostSpans),
  };
  const signed = `${encodeJson({ alg: 'HS256', typ: 'JWT' })}.${encodeJson(claims)}`;
  return `${signed}.${toBase64Url(hmacSha256(secret, utf8.encode(signed)))}`;
}

function isSpan({ from, to }: MembershipSpan): boolean {
  const isEpoch = (value: number) => Number.isSafeInteger(value) && value >= 0;
  return isEpoch(from) && (to === null || (isEpoch(to) && from <= to));
}

function encodeJson(value: object): string {
  return toBase64Url(utf8.encode(JSON.stringify(value)));
}
