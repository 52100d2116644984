import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { createGetNumbers } from './get-numbers.ts';
import { createMetrics } from './metrics.ts';
import { runExport } from './run-export.ts';

/** Registers the team's figures, exports and what Prometheus reads. */
export function registerNumbers(app: FastifyInstance, deps: Deps): void {
  const getNumbers = createGetNumbers(deps);
  const metrics = createMetrics(deps, app.metrics);
  registerOperation(app, 'getNumbers', ({ query }) => getNumbers(query.days));
  registerOperation(app, 'exportTable', ({ staff, params, query }) =>
    runExport(deps, staff.staffId, params.table, query),
  );
  registerOperation(app, 'getMetrics', async () => {
    const { text, mediaType } = await metrics.read();
    return { bytes: Buffer.from(text, 'utf8'), mediaType };
  });
}
