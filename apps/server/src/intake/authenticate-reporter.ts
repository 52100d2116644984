import { ReporterClaims } from '@wellhouse/protocol';
import { createDecoder, createVerifier } from 'fast-jwt';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import type { Reporter } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { isStorableText } from '../platform/storable-text.ts';
import { bearerToken } from './bearer-token.ts';

/** How far the clocks of hub and server may stand apart. */
export const clockLeewayMs = 60_000;

const decode = createDecoder();
type Verify = (token: string) => unknown;

/** Tokens that were checked lately; a device sends the same one with every request. Their times are checked each time. */
const rememberedTokens = 5_000;

/** Checks the token by which a delivery service vouches for an account (JWT, HS256 with the hub's API secret). */
export function createReporterCheck(
  deps: Pick<Deps, 'hubs' | 'clock'>,
): (request: FastifyRequest) => Promise<Reporter> {
  const verifiers = new Map<string, { secret: string; verify: Verify }>();

  function verifierOf(hubId: string): Verify {
    const hub = deps.hubs.get(hubId);
    if (hub === null) throw new ProblemError('unauthenticated', 'This server does not know the issuer of the token.');
    const known = verifiers.get(hubId);
    if (known?.secret === hub.apiSecret) return known.verify;
    // Times are checked below, against our own clock and with codes that say what is wrong.
    const verify = createVerifier({
      key: hub.apiSecret,
      algorithms: ['HS256'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    verifiers.set(hubId, { secret: hub.apiSecret, verify });
    return verify;
  }

  const remembered = new Map<string, ReporterClaims>();

  function claimsOf(token: string): ReporterClaims {
    const known = remembered.get(token);
    if (known !== undefined && deps.hubs.get(known.iss) !== null) return known;
    const claims = readClaims(token, (issuer) => verifierOf(issuer)(token));
    const oldest = remembered.size < rememberedTokens ? undefined : remembered.keys().next().value;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(token, claims);
    return claims;
  }

  return async (request) => {
    const claims = claimsOf(bearerToken(request.headers));
    const now = deps.clock().getTime();
    if (claims.exp * 1000 <= now - clockLeewayMs) {
      throw new ProblemError('token-expired', 'The token has expired; ask the delivery service for a new one.');
    }
    if (claims.iat * 1000 > now + clockLeewayMs) {
      throw new ProblemError('token-not-yet-valid', 'The token is dated in the future; compare the clocks.');
    }
    return { hubId: claims.iss, accountId: claims.sub, groups: claims.groups };
  };
}

function readClaims(token: string, verify: (issuer: string) => unknown): ReporterClaims {
  try {
    const parsed = ReporterClaims.safeParse(verify(issuerOf(decode(token))));
    if (parsed.success && isStorableText(parsed.data.sub)) return parsed.data;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
  }
  throw new ProblemError('unauthenticated', 'The token is not a reporter token of a known delivery service.');
}

function issuerOf(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'iss' in payload && typeof payload.iss === 'string'
    ? payload.iss
    : '';
}
