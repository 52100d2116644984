import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    /** Figures of this process for Prometheus. */
    metrics: Registry;
  }
}

/** Times every request by its operation, never by its address: that could name an account or a case. */
export function registerRequestMetrics(app: FastifyInstance): void {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const seconds = new Histogram({
    name: 'wellhouse_http_request_seconds',
    help: 'Seconds from a request to the end of its answer, by operation and status class',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  app.decorate('metrics', metrics);
  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.config.operationId;
    if (operation === undefined) return;
    seconds.observe({ operation, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1_000);
  });
  app.addHook('onClose', async () => metrics.clear());
}
