import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-error.ts';

/** Off unless a route's config asks for it (limits.ts). Counts in this process's memory. */
export async function registerRateLimit(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    cache: 50_000,
    errorResponseBuilder: (_request, context) => {
      const seconds = Math.max(1, Math.ceil(context.ttl / 1000));
      return new ProblemError('rate-limited', `Try again in ${seconds} seconds.`, { retryAfter: seconds });
    },
  });
}
