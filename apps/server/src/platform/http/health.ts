import type { FastifyInstance } from 'fastify';
import type { Deps } from '../../deps.ts';
import { ProblemError } from './problem-error.ts';

/** `/healthz`: the process answers. `/readyz`: it can do its work, that is, the database answers too. */
export function registerHealth(app: FastifyInstance, { database }: Deps): void {
  const config = { access: 'public' } as const;
  const schema = { hide: true };
  app.get('/healthz', { config, schema }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'alive' };
  });
  app.get('/readyz', { config, schema }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      await database.query({ name: 'ready-1', text: 'select 1 from wellhouse_migration limit 1' }, []);
    } catch (error) {
      throw new ProblemError('unavailable', 'The database does not answer.', { retryAfter: 5, cause: error });
    }
    return { status: 'ready' };
  });
}
