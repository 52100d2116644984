import { createHash, timingSafeEqual } from 'node:crypto';
import { HubId } from '@wellhouse/protocol';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { HubCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { bearerToken } from './bearer-token.ts';

const Params = z.object({ hubId: HubId });

/** Checks the API secret of the hub that the path names. An unknown hub is answered like a wrong secret. */
export function createHubCheck(deps: Pick<Deps, 'hubs'>): (request: FastifyRequest) => Promise<HubCaller> {
  return async (request) => {
    const params = Params.safeParse(request.params);
    const hub = params.success ? deps.hubs.get(params.data.hubId) : null;
    const token = bearerToken(request.headers);
    const equal = timingSafeEqual(sha256(token), sha256(hub?.apiSecret ?? ''));
    if (hub === null || !equal) throw new ProblemError('unauthenticated', 'This is not the secret of this hub.');
    return { hubId: hub.hubId };
  };
}

/**
 * Checks that the token is the API secret of one of the operator's hubs, each of which is compared, and says which.
 * Of two hubs with one secret it is the first.
 */
export function createAnyHubCheck(deps: Pick<Deps, 'hubs'>): (request: FastifyRequest) => Promise<HubCaller> {
  return async (request) => {
    const token = sha256(bearerToken(request.headers));
    const [hub] = deps.hubs.list().filter(({ apiSecret }) => timingSafeEqual(token, sha256(apiSecret)));
    if (hub === undefined) throw new ProblemError('unauthenticated', 'This is not the secret of any hub.');
    return { hubId: hub.hubId };
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
