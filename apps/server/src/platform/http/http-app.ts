import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import { type Operation, operations } from '@wellhouse/protocol';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Deps } from '../../deps.ts';
import type { Authenticators } from './authenticators.ts';
import { registerCors } from './cors.ts';
import { handleError, problemFor, sendProblem } from './error-handler.ts';
import type { RouteAccess } from './fastify-types.ts';
import { registerHealth } from './health.ts';
import { jsonBodyLimit } from './limits.ts';
import { registerOpenApi } from './openapi.ts';
import { ProblemError } from './problem-error.ts';
import { registerRateLimit } from './rate-limit.ts';
import { registerRequestMetrics } from './request-metrics.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { registerConsole } from './serve-console.ts';

/**
 * The HTTP application with everything that all operations share. `register` adds the operations; a route that does
 * not say who may call it stops the start.
 */
export async function createHttpApp(
  deps: Deps,
  authenticators: Authenticators,
  register: (app: FastifyInstance) => void | Promise<void>,
): Promise<FastifyInstance> {
  const log: FastifyBaseLogger = deps.log.child({ part: 'http' });
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    // One line a request, written below, in place of two.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: jsonBodyLimit,
    trustProxy: deps.config.trustedProxies.length > 0 ? [...deps.config.trustedProxies] : false,
    // Time to receive a whole request, so that a slow sender cannot hold a connection for ever.
    requestTimeout: 120_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, problemFor(error), request.id);
    },
  });
  app.decorate('config', deps.config);
  app.decorate('authenticators', authenticators);
  for (const name of ['reporter', 'receipt', 'hub', 'upload', 'staff', 'problemCode'] as const)
    app.decorateRequest(name, null);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  // before the access check: its only route answers preflight requests
  await registerCors(app, deps.hubs);
  const routes: RouteAccess[] = [];
  app.decorate('routeAccess', routes);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined)
      throw new Error(`refuse ${String(method)} ${url}: it does not say who may call it`);
    for (const each of [method].flat()) routes.push({ method: each, url, access: config.access });
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const refused = request.problemCode === null ? {} : { code: request.problemCode };
    const level = request.url === '/healthz' || request.url === '/readyz' ? 'debug' : 'info';
    request.log[level]({ req: request, res: reply, ms, ...refused }, 'request');
  });
  registerRequestMetrics(app);
  acceptBodies(app);
  await app.register(cookie);
  await registerSecurityHeaders(app);
  await registerRateLimit(app);
  await registerOpenApi(app);
  registerHealth(app, deps);
  await register(app);
  await registerConsole(app, deps.config.consoleDirectory);
  app.setNotFoundHandler(() => {
    throw new ProblemError('not-found', 'There is no such operation.');
  });
  return app;
}

const streamedTypes = Object.values<Operation>(operations).flatMap(({ streamBody }) => streamBody ?? []);

function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const json = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // An operation without a body may still be sent with the header; one with a body fails its schema.
    if (body === '') return done(null, undefined);
    json(request, body, done);
  });
  // Read by the operation as it comes.
  app.addContentTypeParser(streamedTypes, (_request, _payload, done) => done(null, undefined));
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}
