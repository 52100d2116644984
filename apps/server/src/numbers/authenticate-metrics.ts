import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Checks the bearer token of the installation's monitoring. Where none is set nobody may read. */
export function createMetricsCheck({ config }: Pick<Deps, 'config'>): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const sent = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const equal = timingSafeEqual(sha256(sent), sha256(config.metricsToken ?? ''));
    if (config.metricsToken === null || !equal) {
      throw new ProblemError('unauthenticated', 'This is not the token of WELLHOUSE_METRICS_TOKEN.');
    }
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
